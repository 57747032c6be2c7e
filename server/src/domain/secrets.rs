//! What must not be guessed, and must not be shown: tokens, codes and passwords. None of these
//! types has a `Debug` form, so none can slip into a log.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use shared::ApiError;
use subtle::ConstantTimeEq;

/// What the tokens of bots begin with, so that whoever looks for leaked ones finds them.
const BOT_PREFIX: &str = "th_bot_";

/// 256 bits that nobody can guess, as 64 hexadecimal digits: what a signed-in browser holds, and
/// behind a prefix, a bot.
pub struct Token(String);

impl Token {
    pub(super) fn new() -> Result<Self, ApiError> {
        Ok(Self(hex(&random::<32>()?)))
    }

    /// The token in a cookie, if that is what it has.
    #[must_use]
    pub fn from_cookie(value: &str) -> Option<Self> {
        let is_token = value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
        is_token.then(|| Self(value.to_owned()))
    }

    /// A fresh one for a bot.
    pub(super) fn for_bot() -> Result<Self, ApiError> {
        Ok(Self(format!("{BOT_PREFIX}{}", hex(&random::<32>()?))))
    }

    /// The token in an `Authorization` header, if that is one of a bot: a session's is refused
    /// there, as a bot's is in a cookie.
    #[must_use]
    pub fn from_authorization(value: &str) -> Option<Self> {
        let (scheme, token) = value.split_once(' ')?;
        let digits = token.strip_prefix(BOT_PREFIX)?;
        let is_token = scheme.eq_ignore_ascii_case("bearer")
            && digits.len() == 64
            && digits.bytes().all(|b| b.is_ascii_hexdigit());
        is_token.then(|| Self(token.to_owned()))
    }

    /// For the cookie, and for the page that shows a bot's.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored in its place. A plain hash is enough for a secret that cannot be
    /// guessed; slow hashing is for passwords.
    pub(super) fn hash(&self) -> [u8; 32] {
        digest(&self.0)
    }
}

/// Characters of a code that lists show.
const ENDING: usize = 4;

/// Something secret that an operator or a link hands over as text.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Wraps what was handed over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// A fresh one of 256 bits.
    pub(super) fn random_256() -> Result<Self, ApiError> {
        Ok(Self(hex(&random::<32>()?)))
    }

    /// A fresh one of 128 bits.
    pub(super) fn random_128() -> Result<Self, ApiError> {
        Ok(Self(hex(&random::<16>()?)))
    }

    /// For the one place that has to show it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Its last characters, by which lists tell one from another.
    pub(super) fn ending(&self) -> String {
        let start = self.0.len().saturating_sub(ENDING);
        self.0.get(start..).unwrap_or_default().to_owned()
    }

    /// Whether `typed` is it, in a time that does not tell how much of it is right. Nothing
    /// is never it.
    pub(super) fn is(&self, typed: &str) -> bool {
        // Digests are of one length, whatever was typed.
        let same = digest(&self.0).ct_eq(&digest(typed));
        !self.0.is_empty() && bool::from(same)
    }

    /// What is stored in its place.
    pub(super) fn hash(&self) -> [u8; 32] {
        digest(&self.0)
    }
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

pub(super) fn random<const N: usize>() -> Result<[u8; N], ApiError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "no randomness");
        ApiError::Unavailable
    })?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_secret_is_the_secret_and_nothing_never_is() {
        let secret = Secret::new("kettle".to_owned());
        assert!(secret.is("kettle"));
        for typed in ["", "kettl", "kettle ", "Kettle", "kettlekettle"] {
            assert!(!secret.is(typed), "{typed:?}");
        }
        assert!(!Secret::new(String::new()).is(""));
    }

    #[test]
    fn only_64_hexadecimal_digits_are_a_token() {
        let token = Token::new().unwrap();
        assert!(Token::from_cookie(token.expose()).is_some());
        for value in ["", "0", &"g".repeat(64), &"0".repeat(63), &"0".repeat(65)] {
            assert!(Token::from_cookie(value).is_none(), "{value:?}");
        }
    }

    #[test]
    fn tokens_of_bots_and_of_browsers_are_not_taken_for_each_other() {
        let bot = Token::for_bot().unwrap();
        let text = bot.expose();
        for good in [format!("Bearer {text}"), format!("bearer {text}")] {
            let read = Token::from_authorization(&good).unwrap();
            assert_eq!(read.hash(), bot.hash());
        }
        assert!(Token::from_cookie(text).is_none());
        let browser = Token::new().unwrap();
        let digits = text.strip_prefix(BOT_PREFIX).unwrap();
        for bad in [
            String::new(),
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            format!("Bearer {BOT_PREFIX}"),
            format!("Bearer {digits}"),
            format!("Bearer {}", browser.expose()),
            format!("Basic {text}"),
            text.to_owned(),
            format!("Bearer  {text}"),
            format!("Bearer {text} "),
            format!("Bearer {text}, Bearer {text}"),
        ] {
            assert!(Token::from_authorization(&bad).is_none(), "{bad:?}");
        }
        let inside = Token::from_cookie(digits).unwrap();
        assert_ne!(inside.hash(), bot.hash());
    }
}
