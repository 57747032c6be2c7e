//! Calls about people and what they said.

use leptos::{prelude::*, server_fn::codec::GetUrl};
use shared::{
    MessageId, RoomId, UserId,
    model::{Acquaintance, NoAccount, Profile, Version},
};

use super::{CallError, text::Text};
#[cfg(feature = "ssr")]
use crate::backend::backend;

/// People who share a room with whoever looks, by name; those whom `text` fits.
///
/// # Errors
/// As [`crate::backend::Backend::acquaintances`].
#[server(prefix = "/rpc", endpoint = "people", input = GetUrl, output = Text)]
pub async fn load_people(
    /// Part of a name or handle; empty for everybody.
    text: String,
) -> Result<Vec<Acquaintance>, CallError> {
    Ok(backend()?.acquaintances(&text).await?)
}

/// Those of these people who have no account: guests and bots.
///
/// # Errors
/// As [`crate::backend::Backend::without_account`].
#[server(prefix = "/rpc", endpoint = "without-account", input = GetUrl, output = Text)]
pub async fn load_without_account(
    /// At most [`shared::limits::LISTED_PEOPLE`].
    users: Vec<UserId>,
) -> Result<Vec<NoAccount>, CallError> {
    Ok(backend()?.without_account(users).await?)
}

/// What whoever looks may know of somebody.
///
/// # Errors
/// As [`crate::backend::Backend::profile`].
#[server(prefix = "/rpc", endpoint = "profile", input = GetUrl, output = Text)]
pub async fn load_profile(
    /// Who.
    user: UserId,
    /// What they are there is told as well.
    room: Option<RoomId>,
) -> Result<Profile, CallError> {
    Ok(backend()?.profile(user, room).await?)
}

/// What a message says and said, newest first.
///
/// # Errors
/// As [`crate::backend::Backend::versions`].
#[server(prefix = "/rpc", endpoint = "versions", input = GetUrl, output = Text)]
pub async fn load_versions(
    /// Where.
    room: RoomId,
    /// Which.
    message: MessageId,
) -> Result<Vec<Version>, CallError> {
    Ok(backend()?.versions(room, message).await?)
}
