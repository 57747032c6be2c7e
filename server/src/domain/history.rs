use shared::{
    ApiError, RoomId, UserId, limits,
    model::{HistoryAt, MyRoom, RoomView},
};

use super::{House, refusal, rooms::look};
use crate::store::{History, StoreError};

/// So many unread messages are among the newest ones, with some that were read before them.
const UNREAD_AT_THE_END: u64 = 40;

impl House {
    /// A first look at a room, and who is in it: the stretch of history that is asked for;
    /// otherwise the first unread message with its neighbours, or the newest messages.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn room_view(
        &self,
        who: UserId,
        room: RoomId,
        at: Option<HistoryAt>,
    ) -> Result<RoomView, ApiError> {
        let stored = self.room_for(who, room).await?;
        let mine = match self.store.my_room(who, room).await {
            Ok(mine) => Some(mine),
            Err(StoreError::NotFound) => None,
            Err(error) => return Err(refusal(error)),
        };
        let newest = HistoryAt::Before(stored.last_seq.next());
        let at = at.or_else(|| mine.as_ref().and_then(first_unread));
        let read = self
            .store
            .history(look(who, room), at.unwrap_or(newest), usize::MAX);
        let History {
            mut page,
            notices,
            named,
        } = read.await.map_err(refusal)?;
        page.people.extend(named);
        Ok(RoomView {
            others: self.others(who, &stored.info).await?,
            info: stored.info.clone(),
            head: stored.head(),
            room: self.summary(stored),
            page,
            notices,
            mark: mine.map(|mine| mine.mark),
            present: self.hub.present(room).people,
        })
    }

    /// A stretch of a room's history, small enough for frames.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn history(
        &self,
        who: UserId,
        room: RoomId,
        at: HistoryAt,
    ) -> Result<History, ApiError> {
        let look = look(who, room);
        let read = self.store.history(look, at, limits::PAGE_TEXT_BYTES);
        read.await.map_err(refusal)
    }
}

/// Where to open a room whose newest messages do not begin with the first unread one.
fn first_unread(mine: &MyRoom) -> Option<HistoryAt> {
    let place = mine.mark.place().seq;
    (mine.unread() > UNREAD_AT_THE_END).then(|| HistoryAt::Around(place.next()))
}
