use shared::{
    MessageId, Nonce, Seq, UserId,
    frame::RoomEvent,
    model::{Entry, Fate, Message, RoomChange, RoomNotice},
};

use super::{Phase, Timeline};

impl Timeline {
    /// Takes in the event that is next.
    pub(super) fn append(&mut self, seq: Seq, event: RoomEvent) {
        self.last_seq = seq;
        if let Phase::Following { asked: Some(asked) } = &mut self.phase {
            asked.since.push((seq, event.clone()));
        }
        match event {
            RoomEvent::MessagePosted { author, at, text } => {
                let id = MessageId::from(seq);
                let nonce = self.acks.remove(&id).or_else(|| self.acked_as(id));
                // Without text it was deleted since: a replay, and no news to anybody.
                if !text.is_empty() {
                    self.came(author, nonce);
                }
                if !self.has_later {
                    self.push(seq, RoomEvent::MessagePosted { author, at, text }, nonce);
                }
            }
            RoomEvent::RoomChanged { by, at, change } => {
                self.room_changes.push((by, change.clone()));
                if !self.has_later {
                    self.notices.insert(
                        seq,
                        RoomNotice {
                            seq,
                            by,
                            at,
                            change,
                        },
                    );
                }
            }
            changed => self.change(&changed),
        }
    }

    /// Puts what was posted at the end of the window.
    fn push(&mut self, seq: Seq, event: RoomEvent, nonce: Option<Nonce>) {
        let RoomEvent::MessagePosted { author, at, text } = event else {
            return;
        };
        let message = Message {
            id: MessageId::from(seq),
            author,
            at,
            text,
            nonce,
        };
        let fate = Fate::Original;
        self.entries.push(Entry { message, fate });
    }

    /// Does again what happened since a page was asked for and was not in it.
    pub(super) fn repeat_since(&mut self, since: Vec<(Seq, RoomEvent)>, read: Seq) {
        for (seq, event) in since.into_iter().filter(|(seq, _)| *seq > read) {
            match event {
                RoomEvent::MessagePosted { .. } if self.is_beyond(seq) => {
                    let nonce = self.acked_as(seq.into());
                    self.push(seq, event, nonce);
                }
                RoomEvent::RoomChanged { by, at, change } if !self.has_later => {
                    self.notices.insert(
                        seq,
                        RoomNotice {
                            seq,
                            by,
                            at,
                            change,
                        },
                    );
                }
                RoomEvent::MessagePosted { .. } | RoomEvent::RoomChanged { .. } => {}
                changed => self.change(&changed),
            }
        }
    }

    /// Whether the window reaches up to before this event and may take it.
    fn is_beyond(&self, seq: Seq) -> bool {
        let last = self.entries.last();
        !self.has_later && last.is_none_or(|last| Seq::from(last.message.id) < seq)
    }

    /// What happened to the room itself within the window, oldest first.
    pub fn notices(&self) -> impl Iterator<Item = &RoomNotice> {
        self.notices.values()
    }

    /// What happened to the room itself since the last call.
    pub fn take_room_changes(&mut self) -> Vec<(UserId, RoomChange)> {
        std::mem::take(&mut self.room_changes)
    }

    /// Does to a message what happened to it, if it is here.
    pub fn change(&mut self, event: &RoomEvent) {
        match event {
            RoomEvent::MessagePosted { .. } | RoomEvent::RoomChanged { .. } => {}
            RoomEvent::MessageEdited {
                message, at, text, ..
            } => {
                if let Some(entry) = self.entry_mut(*message) {
                    entry.message.text.clone_from(text);
                    entry.fate = Fate::Edited { at: *at };
                }
            }
            RoomEvent::MessageDeleted { message, at, .. } => {
                if let Some(entry) = self.entry_mut(*message) {
                    entry.message.text.clear();
                    entry.fate = Fate::Deleted { at: *at };
                }
            }
        }
    }

    /// A message, if it is among those that were loaded.
    #[must_use]
    pub fn entry(&self, id: MessageId) -> Option<&Entry> {
        self.entries.get(self.place(id)?)
    }

    /// The newest message of this person that is there to be changed.
    #[must_use]
    pub fn last_of(&self, author: UserId) -> Option<&Entry> {
        let theirs = |entry: &&Entry| {
            entry.message.author == author && !matches!(entry.fate, Fate::Deleted { .. })
        };
        self.entries.iter().rev().find(theirs)
    }

    pub(super) fn entry_mut(&mut self, id: MessageId) -> Option<&mut Entry> {
        let place = self.place(id)?;
        self.entries.get_mut(place)
    }

    pub(super) fn place(&self, id: MessageId) -> Option<usize> {
        self.entries
            .binary_search_by_key(&id, |entry| entry.message.id)
            .ok()
    }

    /// A message is new here. A pending row counted when it was sent.
    pub(super) fn came(&mut self, author: UserId, nonce: Option<Nonce>) {
        if nonce.is_some_and(|nonce| self.is_pending(nonce)) {
            return;
        }
        self.arrived = self.arrived.saturating_add(1);
        if nonce.is_none() {
            self.arrivals.push(author);
        }
    }
}
