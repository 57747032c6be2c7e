//! Pages that are lists and plain forms. Only the server writes them: nothing on them changes by
//! itself, so the browser takes them as they come, and their views are no part of the wasm. See
//! docs/adr/0013-plain-pages.md.

use leptos::prelude::*;
use shared::{ApiError, RoomId, model::Person};

use crate::{
    api::Plain,
    backend::{MadeRoomInvite, SharedBackend, backend, form_return, viewer},
    forms::{self, FormReturn},
    i18n::Locale,
    routes::DOCTOR,
};

mod bans;
mod directory;
pub(crate) mod doctor;
mod faults;
mod frame;
mod general;
mod invitation;
mod invites;
mod leave;
mod members;
mod parts;
mod roster;
mod undo;

/// A text in the language of the page.
macro_rules! say {
    ($l:expr, $($text:tt)+) => {
        leptos_i18n::td_string!($l, $($text)+).to_string()
    };
}
pub(crate) use say;

/// What of an address decides what its page shows.
pub(crate) struct Asked {
    /// The path.
    pub(crate) path: String,
    /// What is looked for.
    pub(crate) words: String,
    /// Which page of a list, from 0.
    pub(crate) page: usize,
    /// What was just done there.
    pub(crate) done: String,
    /// The language to write it in.
    pub(crate) language: String,
}

/// What every one of these pages is made from, taken out of the request at once.
struct Request {
    backend: SharedBackend,
    me: Person,
    back: Option<FormReturn>,
    made: Option<MadeRoomInvite>,
    asked: Asked,
    l: Locale,
}

/// Writes the page at an address, for whoever looks.
///
/// # Errors
/// [`ApiError::Unauthenticated`]; [`ApiError::NotFound`] where there is none, or none for them;
/// [`ApiError::Unavailable`].
pub(crate) async fn page(asked: Asked) -> Result<Plain, ApiError> {
    let l = asked.language.parse().unwrap_or_default();
    // Open to everybody.
    if asked.path == DOCTOR {
        let html = doctor::note(&asked.words, l)?;
        let title = String::new();
        return Ok(Plain { title, html });
    }
    let request = Request {
        backend: backend()?,
        me: viewer().ok_or(ApiError::Unauthenticated)?,
        back: form_return(),
        made: use_context(),
        asked,
        l,
    };
    let path = request.asked.path.clone();
    if path == forms::ROOMS {
        return directory::page(request).await;
    }
    if let Some(code) = path.strip_prefix(forms::ROOM_INVITES) {
        return invitation::page(request, code).await;
    }
    let (room, section) = settings_of(&path).ok_or(ApiError::NotFound)?;
    let page = Box::pin(frame::page(request, room, section));
    page.await
}

fn settings_of(path: &str) -> Option<(RoomId, &str)> {
    let (room, section) = path.strip_prefix("/r/")?.split_once("/settings/")?;
    Some((room.parse().ok()?, section))
}

fn written(title: String, view: impl IntoView) -> Plain {
    Plain {
        title,
        html: view.into_view().to_html(),
    }
}
