use async_trait::async_trait;
use shared::{
    InviteId, Timestamp, UserId,
    model::{Invitation, RoomInvite},
};

use super::{CodeHash, Look, StoreError};

/// A link to a room about to be made. Who makes it, where and when is in its [`Look`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRoomInvite {
    /// What will be asked for.
    pub code: CodeHash,
    /// The last four characters of the code, to tell links apart.
    pub ending: String,
    /// When it stops working by itself.
    pub expires: Timestamp,
    /// How many may join with it.
    pub uses: u32,
}

/// Links that make somebody a member of a room. Using one is a change of the room, see
/// [`super::What::Accept`].
#[async_trait]
pub trait RoomInviteStore {
    /// Makes a link, durable on return. Whether they may is decided in the transaction that
    /// makes it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a room that is not theirs to see,
    /// [`StoreError::Forbidden`], [`StoreError::Conflict`] where there are
    /// [`shared::limits::ROOM_INVITES`] that have not run out, [`StoreError::Unavailable`];
    /// then it does not exist.
    async fn create_room_invite(
        &self,
        look: Look,
        invite: NewRoomInvite,
    ) -> Result<InviteId, StoreError>;

    /// The links to a room, the newest first; also those that no longer work, for a week.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::Unavailable`].
    async fn room_invites(&self, look: Look) -> Result<Vec<RoomInvite>, StoreError>;

    /// Ends a link. Who joined with it stays.
    ///
    /// # Errors
    /// As [`Self::room_invites`]; [`StoreError::NotFound`] also for a link that is gone, or
    /// leads to another room.
    async fn revoke_room_invite(&self, look: Look, invite: InviteId) -> Result<(), StoreError>;

    /// Where a code leads that works for somebody now.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one that does not exist, has run out or is used up, and
    /// for who is kept out of its room; [`StoreError::Unavailable`].
    async fn invitation(
        &self,
        code: CodeHash,
        who: UserId,
        now: Timestamp,
    ) -> Result<Invitation, StoreError>;
}
