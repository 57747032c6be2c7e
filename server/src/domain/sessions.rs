use std::fmt::Write;

use sha2::{Digest, Sha256};
use shared::{ApiError, Field, Timestamp, UserId, frame::CloseReason, model::Person, validate};

use super::{House, now, refusal};
use crate::store::TokenHash;

/// How long a session lasts that is to be kept on the device: 180 days.
pub const KEPT_SESSION_S: u32 = 180 * 24 * 60 * 60;

/// How long any other lasts at most; its cookie goes when the browser closes.
const SHORT_SESSION_S: u32 = 24 * 60 * 60;

/// What a signed-in browser holds: 256 bits that nobody can guess, as 64 hexadecimal digits.
/// It has no `Debug` form, so it cannot slip into a log.
pub struct Token(String);

impl Token {
    fn new() -> Result<Self, ApiError> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            tracing::error!(%error, "no randomness");
            ApiError::Unavailable
        })?;
        let mut text = String::with_capacity(64);
        for byte in bytes {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    /// The token in a cookie, if that is what it has.
    #[must_use]
    pub fn from_cookie(value: &str) -> Option<Self> {
        let is_token = value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
        is_token.then(|| Self(value.to_owned()))
    }

    /// For the cookie.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored in its place. A plain hash is enough for a secret that cannot be
    /// guessed; slow hashing is for passwords.
    fn hash(&self) -> TokenHash {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl House {
    /// Lets somebody in under a nickname that others may have, too. With `keep` the session
    /// outlives the browser's.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for the nickname, [`ApiError::Unavailable`].
    pub async fn join(&self, nickname: &str, keep: bool) -> Result<(Person, Token), ApiError> {
        let name = validate::nickname(nickname).map_err(|problem| ApiError::Invalid {
            field: Field::Nickname,
            problem,
        })?;
        let token = Token::new()?;
        let now = now();
        let lasts = if keep {
            KEPT_SESSION_S
        } else {
            SHORT_SESSION_S
        };
        let expires = Timestamp::from_seconds(now.seconds().saturating_add(lasts));
        let made = self
            .store
            .create_guest(name, token.hash(), now, expires)
            .await;
        let person = made.map_err(refusal)?;
        tracing::info!(user = person.id.get(), "joined");
        Ok((person, token))
    }

    /// Whose token this is, if its session is alive.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn viewer(&self, token: &Token) -> Result<Option<Person>, ApiError> {
        self.store
            .session(token.hash(), now())
            .await
            .map_err(refusal)
    }

    /// Ends a session and the live connections of its owner, who as a guest has no other.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`]; then the session goes on.
    pub async fn sign_out(&self, token: &Token) -> Result<(), ApiError> {
        let Some(person) = self.viewer(token).await? else {
            return Ok(());
        };
        self.store
            .end_session(token.hash())
            .await
            .map_err(refusal)?;
        self.hub.close_user(person.id, CloseReason::SignedOut);
        tracing::info!(user = person.id.get(), "signed out");
        Ok(())
    }

    /// Those of these people who exist.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn people(&self, ids: Vec<UserId>) -> Result<Vec<Person>, ApiError> {
        self.store.people(ids).await.map_err(refusal)
    }
}
