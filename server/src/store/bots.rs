use async_trait::async_trait;
use shared::{SessionId, Timestamp, UserId, model::Person};

use super::{StoreError, TokenHash};

/// A bot about to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBot {
    /// Whose.
    pub owner: UserId,
    /// What others see, already validated.
    pub name: String,
    /// What will be asked for.
    pub token: TokenHash,
    /// The last characters of the token.
    pub ending: String,
    /// When it is made.
    pub now: Timestamp,
    /// When the token stops working by itself.
    pub expires: Timestamp,
}

/// A bot as its owner may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBot {
    /// Who it is in the rooms.
    pub person: Person,
    /// The last characters of its token.
    pub ending: String,
    /// When the token was last used, to within a minute; never without.
    pub seen: Option<Timestamp>,
    /// When the token stops working by itself.
    pub expires: Timestamp,
}

/// Bots: people who are programs, and belong to somebody.
#[async_trait]
pub trait BotStore {
    /// Makes a bot and what its token opens, durable on return; at most `most` that have not
    /// been revoked belong to one person.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there are so many, [`StoreError::Unavailable`]; then
    /// nothing has changed.
    async fn create_bot(&self, bot: NewBot, most: usize) -> Result<Person, StoreError>;

    /// The bots of somebody that have not been revoked, the newest first; also those whose
    /// token has expired.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn bots(&self, owner: UserId) -> Result<Vec<StoredBot>, StoreError>;

    /// Ends the token of a bot of `owner`, for good; the sessions that ended with it. What
    /// the bot said stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for what is not theirs or was revoked before,
    /// [`StoreError::Unavailable`]; then it goes on.
    async fn revoke_bot(
        &self,
        owner: UserId,
        bot: UserId,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StoreError>;
}
