use serde::{Deserialize, Serialize};

use crate::{
    Epoch, MessageId, Nonce, RoomId, Seq, UserId,
    codec::{Bounded, Decode, Encode, ListTooLong},
    limits,
    model::{HistoryAt, RoomChange},
};

/// The last event of a room that a client has applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The history that [`Self::seq`] belongs to.
    pub epoch: Epoch,
    /// The last applied event.
    pub seq: Seq,
}

/// A command from the client. The server answers in the order described per variant;
/// commands of one connection are taken in the order they arrive.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// Ask for a stretch of history. Answered by `NoticesListed` where the room itself changed
    /// in it, then by `HistoryLoaded`.
    LoadHistory {
        /// Which room; it must have been entered.
        room: RoomId,
        /// Which stretch.
        at: HistoryAt,
    },
    /// Follow the list of one's own rooms. Answered by `MyRoomsListed` with the first part of
    /// it; what happens to rooms of a part that was listed is told from then on by
    /// `MyRoomListed`, `MyRoomGone`, `RoomMoved`, `ReadMarked` and `MentionChanged`.
    WatchMyRooms {
        /// Go on behind this room.
        after: Option<RoomId>,
    },
    /// Everything up to an event was seen. Answered by `ReadMarked` on all connections of the
    /// person. The mark never goes back: an older place than that of the mark changes nothing
    /// but that the room is not marked as unread any more.
    MarkRead {
        /// Which room, as a member.
        room: RoomId,
        /// The last event that was seen.
        seq: Seq,
    },
    /// A message and what follows it is to count as unread again. Answered by `ReadMarked`.
    MarkUnread {
        /// Which room, as a member.
        room: RoomId,
        /// The first message that is to be unread.
        message: MessageId,
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
