use shared::{
    ApiError, MessageId, RoomId, Seq, UserId,
    frame::ServerFrame,
    limits,
    model::{MyRooms, ReadMark},
};

use super::{House, refusal, rooms::look};
use crate::{hub::Subscriber, wire};

impl House {
    /// The rooms that somebody is a member of, behind `after`, as they are to them.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn my_rooms(&self, who: UserId, after: Option<RoomId>) -> Result<MyRooms, ApiError> {
        let most = limits::LISTED_MY_ROOMS;
        let after = after.unwrap_or_default();
        let listed = self.store.my_rooms(who, after, most.saturating_add(1));
        let mut rooms = listed.await.map_err(refusal)?;
        let has_more = rooms.len() > most;
        rooms.truncate(most);
        Ok(MyRooms { rooms, has_more })
    }

    /// Lets a connection follow the next part of its person's own rooms: subscribe first,
    /// read second.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn watch_my_rooms(
        &self,
        subscriber: &Subscriber,
        after: Option<RoomId>,
    ) -> Result<MyRooms, ApiError> {
        let most = limits::LISTED_MY_ROOMS;
        let ids = self
            .store
            .my_room_ids(subscriber.user, after.unwrap_or_default(), most);
        let ids = ids.await.map_err(refusal)?;
        self.hub.mine().watch(subscriber, ids);
        self.my_rooms(subscriber.user, after).await
    }

    /// Notes that a member has seen everything up to an event; on all their devices.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn mark_read(
        &self,
        who: UserId,
        room: RoomId,
        seq: Seq,
    ) -> Result<ReadMark, ApiError> {
        let mark = self.store.mark_read(look(who, room), seq).await;
        Ok(self.tell_mark(who, room, mark.map_err(refusal)?))
    }

    /// Lets a message and what follows count as unread again; on all their devices.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn mark_unread(
        &self,
        who: UserId,
        room: RoomId,
        message: MessageId,
    ) -> Result<ReadMark, ApiError> {
        let mark = self.store.mark_unread(look(who, room), message).await;
        Ok(self.tell_mark(who, room, mark.map_err(refusal)?))
    }

    /// Marks may overtake each other on the way out: their revisions put them in order.
    fn tell_mark(&self, who: UserId, room: RoomId, mark: ReadMark) -> ReadMark {
        let frame = wire::frame(&ServerFrame::ReadMarked { room, mark });
        self.hub.tell(who, &frame);
        mark
    }

    /// Shows somebody a room in their list that they were made a member of otherwise than by
    /// an event. Need not work out: the list is read anew with the next connection.
    pub(super) async fn list_for(&self, who: UserId, room: RoomId) {
        match self.store.my_room(who, room).await {
            Ok(room) => {
                let id = room.id;
                let frame = wire::frame(&ServerFrame::MyRoomListed { room });
                self.hub.mine().listed(who, id, &frame);
            }
            Err(error) => tracing::warn!(%error, room = room.get(), "a room was not listed"),
        }
    }
}
