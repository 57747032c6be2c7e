use shared::{MessageId, Nonce, Seq, Timestamp};

use super::{Phase, Timeline};
use crate::state::SendState;

/// An own message on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Which command.
    pub nonce: Nonce,
    /// What it says.
    pub text: String,
    /// When it was sent.
    pub at: Timestamp,
    /// How far it has got.
    pub state: SendState,
    /// Once the server has it: the event that will bring it.
    pub id: Option<MessageId>,
}

impl Timeline {
    /// An own message is on its way.
    pub fn post(&mut self, nonce: Nonce, text: String, at: Timestamp) {
        let state = SendState::Pending;
        let id = None;
        self.pending.push(Pending {
            nonce,
            text,
            at,
            state,
            id,
        });
        self.arrived = self.arrived.saturating_add(1);
    }

    /// Own messages that an earlier page left, before those of this one. They are no news, and
    /// the list may have them already.
    pub fn restore<'a>(&mut self, left: impl Iterator<Item = (Nonce, &'a str, Timestamp)>) {
        let mut restored = Vec::new();
        for (nonce, text, at) in left {
            // While a new page is on its way the old one still shows what it has.
            if !self.is_pending(nonce) && !self.is_listed(nonce) {
                restored.push(Pending {
                    nonce,
                    text: text.to_owned(),
                    at,
                    state: SendState::Pending,
                    id: None,
                });
            }
        }
        restored.append(&mut self.pending);
        self.pending = restored;
        self.settle();
    }

    /// An own message is stored; tells nothing that [`Self::apply`] will not show in place.
    ///
    /// The server acknowledges before it tells the event. Should the order be the other way
    /// round, the message is in the list already and only learns where it came from.
    pub fn acked(&mut self, nonce: Nonce, id: MessageId) {
        if let Some(pending) = self
            .pending
            .iter_mut()
            .find(|pending| pending.nonce == nonce)
        {
            pending.id = Some(id);
            pending.state = SendState::Final;
        }
        if Seq::from(id) > self.last_seq {
            self.acks.insert(id, nonce);
        } else if let Some(entry) = self.entry_mut(id) {
            entry.message.nonce = Some(nonce);
        }
        self.settle();
    }

    /// How far an own message has got; tells whether that was news.
    pub fn set_state(&mut self, nonce: Nonce, state: SendState) -> bool {
        let pending = self
            .pending
            .iter_mut()
            .find(|pending| pending.nonce == nonce);
        let Some(pending) = pending.filter(|pending| pending.id.is_none()) else {
            return false;
        };
        std::mem::replace(&mut pending.state, state) != state
    }

    /// An own message was given up, or goes to the end to be sent again.
    pub fn remove(&mut self, nonce: Nonce) -> Option<Pending> {
        let place = self
            .pending
            .iter()
            .position(|pending| pending.nonce == nonce)?;
        Some(self.pending.remove(place))
    }

    /// Sends a failed message again: it goes to the end, where it will be stored.
    pub fn repeat(&mut self, nonce: Nonce) {
        if let Some(pending) = self.remove(nonce) {
            let state = SendState::Pending;
            self.pending.push(Pending { state, ..pending });
        }
    }

    /// The pending row that a message is known to belong to.
    pub(super) fn acked_as(&self, id: MessageId) -> Option<Nonce> {
        let mut pending = self.pending.iter();
        pending
            .find(|pending| pending.id == Some(id))
            .map(|pending| pending.nonce)
    }

    /// Whether an own message is on its way still.
    #[must_use]
    pub fn is_pending(&self, nonce: Nonce) -> bool {
        self.pending.iter().any(|pending| pending.nonce == nonce)
    }

    /// Whether a message of the list came from this command.
    fn is_listed(&self, nonce: Nonce) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.message.nonce == Some(nonce))
    }

    /// Drops the rows of messages that are in the list by now, or in history before it.
    pub(super) fn settle(&mut self) {
        if self.pending.is_empty() || matches!(self.phase, Phase::Reloading { .. }) {
            return;
        }
        let Self {
            entries,
            pending,
            last_seq,
            ..
        } = self;
        pending.retain(|pending| {
            let past = pending.id.is_some_and(|id| Seq::from(id) <= *last_seq);
            let listed = || {
                entries
                    .iter()
                    .any(|entry| entry.message.nonce == Some(pending.nonce))
            };
            !past && !listed()
        });
    }
}
