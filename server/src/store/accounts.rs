use async_trait::async_trait;
use shared::{SessionId, Timestamp, UserId, model::Person};

use super::{CodeHash, NewSession, StoreError};

/// What somebody signs in with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Whose.
    pub user: UserId,
    /// The handle, in lower case.
    pub handle: String,
    /// The hash of the password, as a PHC string.
    pub password: String,
}

/// An account about to be made.
#[derive(Clone)]
pub struct NewAccount {
    /// In lower case, already validated.
    pub handle: String,
    /// The display name, already validated.
    pub name: String,
    /// The hash of the password, as a PHC string.
    pub password: String,
}

/// Why somebody may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// Everybody may.
    Open,
    /// They have an invite link with this code.
    Invite(CodeHash),
}

/// Accounts: people with a handle of their own.
#[async_trait]
pub trait AccountStore {
    /// The credentials under a handle in lower case, if there are any.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn credentials(&self, handle: String) -> Result<Option<Credentials>, StoreError>;

    /// The credentials of a person, if they have an account.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn credentials_of(&self, user: UserId) -> Result<Option<Credentials>, StoreError>;

    /// Makes an account and a session for it, durable on return. An invite is used up by one
    /// in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::Taken`] for the handle, [`StoreError::NotFound`] for an invite that does
    /// not exist, has expired or is used up, [`StoreError::Unavailable`]; then nothing has
    /// changed, and the invite is as good as before.
    async fn create_account(
        &self,
        account: NewAccount,
        permit: Permit,
        session: NewSession,
    ) -> Result<Person, StoreError>;

    /// Gives a guest a handle and a password, durable on return. They stay who they are. An
    /// invite is used up by one in the same transaction.
    ///
    /// # Errors
    /// As for [`Self::create_account`]; [`StoreError::Taken`] also for somebody who has an
    /// account already.
    async fn promote_guest(
        &self,
        guest: UserId,
        account: NewAccount,
        permit: Permit,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Puts another hash in the place of `old`, and with `keep` ends every other session of
    /// theirs in the same transaction; those that were ended.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when `old` is no longer theirs, [`StoreError::Unavailable`].
    async fn change_password(
        &self,
        user: UserId,
        old: String,
        new: String,
        keep: Option<SessionId>,
    ) -> Result<Vec<SessionId>, StoreError>;

    /// Gives a person another display name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    async fn rename(&self, user: UserId, name: String) -> Result<(), StoreError>;
}
