//! What is kept, behind one trait per resource. Everything above this module is written
//! against the traits; `tests/it/store_contract.rs` is what an implementation must pass.

use std::future::Future;

use async_trait::async_trait;
use shared::{
    Epoch, MessageId, Nonce, RoomId, Seq, Timestamp, UserId,
    model::{Person, RoomPage},
};

use crate::hub::ConnectionId;

mod error;
pub mod sqlite;

pub use error::StoreError;

/// A session's token, hashed. The token itself never reaches the store.
pub type TokenHash = [u8; 32];

/// People and the sessions they hold.
#[async_trait]
pub trait SessionStore {
    /// Makes a person and a session for them, durable on return.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then neither exists.
    async fn create_guest(
        &self,
        name: String,
        token: TokenHash,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<Person, StoreError>;

    /// The person whose session this is, unless it has expired by `now`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn session(&self, token: TokenHash, now: Timestamp)
    -> Result<Option<Person>, StoreError>;

    /// Ends a session; one that does not exist is ended already.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then it goes on.
    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError>;

    /// Those of these people who exist, in no particular order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn people(&self, ids: Vec<UserId>) -> Result<Vec<Person>, StoreError>;
}

/// A room as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRoom {
    /// Which room.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Which history of its sequence.
    pub epoch: Epoch,
    /// Its newest event.
    pub last_seq: Seq,
}

/// Rooms.
#[async_trait]
pub trait RoomStore {
    /// Opens a room, durable on return.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then it does not exist.
    async fn create_room(
        &self,
        by: UserId,
        name: String,
        now: Timestamp,
    ) -> Result<StoredRoom, StoreError>;

    /// The oldest `limit` rooms, by id.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn rooms(&self, limit: usize) -> Result<Vec<StoredRoom>, StoreError>;

    /// One room as it stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    async fn room(&self, id: RoomId) -> Result<StoredRoom, StoreError>;
}

/// A message on its way into the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Where.
    pub room: RoomId,
    /// Who.
    pub author: UserId,
    /// Identifies the command together with the author.
    pub nonce: Nonce,
    /// When the server accepted it.
    pub at: Timestamp,
    /// What, already validated.
    pub text: String,
    /// The live connection it was sent on. Not stored: handed through to the publisher.
    pub origin: Option<ConnectionId>,
}

/// Where a message ended up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// In which room; that of the first sending, should a repeat name another.
    pub room: RoomId,
    /// The message.
    pub message: MessageId,
    /// The event.
    pub seq: Seq,
    /// Whether this sending made it, so that it is to be published.
    pub fresh: bool,
}

/// A stored event of a room; so far every event is a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place.
    pub seq: Seq,
    /// Who caused it.
    pub author: UserId,
    /// When.
    pub at: Timestamp,
    /// By which command.
    pub nonce: Nonce,
    /// The message's text.
    pub text: String,
}

/// What a client missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchUp {
    /// The room at the moment of reading.
    pub room: StoredRoom,
    /// Every event from the asked one to `room.last_seq`, or nothing when they are too many.
    pub missed: Option<Vec<StoredEvent>>,
    /// Their authors.
    pub people: Vec<Person>,
}

/// How much a [`MessageStore::catch_up`] may return before it returns nothing instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatchUpLimit {
    /// Events.
    pub events: u64,
    /// Bytes of text in all.
    pub bytes: usize,
}

/// Told the fate of one posted message, from the store's publishing thread.
///
/// Calls come in the order of commits: `settle` for every message of a group before the
/// group is published, `release` after it. Neither may block.
pub trait Receipt: Send {
    /// The message is durable, or was refused and left nothing behind.
    fn settle(&mut self, outcome: &Result<Posted, StoreError>);

    /// The group has been published.
    fn release(self: Box<Self>);
}

/// A durable message about to be published.
pub struct Publication {
    /// The message as stored.
    pub message: NewMessage,
    /// Its place.
    pub seq: Seq,
}

/// Takes what was committed, in commit order, on one thread of the store's. Must not block.
pub trait Publisher: Send {
    /// One group of messages that were committed together.
    fn publish(&mut self, group: &[Publication]);
}

/// Messages and the sequence of their rooms.
#[async_trait]
pub trait MessageStore {
    /// Hands a message over to be stored and published. The receipt tells the outcome.
    /// Waits only while the store's queue is full; messages handed over one after the other
    /// are committed in that order.
    ///
    /// Dropping the future before it is ready leaves the message out; afterwards the message
    /// goes its way whatever happens to the caller.
    async fn post(&self, message: NewMessage, receipt: Box<dyn Receipt>);

    /// The page of messages right before `before`, or the newest one, as `viewer` sees it;
    /// the room's head was read in the same snapshot. `text_bytes` ends it early, after at
    /// least one message.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    async fn page(
        &self,
        room: RoomId,
        before: Option<Seq>,
        viewer: UserId,
        text_bytes: usize,
    ) -> Result<RoomPage, StoreError>;

    /// The events after `after` and the room's head, in one snapshot. With `after` beyond
    /// the head, `missed` is `None`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    async fn catch_up(
        &self,
        room: RoomId,
        after: Seq,
        limit: CatchUpLimit,
    ) -> Result<CatchUp, StoreError>;
}

/// Everything the server keeps.
#[async_trait]
pub trait Store: SessionStore + RoomStore + MessageStore + Send + Sync {
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
