use async_trait::async_trait;
use shared::{
    MessageId, RoomId, Timestamp, UserId,
    model::{Acquaintance, NoAccount, Person, Profile},
};

use super::{Look, StoreError};

/// Somebody looks for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Who looks.
    pub viewer: UserId,
    /// Part of a name or handle, in lower case; empty finds everybody.
    pub text: String,
    /// When, for guests who are gone for good.
    pub now: Timestamp,
    /// Most to be found.
    pub limit: usize,
}

/// What a message said before one of its edits, or says now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVersion {
    /// Since when.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// People as others see them. Who shares no room with somebody does not exist for them, so
/// that nobody can count the people of the house or learn their names by trying numbers.
#[async_trait]
pub trait PeopleStore {
    /// People who share a room with the viewer, by name. Without the viewer, and without
    /// guests whose sessions are all over.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn acquaintances(&self, search: Search) -> Result<Vec<Acquaintance>, StoreError>;

    /// Somebody who shares a room with `viewer`, or is them. Their role is that in `room`, if
    /// the viewer may see that room.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    async fn profile(
        &self,
        viewer: UserId,
        user: UserId,
        room: Option<Look>,
    ) -> Result<Profile, StoreError>;

    /// Those of these people who have no account and share a room with the viewer, in the
    /// order they were asked about: guests and bots.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn without_account(
        &self,
        viewer: UserId,
        users: Vec<UserId>,
    ) -> Result<Vec<NoAccount>, StoreError>;

    /// Members of a room besides the viewer, by id. The caller has looked the room up.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn others(
        &self,
        room: RoomId,
        viewer: UserId,
        limit: usize,
    ) -> Result<Vec<Person>, StoreError>;

    /// The rooms that somebody is a member of.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn rooms_of(&self, user: UserId) -> Result<Vec<RoomId>, StoreError>;

    /// What a message says and said, newest first, at most `limit`. One that was never edited
    /// has one version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also for a message that was taken back and for a room that is
    /// not theirs to see, [`StoreError::Unavailable`].
    async fn versions(
        &self,
        look: Look,
        message: MessageId,
        limit: usize,
    ) -> Result<Vec<StoredVersion>, StoreError>;
}
