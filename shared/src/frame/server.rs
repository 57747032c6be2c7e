use serde::{Deserialize, Serialize};

use super::RoomEvent;
use crate::{
    ApiError, Epoch, MessageId, Nonce, RoomId, Seq, Timestamp, UserId,
    codec::{Bounded, Decode, Encode, ListTooLong},
    limits,
    model::{
        HistoryPage, Member, MyRoom, Person, Place, ReadMark, RoomInfo, RoomNotice, RoomPage,
        RoomSummary,
    },
};

/// How a room is caught up with after [`super::ClientFrame::EnterRoom`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub enum Replay {
    /// Every event after the cursor follows.
    Complete,
    /// The cursor is too old, void or from the future: nothing is replayed. The client
    /// loads a page and goes on from there.
    Limited,
}

/// What a [`ServerFrame::Rejected`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub enum Subject {
    /// The command about a message with this nonce.
    Message(Nonce),
    /// Entering or reading this room.
    Room(RoomId),
    /// Any other command of the connection.
    Connection,
}

/// What the server tells a client.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub enum ServerFrame {
    /// The first frame of every connection.
    Welcomed {
        /// Whom the server takes the client for.
        you: Person,
        /// The server's clock.
        at: Timestamp,
    },
    /// The room is being followed from here on.
    RoomEntered {
        /// The room.
        room: RoomSummary,
        /// Which history its sequence belongs to.
        epoch: Epoch,
        /// The room's newest event at this moment.
        last_seq: Seq,
        /// Whether the events up to `last_seq` follow.
        replay: Replay,
        /// Who is in the room, at most [`limits::LISTED_PEOPLE`].
        present: Vec<Person>,
    },
    /// The next event of a room.
    Event {
        /// Which room.
        room: RoomId,
        /// Its place: one more than that of the event before.
        seq: Seq,
        /// What happened.
        event: RoomEvent,
    },
    /// A command of this author is durable. On each of the author's connections in the room
    /// this comes before the event it caused.
    Acked {
        /// Which command.
        nonce: Nonce,
        /// Where.
        room: RoomId,
        /// The message it made or changed; zero where it was about no message.
        message: MessageId,
        /// The event it caused.
        seq: Seq,
    },
    /// A command was refused, for good unless the error says otherwise.
    Rejected {
        /// Which.
        subject: Subject,
        /// Why.
        error: ApiError,
    },
    /// The answer to `LoadPage` before messages could change. Not sent any more.
    PageLoaded {
        /// The page.
        page: RoomPage,
    },
    /// People came or went. Changes within a short while are one frame; where more than
    /// [`limits::LISTED_PEOPLE`] changed, the list is cut and the count alone is exact.
    PresenceChanged {
        /// Which room.
        room: RoomId,
        /// How many people are in it now.
        online: u32,
        /// Who came.
        entered: Vec<Person>,
        /// Who went.
        left: Vec<UserId>,
    },
    /// Who is in a room, sent where a `PresenceChanged` had to be dropped.
    PresenceListed {
        /// Which room.
        room: RoomId,
        /// How many people are in it now.
        online: u32,
        /// Who, at most [`limits::LISTED_PEOPLE`].
        present: Vec<Person>,
    },
    /// The answer to `DescribePeople`; also sent before replayed events, for their authors,
    /// and when somebody has another name, to everybody in a room with them.
    PeopleDescribed {
        /// At most [`limits::LISTED_PEOPLE`].
        people: Vec<Person>,
    },
    /// The answer to `WatchLobby`.
    LobbyListed {
        /// By name, at most [`limits::LISTED_ROOMS`].
        rooms: Vec<RoomSummary>,
        /// How many people are connected, each counted once.
        online: u32,
    },
    /// Rooms that are new, or whose summary changed.
    LobbyChanged {
        /// At most [`limits::LISTED_ROOMS`].
        rooms: Vec<RoomSummary>,
        /// How many people are connected now.
        online: u32,
    },
    /// Is anybody there? To be answered by `Pong`.
    Pinged,
    /// The answer to `Ping`.
    Ponged,
    /// The answer to `LoadPage` and `LoadHistory`.
    HistoryLoaded {
        /// The page.
        page: HistoryPage,
    },
    /// What a room is to this client's person; follows `RoomEntered`.
    RoomDescribed {
        /// The room as of the `last_seq` of that frame.
        room: RoomInfo,
    },
    /// The answer to `LoadMembers`, by id.
    MembersListed {
        /// Which room.
        room: RoomId,
        /// At most [`limits::LISTED_PEOPLE`].
        members: Vec<Member>,
        /// Whether there are more behind the last of these.
        has_more: bool,
    },
    /// What happened to a room itself within the stretch of history that comes next.
    NoticesListed {
        /// Which room.
        room: RoomId,
        /// Oldest first, at most [`limits::PAGE_NOTICES`].
        notices: Vec<RoomNotice>,
    },
    /// A part of the answer to `WatchMyRooms`.
    MyRoomsListed {
        /// By id, at most [`limits::LISTED_MY_ROOMS`].
        rooms: Vec<MyRoom>,
        /// Whether there are more behind the last of these.
        has_more: bool,
    },
    /// The person is a member of this room from now on, or it is to be shown anew.
    MyRoomListed {
        /// The room.
        room: MyRoom,
    },
    /// The person is a member of this room no more.
    MyRoomGone {
        /// Which room.
        room: RoomId,
    },
    /// One of the person's own rooms went on. Moves within a short while are one frame, which
    /// tells where they led to.
    RoomMoved {
        /// Which room.
        room: RoomId,
        /// Its newest event.
        head: Place,
        /// When that happened.
        at: Timestamp,
        /// Its name, where it got another.
        name: Option<String>,
        /// Whether it is only to be read any more, where that changed.
        archived: Option<bool>,
    },
    /// How far the person has read a room, on whichever device.
    ReadMarked {
        /// Which room.
        room: RoomId,
        /// The mark; one with a lower revision than a known one is late.
        mark: ReadMark,
    },
    /// A message mentions the person, or, after an edit or a deletion, no more.
    MentionChanged {
        /// Which room.
        room: RoomId,
        /// Which message.
        message: MessageId,
        /// Whether it does.
        mentioned: bool,
    },
}

