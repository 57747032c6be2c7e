//! Calls over HTTP for pages opened from within the app. The first page comes with its
//! data; these serve the ones after it.

use leptos::{
    prelude::*,
    server_fn::{
        codec::GetUrl,
        error::{FromServerFnError, ServerFnErrorErr},
    },
};
use serde::{Deserialize, Serialize};
use shared::{
    ApiError, RoomId,
    model::{Bot, Device, HistoryAt, Invite, Person, RoomView},
};

mod people;
mod text;

pub use people::{load_people, load_profile, load_versions, load_without_account};

use self::text::{JsonText, Text};
#[cfg(feature = "ssr")]
use crate::backend::{backend, form_return, viewer};
use crate::forms::FormReturn;

/// Why a call gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CallError {
    /// The server answered, with a refusal.
    #[error(transparent)]
    Refused(#[from] ApiError),
    /// No answer, or none that could be read. Trying again may help.
    #[error("the server could not be reached")]
    NotReached,
}

impl FromServerFnError for CallError {
    type Encoder = JsonText;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::NotReached
    }
}

/// What every page needs to know before it shows anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// Who is looking, if signed in.
    pub you: Option<Person>,
    /// A form that was just refused.
    pub form: Option<FormReturn>,
}

/// Who is looking.
///
/// # Errors
/// [`CallError::NotReached`] in a browser without connection.
#[server(prefix = "/rpc", endpoint = "greeting", input = GetUrl, output = Text)]
pub async fn greet() -> Result<Greeting, CallError> {
    Ok(Greeting {
        you: viewer(),
        form: form_return(),
    })
}

/// A first look at a room.
///
/// # Errors
/// [`ApiError::Unauthenticated`] when nobody is signed in, else as
/// [`crate::backend::Backend::room_view`].
#[server(prefix = "/rpc", endpoint = "rooms.view", input = GetUrl, output = Text)]
pub async fn load_room(
    /// Which room.
    room: RoomId,
    /// Which stretch of its history, where one is asked for.
    at: Option<HistoryAt>,
) -> Result<RoomView, CallError> {
    let who = viewer().ok_or(ApiError::Unauthenticated)?.id;
    Ok(backend()?.room_view(who, room, at).await?)
}

/// The sessions of whoever looks.
///
/// # Errors
/// As [`crate::backend::Backend::devices`].
#[server(prefix = "/rpc", endpoint = "devices", input = GetUrl, output = Text)]
pub async fn load_devices() -> Result<Vec<Device>, CallError> {
    Ok(backend()?.devices().await?)
}

/// The bots of whoever looks.
///
/// # Errors
/// As [`crate::backend::Backend::bots`].
#[server(prefix = "/rpc", endpoint = "bots", input = GetUrl, output = Text)]
pub async fn load_bots() -> Result<Vec<Bot>, CallError> {
    Ok(backend()?.bots().await?)
}

/// The links that let people sign up.
///
/// # Errors
/// As [`crate::backend::Backend::invites`].
#[server(prefix = "/rpc", endpoint = "invites", input = GetUrl, output = Text)]
pub async fn load_invites() -> Result<Vec<Invite>, CallError> {
    Ok(backend()?.invites().await?)
}

/// Whether one may sign up with this code.
///
/// # Errors
/// As [`crate::backend::Backend::is_invited`].
#[server(prefix = "/rpc", endpoint = "invited", input = GetUrl, output = Text)]
pub async fn load_invited(
    /// The code of a link.
    code: String,
) -> Result<bool, CallError> {
    Ok(backend()?.is_invited(&code).await?)
}

/// A page that the server writes and the browser only shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plain {
    /// The title of the document.
    pub title: String,
    /// What stands on the page. Written by our own views, which escape what people typed.
    pub html: String,
}

/// A page of [`crate::plain`].
///
/// # Errors
/// [`ApiError::Unauthenticated`], [`ApiError::NotFound`], [`ApiError::Unavailable`].
#[server(prefix = "/rpc", endpoint = "plain", input = GetUrl, output = Text)]
pub async fn load_plain(
    /// The path.
    path: String,
    /// `q` of the address: what is looked for.
    #[server(default)]
    words: String,
    /// `page` of the address, from 0.
    #[server(default)]
    page: usize,
    /// `done` of the address: what was just done there.
    #[server(default)]
    done: String,
    /// The language to write it in.
    #[server(default)]
    language: String,
) -> Result<Plain, CallError> {
    let asked = crate::plain::Asked {
        path,
        words,
        page,
        done,
        language,
    };
    Ok(crate::plain::page(asked).await?)
}
