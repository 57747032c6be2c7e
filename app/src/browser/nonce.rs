//! Names for commands.

use shared::Nonce;

/// A nonce that nobody has used: 74 random bits after the time of day, which keeps the
/// server's index of them local.
#[must_use]
pub fn fresh() -> Nonce {
    Nonce::from_bytes(uuid::Uuid::now_v7().into_bytes())
}
