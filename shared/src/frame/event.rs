use serde::{Deserialize, Serialize};

use crate::{
    MessageId, Seq, Timestamp, UserId,
    codec::{Decode, Encode},
    model::RoomChange,
};

/// What happened in a room, durably. Everyone sees a room's events in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub enum RoomEvent {
    /// Somebody said something. Its [`MessageId`] is the event's `seq`.
    MessagePosted {
        /// Who.
        author: UserId,
        /// When the server accepted it.
        at: Timestamp,
        /// What. In a replay, what it reads by now: nothing where it was deleted.
        text: String,
    },
    /// The author changed what a message says.
    MessageEdited {
        /// Which message.
        message: MessageId,
        /// Who changed it.
        by: UserId,
        /// When the server accepted the change.
        at: Timestamp,
        /// What it says. In a replay, what it reads by now.
        text: String,
    },
    /// A message was taken back. Its place in the sequence stays.
    MessageDeleted {
        /// Which message.
        message: MessageId,
        /// Who took it back: its author, or a moderator.
        by: UserId,
        /// When.
        at: Timestamp,
    },
    /// The room itself is not what it was.
    RoomChanged {
        /// Who changed it.
        by: UserId,
        /// When.
        at: Timestamp,
        /// What.
        change: RoomChange,
    },
}

impl RoomEvent {
    /// Who caused it.
    #[must_use]
    pub const fn actor(&self) -> UserId {
        match self {
            Self::MessagePosted { author, .. } => *author,
            Self::MessageEdited { by, .. }
            | Self::MessageDeleted { by, .. }
            | Self::RoomChanged { by, .. } => *by,
        }
    }

    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::MessagePosted { at, .. }
            | Self::MessageEdited { at, .. }
            | Self::MessageDeleted { at, .. }
            | Self::RoomChanged { at, .. } => *at,
        }
    }

    /// Everybody it names.
    pub fn people(&self) -> impl Iterator<Item = UserId> {
        let other = match self {
            Self::RoomChanged { change, .. } => change.user(),
            _ => None,
        };
        [self.actor()].into_iter().chain(other)
    }

    /// The message that the event at `seq` made or changed; zero where it changed none.
    #[must_use]
    pub const fn message(&self, seq: Seq) -> MessageId {
        match self {
            Self::MessagePosted { .. } => MessageId::new(seq.get()),
            Self::MessageEdited { message, .. } | Self::MessageDeleted { message, .. } => *message,
            Self::RoomChanged { .. } => MessageId::new(0),
        }
    }
}
