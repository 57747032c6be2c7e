use shared::{
    MessageId, Seq,
    model::{Entry, Fate, HistoryPage},
};

use super::{Next, Phase, Timeline};

impl Timeline {
    /// The place to ask for when more history is wanted; `None` where there is none, where
    /// it is on its way, and while the room is not followed.
    pub fn ask_earlier(&mut self) -> Option<Seq> {
        let before = self.entries.first()?.message.id.into();
        match &mut self.phase {
            Phase::Following { earlier } if self.has_earlier && earlier.is_none() => {
                *earlier = Some(Vec::new());
                Some(before)
            }
            _ => None,
        }
    }

    /// A page could not be read; tells whether that leaves the room without its messages.
    pub fn page_refused(&mut self) -> bool {
        if let Phase::Following { earlier } = &mut self.phase {
            *earlier = None;
            return false;
        }
        self.phase = Phase::Away;
        true
    }

    /// A page came, the one asked for last.
    pub fn page_loaded(&mut self, page: HistoryPage) -> Next {
        match std::mem::replace(&mut self.phase, Phase::Away) {
            Phase::Following {
                earlier: Some(since),
            } if page.epoch == self.epoch => {
                self.phase = Phase::Following { earlier: None };
                let read = page.last_seq;
                self.prepend(page);
                let later = since.iter().filter(|(seq, _)| *seq > read);
                later.for_each(|(_, event)| self.change(event));
                self.settle();
                Next::Go
            }
            Phase::Reloading { epoch, base, fresh } if page.epoch == epoch => {
                self.phase = Phase::Following { earlier: None };
                self.replace(page, base);
                fresh
                    .into_iter()
                    .for_each(|(seq, event)| self.append(seq, event));
                self.settle();
                Next::Go
            }
            Phase::Reloading { .. } | Phase::Following { earlier: Some(_) } => Next::Reenter,
            phase => {
                self.phase = phase;
                Next::Go
            }
        }
    }

    fn prepend(&mut self, page: HistoryPage) {
        let first = self.entries.first().map(|entry| entry.message.id);
        let mut entries = page.entries;
        entries.retain(|entry| first.is_none_or(|first| entry.message.id < first));
        if !entries.is_empty() {
            self.seams.extend(first);
        }
        entries.append(&mut self.entries);
        self.entries = entries;
        self.has_earlier = page.has_earlier;
    }

    /// Nothing of the old page is kept: there is a hole between it and the new one.
    fn replace(&mut self, page: HistoryPage, base: Seq) {
        let known = if page.epoch == self.epoch {
            self.last_seq
        } else {
            base
        };
        let mut entries = page.entries;
        entries.retain(|entry| Seq::from(entry.message.id) <= base);
        let is_new = |entry: &&Entry| {
            Seq::from(entry.message.id) > known && !matches!(entry.fate, Fate::Deleted { .. })
        };
        for Entry { message, .. } in entries.iter().filter(is_new) {
            self.came(message.author, message.nonce);
        }
        self.entries = entries;
        self.seams.clear();
        self.has_earlier = page.has_earlier;
        self.epoch = page.epoch;
        self.last_seq = base;
        let base = MessageId::from(base);
        self.acks.retain(|id, _| *id > base);
    }
}
