use async_trait::async_trait;
use shared::{
    InviteId, Timestamp, UserId,
    model::{Person, SignUp},
};

use super::{NewAccount, NewSession, StoreError};

/// The code of an invite link, hashed. The code itself never reaches the store.
pub type CodeHash = [u8; 32];

/// What the owner has decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredHouse {
    /// The name of the place; none before it is set up.
    pub name: Option<String>,
    /// Whether one may join with nothing but a nickname.
    pub guests: bool,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// Whether it has an owner, that is: whether it is set up.
    pub has_owner: bool,
}

/// An invite link about to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvite {
    /// What will be asked for.
    pub code: CodeHash,
    /// The last four characters of the code, to tell links apart.
    pub ending: String,
    /// Who makes it.
    pub by: UserId,
    /// When.
    pub now: Timestamp,
    /// When it stops working by itself.
    pub expires: Timestamp,
    /// How many may sign up with it.
    pub uses: u32,
}

/// An invite link as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredInvite {
    /// Which link.
    pub id: InviteId,
    /// The last four characters of its code.
    pub ending: String,
    /// When it stops working by itself.
    pub expires: Timestamp,
    /// How many signed up with it.
    pub used: u32,
    /// How many may.
    pub uses: u32,
}

/// The house itself, and the links that let people in.
#[async_trait]
pub trait HouseStore {
    /// What the owner has decided.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn house(&self) -> Result<StoredHouse, StoreError>;

    /// Makes the owner and a session for them, and notes what they decided, durable on
    /// return. Of several calls at a time one succeeds.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when there is an owner already or somebody has the handle,
    /// [`StoreError::Unavailable`]; then nothing has changed.
    async fn set_up(
        &self,
        owner: NewAccount,
        house: StoredHouse,
        session: NewSession,
    ) -> Result<Person, StoreError>;

    /// Notes what the owner decided anew. `has_owner` is not looked at.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then nothing has changed.
    async fn change_house(&self, house: StoredHouse) -> Result<(), StoreError>;

    /// Makes an invite link, durable on return.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then it does not exist.
    async fn create_invite(&self, invite: NewInvite) -> Result<InviteId, StoreError>;

    /// The invite links, the newest first, at most `limit`; also those that no longer work,
    /// for a week.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn invites(&self, now: Timestamp, limit: usize) -> Result<Vec<StoredInvite>, StoreError>;

    /// Whether an invite works at `now`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn is_invited(&self, code: CodeHash, now: Timestamp) -> Result<bool, StoreError>;

    /// Ends an invite link. False when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then it goes on working.
    async fn revoke_invite(&self, invite: InviteId) -> Result<bool, StoreError>;
}
