use shared::{MessageId, Seq, model::RoomPage};

use super::{Next, Phase, Timeline};

impl Timeline {
    /// The place to ask for when more history is wanted; `None` where there is none, where
    /// it is on its way, and while the room is not followed.
    pub fn ask_earlier(&mut self) -> Option<Seq> {
        let before = self.messages.first()?.id.into();
        match &mut self.phase {
            Phase::Following { earlier } if self.has_earlier && !*earlier => {
                *earlier = true;
                Some(before)
            }
            _ => None,
        }
    }

    /// A page could not be read; tells whether that leaves the room without its messages.
    pub fn page_refused(&mut self) -> bool {
        if let Phase::Following { earlier } = &mut self.phase {
            *earlier = false;
            return false;
        }
        self.phase = Phase::Away;
        true
    }

    /// A page came, the one asked for last.
    pub fn page_loaded(&mut self, page: RoomPage) -> Next {
        match std::mem::replace(&mut self.phase, Phase::Away) {
            Phase::Following { earlier: true } if page.epoch == self.epoch => {
                self.phase = Phase::Following { earlier: false };
                self.prepend(page);
                self.settle();
                Next::Go
            }
            Phase::Reloading { epoch, base, fresh } if page.epoch == epoch => {
                self.phase = Phase::Following { earlier: false };
                self.replace(page, base);
                fresh
                    .into_iter()
                    .for_each(|(seq, event)| self.append(seq, event));
                self.settle();
                Next::Go
            }
            Phase::Reloading { .. } | Phase::Following { earlier: true } => Next::Reenter,
            phase => {
                self.phase = phase;
                Next::Go
            }
        }
    }

    fn prepend(&mut self, page: RoomPage) {
        let first = self.messages.first().map(|message| message.id);
        let mut messages = page.messages;
        messages.retain(|message| first.is_none_or(|first| message.id < first));
        if !messages.is_empty() {
            self.seams.extend(first);
        }
        messages.append(&mut self.messages);
        self.messages = messages;
        self.has_earlier = page.has_earlier;
    }

    /// Nothing of the old page is kept: there is a hole between it and the new one.
    fn replace(&mut self, page: RoomPage, base: Seq) {
        let known = if page.epoch == self.epoch {
            self.last_seq
        } else {
            base
        };
        let mut messages = page.messages;
        messages.retain(|message| Seq::from(message.id) <= base);
        for message in messages
            .iter()
            .filter(|message| Seq::from(message.id) > known)
        {
            self.came(message.author, message.nonce);
        }
        self.messages = messages;
        self.seams.clear();
        self.has_earlier = page.has_earlier;
        self.epoch = page.epoch;
        self.last_seq = base;
        let base = MessageId::from(base);
        self.acks.retain(|id, _| *id > base);
    }
}
