//! Changes of a room: each becomes one event of its sequence.

use shared::{
    MessageId, Nonce, RoomId, Seq, Timestamp, UserId,
    frame::RoomEvent,
    model::{MyRoom, Person, Place, RoomChange},
};

use super::{CodeHash, StoreError, StoredRoom};
use crate::hub::ConnectionId;

/// What is to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody says something.
    Post {
        /// What, already validated.
        text: String,
    },
    /// An author changes a message.
    Edit {
        /// Which.
        message: MessageId,
        /// What it says from now on, already validated.
        text: String,
    },
    /// A message is taken back.
    Delete {
        /// Which.
        message: MessageId,
    },
    /// The room itself becomes another.
    Room(RoomChange),
    /// The one who commands becomes a member by an invite link, which is used up by one in
    /// the same transaction. The event is that of [`RoomChange::Join`].
    Accept {
        /// The code of the link, hashed.
        code: CodeHash,
    },
}

impl What {
    /// Whether it makes a message instead of changing one.
    #[must_use]
    pub const fn is_new_message(&self) -> bool {
        matches!(self, Self::Post { .. })
    }
}

/// A change on its way into the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub room: RoomId,
    /// Who.
    pub actor: UserId,
    /// Identifies the command together with the actor.
    pub nonce: Nonce,
    /// When the server accepted it.
    pub at: Timestamp,
    /// What.
    pub what: What,
    /// The live connection it was commanded on. Not stored: handed through to the publisher.
    pub origin: Option<ConnectionId>,
}

/// Where a change ended up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// In which room; that of the first time, should a repeat name another.
    pub room: RoomId,
    /// The message it made or changed.
    pub message: MessageId,
    /// The event.
    pub seq: Seq,
    /// Whether this time made it, so that it is to be published.
    pub fresh: bool,
}

/// A stored event of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place.
    pub seq: Seq,
    /// By which command.
    pub nonce: Nonce,
    /// What happened.
    pub event: RoomEvent,
}

/// What a client missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchUp {
    /// The room at the moment of reading.
    pub room: StoredRoom,
    /// Every event from the asked one to `room.last_seq`, or nothing when they are too many.
    pub missed: Option<Vec<StoredEvent>>,
    /// Who caused them.
    pub people: Vec<Person>,
}

/// How much a [`super::MessageStore::catch_up`] may return before it returns nothing instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatchUpLimit {
    /// Events.
    pub events: u64,
    /// Bytes of text in all.
    pub bytes: usize,
}

/// Told the fate of one change, from the store's publishing thread.
///
/// Calls come in the order of commits: `settle` for every change of a group before the
/// group is published, `release` after it. Neither may block.
pub trait Receipt: Send {
    /// The change is durable, or was refused and left nothing behind.
    fn settle(&mut self, outcome: &Result<Applied, StoreError>);

    /// The group has been published.
    fn release(self: Box<Self>);
}

/// A durable event about to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Where.
    pub room: RoomId,
    /// Its place.
    pub seq: Seq,
    /// By which command of the event's actor.
    pub nonce: Nonce,
    /// The message it made or changed; zero where it was about none.
    pub message: MessageId,
    /// The live connection it was commanded on.
    pub origin: Option<ConnectionId>,
    /// What happened.
    pub event: RoomEvent,
    /// The room's head with this event.
    pub head: Place,
    /// What it is to some people in particular.
    pub personal: Personal,
}

/// What a change is to some people in particular, beside its event, which is for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    /// Who may not follow the room any more after it.
    pub expelled: Option<UserId>,
    /// Who is a member from now on, with the room as it stands in their list.
    pub joined: Option<(UserId, MyRoom)>,
    /// Who is a member no more.
    pub parted: Option<UserId>,
    /// Whom a message mentions now, or no more.
    pub mentions: Vec<MentionMade>,
}

/// A message mentions somebody now, or no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MentionMade {
    /// Whom.
    pub user: UserId,
    /// Which message.
    pub message: MessageId,
    /// Whether it does.
    pub mentioned: bool,
}

/// Takes what was committed, in commit order, on one thread of the store's. Must not block.
pub trait Publisher: Send {
    /// One group of events that were committed together.
    fn publish(&mut self, group: &[Publication]);
}
