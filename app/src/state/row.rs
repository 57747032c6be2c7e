//! What one line of a room's log holds.

use serde::{Deserialize, Serialize};
use shared::{
    ApiError, MessageId, Nonce, Seq, Timestamp,
    model::{Fate, Person, RoomChange},
};

/// Identifies a row for as long as it is shown: the node of the page that shows it is kept
/// while its key stays. An own message has the key of its nonce from the first keystroke's
/// row to the stored message, so that nothing is mounted twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// The divider before a local day, by the second of the day's first row: it is another
    /// divider when another row comes first.
    Day(i64),
    /// A message of this person.
    Own(Nonce),
    /// A message.
    Message(MessageId),
    /// Somebody came in or went out, by a number of this page's.
    Notice(u64),
    /// Something happened to the room itself.
    Event(Seq),
    /// What is new begins. There is one at most.
    New,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A day begins.
    Day(DayRow),
    /// Somebody said something.
    Message(MessageRow),
    /// Somebody came or went, or changed the room.
    Notice(NoticeRow),
    /// What follows was not read yet.
    New(DayRow),
}

/// A day begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRow {
    /// A moment of that day.
    pub at: Timestamp,
}

/// Somebody said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Who; the name is empty until it is known.
    pub author: Person,
    /// Whether the viewer wrote it.
    pub own: bool,
    /// When the server accepted it; before that, when it was sent.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// Once the server has it.
    pub id: Option<MessageId>,
    /// Of an own message: which command it comes from.
    pub nonce: Option<Nonce>,
    /// How far an own message has got.
    pub state: SendState,
    /// What became of it since.
    pub fate: Fate,
    /// A change of it that is not stored yet.
    pub change: Option<ChangeState>,
    /// Whether it mentions the viewer.
    pub for_me: bool,
    /// Whether it starts a group, and so shows its author.
    pub head: bool,
}

impl MessageRow {
    /// Whether it was taken back.
    #[must_use]
    pub const fn is_deleted(&self) -> bool {
        matches!(self.fate, Fate::Deleted { .. })
    }

    /// Whether it was to say something that could not be saved.
    #[must_use]
    pub const fn unsaved(&self) -> bool {
        matches!(self.change, Some(ChangeState::Failed { text: Some(_), .. }))
    }

    /// What its author last wanted it to say.
    #[must_use]
    pub fn wanted_text(&self) -> String {
        match &self.change {
            Some(
                ChangeState::Failed {
                    text: Some(text), ..
                }
                | ChangeState::Saving { text: Some(text) },
            ) => text.clone(),
            _ => self.text.clone(),
        }
    }
}

/// How far an own message has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendState {
    /// Stored.
    Final,
    /// On its way, for too short a time to mention it.
    Pending,
    /// On its way, for long enough to say so.
    Slow,
    /// Waiting for the link.
    Queued,
    /// Waiting because too much was sent at once.
    Held {
        /// How long, from when the server said so.
        seconds: u32,
    },
    /// Not stored as far as is known; [`crate::live::RoomHandle::retry`] is safe.
    Failed(FailReason),
}

/// How far a change of a message has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeState {
    /// On its way.
    Saving {
        /// What the message is to say; `None` when it is to go.
        text: Option<String>,
    },
    /// Not stored as far as is known.
    Failed {
        /// What the message was to say; `None` when it was to go.
        text: Option<String>,
        /// Why not.
        reason: FailReason,
    },
}

/// How far a change of a room has got that somebody wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WishState {
    /// On its way.
    Waiting,
    /// Not so, as far as is known.
    Failed(FailReason),
}

/// Why a message was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailReason {
    /// No answer in time.
    NoAnswer,
    /// The server said no.
    Refused(ApiError),
}

/// Somebody came or went, or changed the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// What kind.
    pub kind: NoticeKind,
    /// One person, or all those of a run that was folded.
    pub people: Vec<Person>,
    /// When the first of them did.
    pub at: Timestamp,
    /// Of [`NoticeKind::Room`]: whom it is about, and what it is.
    pub change: Option<(Option<Person>, RoomChange)>,
}

/// What a notice tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Somebody came in; they may have been a member for long.
    Entered,
    /// Somebody went out, and may still be a member.
    Left,
    /// Somebody became a member.
    Joined,
    /// Somebody is a member no more.
    Parted,
    /// Somebody changed the room otherwise.
    Room,
}

impl NoticeKind {
    /// Whether one of them makes the other old news of the same person.
    #[must_use]
    pub const fn is_opposite_or_same(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Entered | Self::Left, Self::Entered | Self::Left)
                | (Self::Joined | Self::Parted, Self::Joined | Self::Parted)
        )
    }
}
