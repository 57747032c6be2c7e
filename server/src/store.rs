//! What is kept, behind one trait per resource. Everything above this module is written
//! against the traits; `tests/it/store_contract.rs` is what an implementation must pass.

use std::future::Future;

use async_trait::async_trait;
use shared::{
    Epoch, RoomId, Seq, Timestamp, UserId,
    model::{HistoryAt, HistoryPage, Member, Person, Place, RoomInfo, RoomKind, RoomNotice},
};

mod accounts;
mod bots;
mod change;
mod error;
mod house;
mod people;
mod room_invites;
mod room_pages;
mod sessions;
pub mod sqlite;
mod unread;

pub use accounts::{AccountStore, Credentials, NewAccount, Permit};
pub use bots::{BotStore, NewBot, StoredBot};
pub use change::{
    Applied, CatchUp, CatchUpLimit, Change, MentionMade, Personal, Publication, Publisher, Receipt,
    StoredEvent, What,
};
pub use error::StoreError;
pub use house::{CodeHash, HouseStore, NewInvite, StoredHouse, StoredInvite};
pub use people::{PeopleStore, Search, StoredVersion};
pub use room_invites::{NewRoomInvite, RoomInviteStore};
pub use room_pages::{Find, RoomPageStore};
pub use sessions::{NewSession, SessionStore, StoredSession, TokenHash, Visit};
pub use unread::UnreadStore;

/// A room as it is stored, and as it is to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRoom {
    /// What it is to the person it was looked up for.
    pub info: RoomInfo,
    /// Which history of its sequence.
    pub epoch: Epoch,
    /// Its newest event.
    pub last_seq: Seq,
    /// How many messages were posted in it.
    pub messages: u64,
}

impl StoredRoom {
    /// Its newest event as a place.
    #[must_use]
    pub const fn head(&self) -> Place {
        Place {
            seq: self.last_seq,
            messages: self.messages,
        }
    }
}

/// A stretch of a room's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Its messages, with their authors.
    pub page: HistoryPage,
    /// What happened to the room itself from the first of them to the last; where the page
    /// reaches an end of the history, up to that end. Oldest first, the newest
    /// [`shared::limits::PAGE_NOTICES`].
    pub notices: Vec<RoomNotice>,
    /// Whom the notices name.
    pub named: Vec<Person>,
}

/// Somebody looks into a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Who.
    pub viewer: UserId,
    /// Where.
    pub room: RoomId,
    /// When, for what ends by itself.
    pub now: Timestamp,
}

/// A room to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRoom {
    /// Who opens it, and owns it.
    pub by: UserId,
    /// What kind; not a direct one.
    pub kind: RoomKind,
    /// Its name; a group may have none.
    pub name: String,
    /// Members from the start.
    pub others: Vec<UserId>,
}

/// Rooms. Each is looked up for somebody: what is not theirs to see is not found.
#[async_trait]
pub trait RoomStore {
    /// Opens a room, durable on return.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where one of the others shares no room with whoever opens it,
    /// [`StoreError::Unavailable`]; then the room does not exist.
    async fn create_room(&self, room: NewRoom, now: Timestamp) -> Result<StoredRoom, StoreError>;

    /// The one direct room of two people, opened where there was none; durable on return.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where they had none and share no other room either,
    /// [`StoreError::Unavailable`].
    async fn direct_room(
        &self,
        who: UserId,
        with: UserId,
        now: Timestamp,
    ) -> Result<StoredRoom, StoreError>;

    /// The rooms that somebody is a member of, then open ones that they are not kept out of,
    /// each by id; for nobody only those. At most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn rooms(
        &self,
        viewer: Option<UserId>,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<StoredRoom>, StoreError>;

    /// One room as it stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also for a room that is not theirs to see,
    /// [`StoreError::Unavailable`].
    async fn room(&self, look: Look) -> Result<StoredRoom, StoreError>;

    /// Members of a room with ids above `after`, by id. The caller has looked the room up.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn members(
        &self,
        room: RoomId,
        after: UserId,
        limit: usize,
    ) -> Result<Vec<Member>, StoreError>;
}

/// Messages and the sequence of their rooms.
#[async_trait]
pub trait MessageStore {
    /// Hands a change over to be stored and published. The receipt tells the outcome: a
    /// change that its actor may not make, or that comes too late, leaves nothing behind.
    /// Waits only while the store's queue is full; changes handed over one after the other
    /// are committed in that order.
    ///
    /// Dropping the future before it is ready leaves the change out; afterwards it goes its
    /// way whatever happens to the caller.
    async fn change(&self, change: Change, receipt: Box<dyn Receipt>);

    /// A stretch of history as `viewer` sees it who may see it; the room's head was read in
    /// the same snapshot. `text_bytes` ends it early, after at least one message. What it
    /// costs does not depend on the length of the history.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    async fn history(
        &self,
        look: Look,
        at: HistoryAt,
        text_bytes: usize,
    ) -> Result<History, StoreError>;

    /// The events after `after` and the room's head, in one snapshot. With `after` beyond
    /// the head, `missed` is `None`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    async fn catch_up(
        &self,
        look: Look,
        after: Seq,
        limit: CatchUpLimit,
    ) -> Result<CatchUp, StoreError>;
}

/// Everything the server keeps.
#[async_trait]
pub trait Store:
    SessionStore
    + AccountStore
    + BotStore
    + HouseStore
    + RoomStore
    + RoomPageStore
    + RoomInviteStore
    + MessageStore
    + PeopleStore
    + UnreadStore
    + Send
    + Sync
{
    /// Whether the store answers at all.
    async fn is_ready(&self) -> bool;

    /// Commits and publishes what has been handed over, then closes the database. Further
    /// requests are answered [`StoreError::Unavailable`].
    async fn close(&self);
}

/// Runs a blocking read where blocking is allowed.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let task: tokio::task::JoinHandle<_> = tokio::task::spawn_blocking(work);
    settled(task).await
}

async fn settled<T>(
    task: impl Future<Output = Result<Result<T, StoreError>, tokio::task::JoinError>>,
) -> Result<T, StoreError> {
    task.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a read did not finish");
        Err(StoreError::Unavailable("a read did not finish".to_owned()))
    })
}
