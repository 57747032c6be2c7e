//! What is kept, behind one trait per resource. Everything above this module is written
//! against the traits; `tests/it/store_contract.rs` is what an implementation must pass.

use std::future::Future;

use async_trait::async_trait;
use shared::{
    Epoch, RoomId, Seq, Timestamp, UserId,
    model::{HistoryPage, Person},
};

mod change;
mod error;
pub mod sqlite;

pub use change::{
    Applied, CatchUp, CatchUpLimit, Change, Publication, Publisher, Receipt, StoredEvent, What,
};
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
    ) -> Result<HistoryPage, StoreError>;

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
