use serde::{Deserialize, Serialize};

use super::Person;
use crate::{
    Epoch, MessageId, Nonce, RoomId, Seq, Timestamp, UserId,
    codec::{Decode, Encode},
};

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Message {
    /// Which message of its room.
    pub id: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// When the server accepted it.
    pub at: Timestamp,
    /// As [`crate::validate::message_text`] left it.
    pub text: String,
    /// In the author's own copy only: which of their commands this came from.
    pub nonce: Option<Nonce>,
}

/// What became of a message after it was posted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Fate {
    /// It says what it said at first.
    #[default]
    Original,
    /// Its author changed it.
    Edited {
        /// The last time.
        at: Timestamp,
    },
    /// It was taken back; its text is gone, its place stays.
    Deleted {
        /// When.
        at: Timestamp,
    },
}

/// A message with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Entry {
    /// The message as it reads now; without text where it was deleted.
    pub message: Message,
    /// What became of it.
    pub fate: Fate,
}

/// A stretch of a room's history, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HistoryPage {
    /// Which room.
    pub room: RoomId,
    /// Which history of the room's sequence.
    pub epoch: Epoch,
    /// The room's newest event when the page was read.
    pub last_seq: Seq,
    /// At most [`crate::limits::PAGE_MESSAGES`], fewer where they are long.
    pub entries: Vec<Entry>,
    /// Whether there are messages before the first of these.
    pub has_earlier: bool,
    /// Whether there are messages after the last of these.
    pub has_later: bool,
    /// The authors of these messages.
    pub people: Vec<Person>,
}

/// A stretch of history as it was before messages could change.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub struct RoomPage {
    /// Which room.
    pub room: RoomId,
    /// Which history of the room's sequence.
    pub epoch: Epoch,
    /// The room's newest event when the page was read: from here on a client follows live.
    pub last_seq: Seq,
    /// At most [`crate::limits::PAGE_MESSAGES`], fewer where they are long.
    pub messages: Vec<Message>,
    /// Whether there are messages before the first of these.
    pub has_earlier: bool,
    /// The authors of these messages.
    pub people: Vec<Person>,
}
