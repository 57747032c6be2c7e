use serde::{Deserialize, Serialize};

use super::Person;
use crate::{
    Epoch, MessageId, Nonce, RoomId, Seq, Timestamp, UserId,
    codec::{Decode, Encode},
};

/// A message as history shows it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
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

/// A stretch of a room's history, oldest first.
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
