use shared::{
    MessageId, Seq,
    model::{Entry, Fate, HistoryAt, HistoryPage, RoomNotice},
};

use super::{Asked, Next, Phase, Timeline, Want, by_place};

impl Timeline {
    /// The page before the first message; `None` where there is none and where a page is on its
    /// way. While the room is not followed it is remembered until it is.
    pub fn ask_earlier(&mut self) -> Option<HistoryAt> {
        let before = self.entries.first()?.message.id.into();
        self.ask(self.has_earlier, Want::Earlier)?;
        Some(HistoryAt::Before(before))
    }

    /// The page after the last message, where the window ends before the newest one.
    pub fn ask_later(&mut self) -> Option<HistoryAt> {
        let after = self.entries.last()?.message.id.into();
        self.ask(self.has_later, Want::Later)?;
        Some(HistoryAt::After(after))
    }

    /// A page in place of the window, unless what is asked for is shown. While another page is
    /// on its way, this one is asked for when that has come.
    pub fn ask_for_window(&mut self, at: HistoryAt) -> Next {
        match self.shows(at) {
            true => Next::Go,
            false => self.ask_for(Want::Window(at)),
        }
    }

    /// Whether the window has what is asked for.
    fn shows(&self, at: HistoryAt) -> bool {
        let (first, last) = (self.entries.first(), self.entries.last());
        match at {
            HistoryAt::Around(seq) => self.entry(seq.into()).is_some(),
            HistoryAt::Since(at) => {
                let begins = !self.has_earlier || first.is_some_and(|entry| entry.message.at < at);
                let ends = !self.has_later || last.is_some_and(|entry| entry.message.at >= at);
                begins && ends
            }
            HistoryAt::Before(_) | HistoryAt::After(_) => false,
        }
    }

    /// The newest messages, in place of a window that ends before them.
    pub fn ask_latest(&mut self) -> Next {
        if self.has_later {
            return self.ask_for(Want::Latest);
        }
        Next::Go
    }

    fn ask(&mut self, is_there: bool, want: Want) -> Option<()> {
        match &mut self.phase {
            Phase::Following { asked } if is_there && asked.is_none() => {
                let since = Vec::new();
                *asked = Some(Asked { want, since });
                Some(())
            }
            Phase::Away | Phase::Entering if is_there => {
                self.wanted.get_or_insert(want);
                None
            }
            _ => None,
        }
    }

    fn ask_for(&mut self, want: Want) -> Next {
        let is_followed = matches!(self.phase, Phase::Following { asked: None });
        if !is_followed {
            if !self.is_reloading() {
                self.wanted = Some(want);
            }
            return Next::Go;
        }
        let asked = match want {
            Want::Earlier => self.ask_earlier(),
            Want::Later => self.ask_later(),
            Want::Window(at) => self.ask(true, want).map(|()| at),
            Want::Latest => return self.reload(self.epoch, self.last_seq),
        };
        asked.map_or(Next::Go, Next::Load)
    }

    /// What was wanted while nothing could be asked for.
    pub(super) fn ask_for_wanted(&mut self) -> Next {
        let wanted = self.wanted.take();
        wanted.map_or(Next::Go, |want| self.ask_for(want))
    }

    /// The room is not followed any more; a page that was on its way does not come, and is
    /// asked for again when it is.
    pub(super) fn stray(&mut self) {
        let phase = std::mem::replace(&mut self.phase, Phase::Away);
        if let Phase::Following { asked: Some(asked) } = phase {
            self.wanted.get_or_insert(asked.want);
        }
    }

    /// A page could not be read; tells whether that leaves the room without its messages.
    pub fn page_refused(&mut self) -> bool {
        self.wanted = None;
        if let Phase::Following { asked } = &mut self.phase {
            *asked = None;
            return false;
        }
        self.phase = Phase::Away;
        true
    }

    /// A page came, the one asked for last, with what happened to the room itself in it.
    pub fn page_loaded(&mut self, page: HistoryPage, notices: Vec<RoomNotice>) -> Next {
        match std::mem::replace(&mut self.phase, Phase::Away) {
            Phase::Following { asked: Some(asked) } if page.epoch == self.epoch => {
                self.phase = Phase::Following { asked: None };
                let read = page.last_seq;
                match asked.want {
                    Want::Earlier => self.prepend(page, notices),
                    Want::Later => self.extend(page, notices),
                    Want::Window(_) | Want::Latest => self.show(page, notices),
                }
                self.repeat_since(asked.since, read);
                self.settle();
                self.ask_for_wanted()
            }
            Phase::Reloading { epoch, base, fresh } if page.epoch == epoch => {
                self.phase = Phase::Following { asked: None };
                self.replace(page, notices, base);
                fresh
                    .into_iter()
                    .for_each(|(seq, event)| self.append(seq, event));
                self.settle();
                Next::Go
            }
            Phase::Reloading { .. } | Phase::Following { asked: Some(_) } => Next::Reenter,
            phase => {
                self.phase = phase;
                Next::Go
            }
        }
    }

    fn prepend(&mut self, page: HistoryPage, notices: Vec<RoomNotice>) {
        let first = self.entries.first().map(|entry| entry.message.id);
        let mut entries = page.entries;
        entries.retain(|entry| first.is_none_or(|first| entry.message.id < first));
        if !entries.is_empty() {
            self.seams.extend(first);
        }
        entries.append(&mut self.entries);
        self.entries = entries;
        self.notices.extend(by_place(notices));
        self.has_earlier = page.has_earlier;
    }

    fn extend(&mut self, page: HistoryPage, notices: Vec<RoomNotice>) {
        let last = self.entries.last().map(|entry| entry.message.id);
        let mut entries = page.entries;
        entries.retain(|entry| last.is_none_or(|last| entry.message.id > last));
        self.entries.append(&mut entries);
        self.notices.extend(by_place(notices));
        self.has_later = page.has_later;
    }

    /// Shows another window.
    fn show(&mut self, page: HistoryPage, notices: Vec<RoomNotice>) {
        self.entries = page.entries;
        self.notices = by_place(notices);
        self.seams.clear();
        self.has_earlier = page.has_earlier;
        self.has_later = page.has_later;
    }

    /// Nothing of the old page is kept: there is a hole between it and the new one.
    fn replace(&mut self, page: HistoryPage, mut notices: Vec<RoomNotice>, base: Seq) {
        let known = if page.epoch == self.epoch {
            self.last_seq
        } else {
            base
        };
        let mut page = page;
        page.entries
            .retain(|entry| Seq::from(entry.message.id) <= base);
        notices.retain(|notice| notice.seq <= base);
        let is_new = |entry: &&Entry| {
            Seq::from(entry.message.id) > known && !matches!(entry.fate, Fate::Deleted { .. })
        };
        for Entry { message, .. } in page.entries.iter().filter(is_new) {
            self.came(message.author, message.nonce);
        }
        self.epoch = page.epoch;
        self.last_seq = base;
        self.show(page, notices);
        // What came after the base follows event by event.
        self.has_later = false;
        let base = MessageId::from(base);
        self.acks.retain(|id, _| *id > base);
    }
}
