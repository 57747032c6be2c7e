use async_trait::async_trait;
use shared::{
    MessageId, RoomId, Seq, UserId,
    model::{MyRoom, ReadMark},
};

use super::{Look, StoreError};

/// The rooms that somebody is a member of, and how far they have read them.
#[async_trait]
pub trait UnreadStore {
    /// Ids above `after` of the rooms that somebody is a member of, in order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn my_room_ids(
        &self,
        viewer: UserId,
        after: RoomId,
        limit: usize,
    ) -> Result<Vec<RoomId>, StoreError>;

    /// The same rooms as they are to them. What it costs depends on the number of rooms and
    /// not on what was said in them.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn my_rooms(
        &self,
        viewer: UserId,
        after: RoomId,
        limit: usize,
    ) -> Result<Vec<MyRoom>, StoreError>;

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also for a room that they are no member of,
    /// [`StoreError::Unavailable`].
    async fn my_room(&self, viewer: UserId, room: RoomId) -> Result<MyRoom, StoreError>;

    /// Moves the mark of a member forward to an event, or to the newest one where there is no
    /// such event yet, and takes back that something was to be unread again; durable on
    /// return. The mark afterwards, of a higher revision where that changed it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also for a room that they are no member of,
    /// [`StoreError::Unavailable`].
    async fn mark_read(&self, look: Look, seq: Seq) -> Result<ReadMark, StoreError>;

    /// Lets a member begin again at a message that they have read; durable on return. One
    /// that is unread anyway changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also where there is no such message,
    /// [`StoreError::Unavailable`].
    async fn mark_unread(&self, look: Look, message: MessageId) -> Result<ReadMark, StoreError>;
}
