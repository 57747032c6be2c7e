use async_trait::async_trait;
use shared::{
    SessionId, Timestamp, UserId,
    model::{Account, Person},
};

use super::StoreError;

/// A session's token, hashed. The token itself never reaches the store.
pub type TokenHash = [u8; 32];

/// A session about to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// What will be asked for.
    pub token: TokenHash,
    /// The browser's own name, if known.
    pub browser: Option<String>,
    /// The system's own name, if known.
    pub system: Option<String>,
    /// When it begins.
    pub now: Timestamp,
    /// When it ends by itself.
    pub expires: Timestamp,
}

/// Who comes with a token, and in which session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Which session.
    pub session: SessionId,
    /// Who.
    pub person: Person,
    /// What they are here.
    pub account: Account,
    /// When the session was last seen, to within a minute.
    pub seen: Timestamp,
    /// When the session ends by itself.
    pub expires: Timestamp,
}

/// A session as its owner may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// Which session.
    pub id: SessionId,
    /// The browser's own name, if known.
    pub browser: Option<String>,
    /// The system's own name, if known.
    pub system: Option<String>,
    /// When it began.
    pub created: Timestamp,
    /// When it was last seen.
    pub seen: Timestamp,
}

/// The sessions that people hold.
#[async_trait]
pub trait SessionStore {
    /// Makes a guest and a session for them, durable on return.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then neither exists.
    async fn create_guest(&self, name: String, session: NewSession) -> Result<Person, StoreError>;

    /// Begins a session for somebody who is known, durable on return. The one of the token
    /// `instead_of`, if there is one, ends in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a person who does not exist, [`StoreError::Unavailable`];
    /// then nothing has changed.
    async fn open_session(
        &self,
        user: UserId,
        session: NewSession,
        instead_of: Option<TokenHash>,
    ) -> Result<Person, StoreError>;

    /// Whose session this is, unless it has expired by `now`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn session(&self, token: TokenHash, now: Timestamp) -> Result<Option<Visit>, StoreError>;

    /// Whether a session goes on.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn is_open(&self, session: SessionId) -> Result<bool, StoreError>;

    /// Notes that a session was used, unless it was noted after `unless_after`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn touch(
        &self,
        session: SessionId,
        now: Timestamp,
        unless_after: Timestamp,
    ) -> Result<(), StoreError>;

    /// The sessions of a person that have not expired by `now`, the last used first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn sessions(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<StoredSession>, StoreError>;

    /// Ends one session of `user`. False when they have no such session, which includes
    /// those of others.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then it goes on.
    async fn end_session(&self, user: UserId, session: SessionId) -> Result<bool, StoreError>;

    /// Ends every session of `user` but one; those that were ended.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then they go on.
    async fn end_other_sessions(
        &self,
        user: UserId,
        keep: SessionId,
    ) -> Result<Vec<SessionId>, StoreError>;

    /// Those of these people who exist, in no particular order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn people(&self, ids: Vec<UserId>) -> Result<Vec<Person>, StoreError>;
}
