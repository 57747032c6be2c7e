use shared::{
    MessageId, Nonce, Seq, UserId,
    frame::RoomEvent,
    model::{Entry, Fate, Message, RoomChange},
};

use super::{Phase, Timeline};

impl Timeline {
    /// Takes in the event that is next.
    pub(super) fn append(&mut self, seq: Seq, event: RoomEvent) {
        self.last_seq = seq;
        match event {
            RoomEvent::MessagePosted { author, at, text } => {
                let id = MessageId::from(seq);
                let nonce = self.acks.remove(&id).or_else(|| self.acked_as(id));
                // Without text it was deleted since: a replay, and no news to anybody.
                if !text.is_empty() {
                    self.came(author, nonce);
                }
                let message = Message {
                    id,
                    author,
                    at,
                    text,
                    nonce,
                };
                let fate = Fate::Original;
                self.entries.push(Entry { message, fate });
            }
            RoomEvent::RoomChanged { by, change, .. } => self.room_changes.push((by, change)),
            changed => {
                if let Phase::Following {
                    earlier: Some(since),
                } = &mut self.phase
                {
                    since.push((seq, changed.clone()));
                }
                self.change(&changed);
            }
        }
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

    fn place(&self, id: MessageId) -> Option<usize> {
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
