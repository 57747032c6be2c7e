//! The port through which the user interface reaches the rest of the server. The server
//! implements [`Backend`] and puts it into context together with the other types here,
//! for pages and server functions alike.

use std::sync::Arc;

use async_trait::async_trait;
use leptos::prelude::use_context;
use shared::{
    ApiError, MessageId, Nonce, RoomId, UserId,
    model::{
        Account, Acquaintance, Banned, Bot, Device, Directory, HistoryAt, Invitation, Invite,
        Lobby, MyRooms, NoAccount, Person, Profile, RoomInvite, RoomOverview, RoomView, Roster,
        Version,
    },
};

use crate::forms::{FormReturn, Theme};

mod seen;

pub use crate::components::kept::Rendered;
pub use seen::{Arrived, Seen};

/// The rooms of the house, for a page that shows them, and the first of those that whoever asks for it is a member
/// of; none for nobody. Read before the page is rendered: rendering walks what waits for data more
/// than once, and would read it as often.
#[derive(Clone)]
pub struct Lists(pub Result<(Option<Lobby>, MyRooms), ApiError>);

/// The use cases that pages need. Every one authorises; none trusts its caller.
#[async_trait]
pub trait Backend: Send + Sync {
    /// A first look at a room: at this stretch of its history, otherwise where somebody who
    /// comes back goes on reading.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] where there is no such room for this person.
    async fn room_view(
        &self,
        who: UserId,
        room: RoomId,
        at: Option<HistoryAt>,
    ) -> Result<RoomView, ApiError>;

    /// The sessions of whoever looks.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`], [`ApiError::Unavailable`].
    async fn devices(&self) -> Result<Vec<Device>, ApiError>;

    /// The bots of whoever looks.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`], [`ApiError::NotFound`] for a guest.
    async fn bots(&self) -> Result<Vec<Bot>, ApiError>;

    /// The links that let people sign up.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`], [`ApiError::NotFound`] for everybody but the owner.
    async fn invites(&self) -> Result<Vec<Invite>, ApiError>;

    /// Whether one may sign up with this code. Open to everybody.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    async fn is_invited(&self, code: &str) -> Result<bool, ApiError>;

    /// The rooms that whoever looks may find, those on `page` (from 0) whose name or topic has
    /// `words` in it.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`], [`ApiError::Unavailable`].
    async fn directory(&self, words: &str, page: usize) -> Result<Directory, ApiError>;

    /// A room as its settings begin.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`]; [`ApiError::NotFound`] also for who is no member.
    async fn room_overview(&self, room: RoomId) -> Result<RoomOverview, ApiError>;

    /// Members of a room, those on `page` (from 0) whose name or handle has `words` in it.
    ///
    /// # Errors
    /// As [`Self::room_overview`].
    async fn roster(&self, room: RoomId, words: &str, page: usize) -> Result<Roster, ApiError>;

    /// The invite links to a room.
    ///
    /// # Errors
    /// As [`Self::room_overview`]; [`ApiError::Forbidden`].
    async fn room_invites(&self, room: RoomId) -> Result<Vec<RoomInvite>, ApiError>;

    /// Who is kept out of a room.
    ///
    /// # Errors
    /// As [`Self::room_overview`]; [`ApiError::Forbidden`].
    async fn banned(&self, room: RoomId) -> Result<Vec<Banned>, ApiError>;

    /// Where an invite link to a room leads.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`]; [`ApiError::NotFound`] for every one that does not work
    /// for whoever looks.
    async fn invitation(&self, code: &str) -> Result<Invitation, ApiError>;

    /// People who share a room with whoever looks, by name; those whom `text` fits.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`], [`ApiError::Unavailable`].
    async fn acquaintances(&self, text: &str) -> Result<Vec<Acquaintance>, ApiError>;

    /// Those of these people who have no account, guests and bots, as far as whoever looks may
    /// know.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`], [`ApiError::TooLarge`] for more than
    /// [`shared::limits::LISTED_PEOPLE`].
    async fn without_account(&self, users: Vec<UserId>) -> Result<Vec<NoAccount>, ApiError>;

    /// What whoever looks may know of somebody, and what that is in a room.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`], [`ApiError::NotFound`] where they share no room.
    async fn profile(&self, user: UserId, room: Option<RoomId>) -> Result<Profile, ApiError>;

    /// What a message says and said, newest first.
    ///
    /// # Errors
    /// [`ApiError::Unauthenticated`], [`ApiError::NotFound`] also where it was taken back.
    async fn versions(&self, room: RoomId, message: MessageId) -> Result<Vec<Version>, ApiError>;

    /// What reached the server of an attempt with this number within the last minute. Open to
    /// everybody who knows the number.
    fn arrived(&self, probe: Nonce) -> Option<Arrived>;
}

/// The [`Backend`] in context.
pub type SharedBackend = Arc<dyn Backend>;

/// Who is looking; nobody when not signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer(pub Option<Person>);

/// What whoever looks is in the house, when signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing(pub Account);

/// The address of an invite link that was just made, for the one page that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made(pub String);

/// An invite link to a room that was just made, for the one page that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeRoomInvite {
    /// The whole address, with the origin that the person's browser knows this house by.
    pub address: String,
    /// The address as a picture, where it fits into one.
    pub drawing: Option<Drawing>,
}

/// A square picture of dark squares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// How many squares a side has, the quiet zone included.
    pub side: usize,
    /// The dark ones as the path of an SVG, one unit each.
    pub path: String,
}

/// A bot that was just made, for the one page that shows its token. No `Debug`: a token must not
/// slip into a log.
#[derive(Clone)]
pub struct MadeToken {
    /// What others see.
    pub name: String,
    /// What it shows at the door.
    pub token: String,
}

/// Where the built files are. Their names hold a hash of their content in release builds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// Absolute path of the JavaScript loader.
    pub js: String,
    /// Absolute path of the wasm module that the first pages are in.
    pub wasm: String,
    /// Absolute path of the one that the other parts are in, where they are apart.
    pub parts: Option<String>,
    /// Absolute path of the style sheet.
    pub css: String,
}

/// How the page looks, from the viewer's cookies: part of the first HTML, so nothing flashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Light, dark, or as the system has it.
    pub theme: Theme,
}

/// A fresh nonce for the message form of this page, so that posting it twice posts once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormNonce(pub Nonce);

/// The person looking, if signed in.
pub(crate) fn viewer() -> Option<Person> {
    use_context::<Viewer>().and_then(|viewer| viewer.0)
}

/// What a refused form left behind, on the page that shows it again.
pub(crate) fn form_return() -> Option<FormReturn> {
    use_context::<FormReturn>()
}

/// The backend.
///
/// # Errors
/// [`ApiError::Internal`] outside a request.
pub(crate) fn backend() -> Result<SharedBackend, ApiError> {
    use_context::<SharedBackend>().ok_or(ApiError::Internal)
}
