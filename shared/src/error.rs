//! The one error type that leaves the server. Each layer has its own; at the edge they
//! become this, and what it does not say stays in the server's log.

use serde::{Deserialize, Serialize};

use crate::{
    Problem,
    codec::{Decode, Encode},
};

/// Which of the things a person typed an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Field {
    /// The text of a message.
    Text,
    /// A person's nickname.
    Nickname,
    /// A room's name.
    RoomName,
    /// The nonce of a command.
    Nonce,
    /// A room's topic.
    Topic,
    /// The name that somebody signs in with.
    Handle,
    /// The password in use.
    Password,
    /// The password to be used from now on.
    NewPassword,
    /// The name of the house.
    HouseName,
    /// The token that shows who may set the house up.
    SetupToken,
    /// The code of an invite link.
    Invite,
    /// One of a few choices.
    Choice,
}

/// Why a command was refused.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, thiserror::Error,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ApiError {
    /// Nobody is signed in, or no longer.
    #[error("sign in first")]
    Unauthenticated,
    /// Known, visible, and not allowed.
    #[error("this is not allowed")]
    Forbidden,
    /// It does not exist, or not for this person: the two are never told apart.
    #[error("there is nothing here")]
    NotFound,
    /// Something typed breaks a rule.
    #[error("{field:?}: {problem}")]
    Invalid {
        /// Which field.
        field: Field,
        /// Which rule.
        problem: Problem,
    },
    /// More than fits.
    #[error("this is too large")]
    TooLarge,
    /// Too much in too short a time.
    #[error("too many at once; wait {retry_after_s} s")]
    RateLimited {
        /// Seconds to wait.
        retry_after_s: u32,
    },
    /// The state changed meanwhile.
    #[error("this was changed meanwhile")]
    Conflict,
    /// The server cannot do this now, for instance because its disk is full. Nothing was done.
    #[error("this cannot be done right now; nothing was changed")]
    Unavailable,
    /// A defect of the server; its log says more.
    #[error("something went wrong here")]
    Internal,
}
