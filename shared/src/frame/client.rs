use serde::{Deserialize, Serialize};

use crate::{
    Epoch, MessageId, Nonce, RoomId, Seq, UserId,
    codec::{Bounded, Decode, Encode, ListTooLong},
    limits,
    model::RoomChange,
};

/// The last event of a room that a client has applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub struct Cursor {
    /// The history that [`Self::seq`] belongs to.
    pub epoch: Epoch,
    /// The last applied event.
    pub seq: Seq,
}

/// A command from the client. The server answers in the order described per variant;
/// commands of one connection are taken in the order they arrive.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub enum ClientFrame {
    /// Follow a room. Answered by `RoomEntered`, then by the events after the cursor.
    /// Without a cursor nothing is replayed.
    EnterRoom {
        /// Which room.
        room: RoomId,
        /// Where to go on from.
        cursor: Option<Cursor>,
    },
    /// Stop following a room. Not answered.
    LeaveRoom {
        /// Which room.
        room: RoomId,
    },
    /// Say something in a room that this connection has entered. Answered by `Acked` once
    /// it is durable, or by `Rejected`. Sending it again changes nothing and is answered
    /// with the first `Acked`.
    PostMessage {
        /// Where.
        room: RoomId,
        /// Identifies the command.
        nonce: Nonce,
        /// What; see [`crate::validate::message_text`].
        text: String,
    },
    /// Ask for the page of history that ends right before `before`. Answered by
    /// `HistoryLoaded`.
    LoadPage {
        /// Which room; it must have been entered.
        room: RoomId,
        /// The first event not wanted.
        before: Seq,
    },
    /// Ask who these people are. Answered by `PeopleDescribed` with those that exist.
    DescribePeople {
        /// At most [`limits::ASKED_PEOPLE`].
        users: Vec<UserId>,
    },
    /// Follow the list of rooms. Answered by `LobbyListed`, then by `LobbyChanged`.
    WatchLobby,
    /// Stop following the list of rooms. Not answered.
    UnwatchLobby,
    /// Is anybody there? Answered by `Ponged`.
    Ping,
    /// The answer to `Pinged`.
    Pong,
    /// Change what one's own message says. Answered as `PostMessage` is.
    EditMessage {
        /// Where; it must have been entered.
        room: RoomId,
        /// Which message.
        message: MessageId,
        /// Identifies the command.
        nonce: Nonce,
        /// What it says from now on; see [`crate::validate::message_text`].
        text: String,
    },
    /// Take a message back: one's own, or any where one moderates. Answered as `PostMessage`
    /// is.
    DeleteMessage {
        /// Where; it must have been entered.
        room: RoomId,
        /// Which message.
        message: MessageId,
        /// Identifies the command.
        nonce: Nonce,
    },
    /// Change a room itself. Answered as `PostMessage` is.
    ChangeRoom {
        /// Which room.
        room: RoomId,
        /// Identifies the command.
        nonce: Nonce,
        /// What is to change.
        change: RoomChange,
    },
    /// Ask who the members of a room are. Answered by `MembersListed`.
    LoadMembers {
        /// Which room; it must have been entered.
        room: RoomId,
        /// Go on behind this member.
        after: Option<UserId>,
    },
}

impl Bounded for ClientFrame {
    fn check_lists(&self) -> Result<(), ListTooLong> {
        match self {
            Self::DescribePeople { users } => {
                ListTooLong::check("users", users.len(), limits::ASKED_PEOPLE)
            }
            // Text is left to `validate`, whose refusal is an answer and not a closed link.
            _ => Ok(()),
        }
    }
}