impl Bounded for ServerFrame {
    fn check_lists(&self) -> Result<(), ListTooLong> {
        match self {
            Self::RoomEntered { present, .. } | Self::PresenceListed { present, .. } => {
                ListTooLong::check("present", present.len(), limits::LISTED_PEOPLE)
            }
            Self::PresenceChanged { entered, left, .. } => {
                ListTooLong::check("entered", entered.len(), limits::LISTED_PEOPLE)?;
                ListTooLong::check("left", left.len(), limits::LISTED_PEOPLE)
            }
            Self::PeopleDescribed { people } => {
                ListTooLong::check("people", people.len(), limits::LISTED_PEOPLE)
            }
            Self::LobbyListed { rooms, .. } | Self::LobbyChanged { rooms, .. } => {
                ListTooLong::check("rooms", rooms.len(), limits::LISTED_ROOMS)
            }
            Self::PageLoaded { page } => {
                ListTooLong::check("messages", page.messages.len(), limits::PAGE_MESSAGES)?;
                ListTooLong::check("people", page.people.len(), limits::PAGE_MESSAGES)
            }
            Self::MembersListed { members, .. } => {
                ListTooLong::check("members", members.len(), limits::LISTED_PEOPLE)
            }
            Self::NoticesListed { notices, .. } => {
                ListTooLong::check("notices", notices.len(), limits::PAGE_NOTICES)
            }
            Self::MyRoomsListed { rooms, .. } => {
                ListTooLong::check("rooms", rooms.len(), limits::LISTED_MY_ROOMS)?;
                rooms.iter().try_for_each(check_mentions)
            }
            Self::MyRoomListed { room } => check_mentions(room),
            Self::HistoryLoaded { page } => {
                ListTooLong::check("entries", page.entries.len(), limits::PAGE_MESSAGES)?;
                ListTooLong::check("people", page.people.len(), limits::PAGE_MESSAGES)
            }
            _ => Ok(()),
        }
    }
}

fn check_mentions(room: &MyRoom) -> Result<(), ListTooLong> {
    ListTooLong::check("mentions", room.mentions.len(), limits::LISTED_MENTIONS)
}
