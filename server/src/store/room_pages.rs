use async_trait::async_trait;
use shared::{
    RoomId, UserId,
    model::{Banned, Directory, RoomOverview, Roster},
};

use super::{Look, StoreError};

/// Which part of a long list is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// What a row must contain, whatever the case; everything where it is empty.
    pub words: String,
    /// Rows to leave out at the start.
    pub skip: usize,
    /// Most rows.
    pub limit: usize,
}

/// Lists that pages about rooms show. Each is read for somebody: what is not theirs to see is
/// not found, and not in a list either.
#[async_trait]
pub trait RoomPageStore {
    /// Open rooms, and those that the viewer is a member of; no direct ones, and none that
    /// they are kept out of. Looked for in names and topics. `look.room` is not looked at.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn directory(&self, look: Look, find: Find) -> Result<Directory, StoreError>;

    /// A room and how much there is behind the headings of its settings.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also for who is no member, [`StoreError::Unavailable`].
    async fn room_overview(&self, look: Look) -> Result<RoomOverview, StoreError>;

    /// Members of a room. Looked for in names and handles.
    ///
    /// # Errors
    /// As [`Self::room_overview`].
    async fn roster(&self, look: Look, find: Find) -> Result<Roster, StoreError>;

    /// Who is kept out of a room, by name, at most `limit`.
    ///
    /// # Errors
    /// As [`Self::room_overview`]; [`StoreError::Forbidden`] for who may let nobody in.
    async fn banned(&self, look: Look, limit: usize) -> Result<Vec<Banned>, StoreError>;

    /// The rooms that somebody is kept out of, for lists that are told to everybody.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn kept_out_of(&self, who: UserId) -> Result<Vec<RoomId>, StoreError>;
}
