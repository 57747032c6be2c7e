//! What pages and server functions find in context. One closure for both, so that they
//! cannot drift apart.

use std::sync::Arc;

use app::{
    backend::{
        Arrived, Backend, FormNonce, Lists, Made, MadeRoomInvite, MadeToken, SharedBackend,
        Standing, Viewer,
    },
    forms::FormReturn,
    routes,
};
use async_trait::async_trait;
use axum::http::{Extensions, HeaderValue, Uri, header, request::Parts};
use leptos::{
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::ResponseOptions;
use shared::{
    ApiError, MessageId, Nonce, RoomId, UserId,
    model::{
        Acquaintance, Banned, Bot, Device, Directory, HistoryAt, Invitation, Invite, Lobby,
        MyRooms, NoAccount, Profile, RoomInvite, RoomOverview, RoomView, Roster, Version,
    },
};

use super::{cookies, doctor, policy, router::AppState};
use crate::{domain::House, live::LiveDoor, store::Visit};

/// Reads what stands beside the page that a request asks for, and the rooms of the house only where they stand on
/// it: there may be two hundred.
pub(super) async fn lists(state: &AppState, request: &Extensions, address: &Uri) -> Lists {
    let visit = request.get::<Visit>();
    let who = visit.map(|visit| visit.person.id);
    let has_lobby = who.is_none() || routes::shows_lobby(address.path());
    Lists(read_lists(&state.house, who, has_lobby).await)
}

async fn read_lists(
    house: &House,
    who: Option<UserId>,
    has_lobby: bool,
) -> Result<(Option<Lobby>, MyRooms), ApiError> {
    let lobby = match has_lobby {
        true => Some(house.lobby(who).await?),
        false => None,
    };
    let mine = match who {
        Some(who) => house.my_rooms(who, None).await?,
        None => MyRooms::default(),
    };
    Ok((lobby, mine))
}

/// Puts everything about this request into context.
pub(super) fn provide(state: &AppState, lists: Option<&Lists>) {
    let parts = use_context::<Parts>();
    let visit = parts
        .as_ref()
        .and_then(|parts| parts.extensions.get::<Visit>());
    provide_context::<SharedBackend>(Arc::new(InProcess {
        house: state.house.clone(),
        door: state.door.clone(),
        visit: visit.cloned(),
    }));
    if let Some(lists) = lists {
        provide_context(lists.clone());
    }
    provide_context(state.rendered.clone());
    provide_context(state.site.assets());
    provide_context(state.base.clone());
    provide_context(state.house.view());
    let Some(parts) = parts else {
        return;
    };
    secure(&parts);
    provide_context(doctor::seen(state, &parts));
    provide_context(cookies::preferences(&parts.headers));
    provide_context(
        parts
            .extensions
            .get::<Viewer>()
            .cloned()
            .unwrap_or(Viewer(None)),
    );
    if let Some(made) = parts.extensions.get::<Made>() {
        provide_context(made.clone());
    }
    if let Some(made) = parts.extensions.get::<MadeRoomInvite>() {
        provide_context(made.clone());
    }
    if let Some(made) = parts.extensions.get::<MadeToken>() {
        provide_context(made.clone());
    }
    if let Some(standing) = parts.extensions.get::<Standing>() {
        provide_context(standing.clone());
    }
    if let Some(form) = parts.extensions.get::<FormReturn>() {
        provide_context(form.clone());
    }
    if let Some(nonce) = fresh_nonce() {
        provide_context(FormNonce(nonce));
    }
}

/// Pages, unlike server functions, have a nonce for their scripts. Every response has another.
fn secure(parts: &Parts) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let is_watched = std::env::var_os("LEPTOS_WATCH").is_some();
    let policy = policy::of_page(&nonce, &parts.headers, is_watched);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn fresh_nonce() -> Option<Nonce> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(Nonce::from_bytes(bytes))
}

struct InProcess {
    house: House,
    door: LiveDoor,
    visit: Option<Visit>,
}

impl InProcess {
    fn visit(&self) -> Result<&Visit, ApiError> {
        self.visit.as_ref().ok_or(ApiError::Unauthenticated)
    }

    fn who(&self) -> Result<UserId, ApiError> {
        Ok(self.visit()?.person.id)
    }
}

#[async_trait]
impl Backend for InProcess {
    async fn room_view(
        &self,
        who: UserId,
        room: RoomId,
        at: Option<HistoryAt>,
    ) -> Result<RoomView, ApiError> {
        self.house.room_view(who, room, at).await
    }

    async fn devices(&self) -> Result<Vec<Device>, ApiError> {
        self.house.devices(self.visit()?).await
    }

    async fn bots(&self) -> Result<Vec<Bot>, ApiError> {
        self.house.bots(self.visit()?).await
    }

    async fn invites(&self) -> Result<Vec<Invite>, ApiError> {
        self.house.invites(self.visit()?).await
    }

    async fn is_invited(&self, code: &str) -> Result<bool, ApiError> {
        self.house.is_invited(code).await
    }

    async fn directory(&self, words: &str, page: usize) -> Result<Directory, ApiError> {
        self.house.directory(self.who()?, words, page).await
    }

    async fn room_overview(&self, room: RoomId) -> Result<RoomOverview, ApiError> {
        self.house.room_overview(self.who()?, room).await
    }

    async fn roster(&self, room: RoomId, words: &str, page: usize) -> Result<Roster, ApiError> {
        self.house.roster(self.who()?, room, words, page).await
    }

    async fn room_invites(&self, room: RoomId) -> Result<Vec<RoomInvite>, ApiError> {
        self.house.room_invites(self.who()?, room).await
    }

    async fn banned(&self, room: RoomId) -> Result<Vec<Banned>, ApiError> {
        self.house.banned(self.who()?, room).await
    }

    async fn invitation(&self, code: &str) -> Result<Invitation, ApiError> {
        self.house.invitation(self.who()?, code).await
    }

    async fn acquaintances(&self, text: &str) -> Result<Vec<Acquaintance>, ApiError> {
        let who = self.visit()?.person.id;
        self.house.acquaintances(who, text).await
    }

    async fn without_account(&self, users: Vec<UserId>) -> Result<Vec<NoAccount>, ApiError> {
        let who = self.visit()?.person.id;
        self.house.without_account(who, users).await
    }

    async fn profile(&self, user: UserId, room: Option<RoomId>) -> Result<Profile, ApiError> {
        let who = self.visit()?.person.id;
        self.house.profile(who, user, room).await
    }

    async fn versions(&self, room: RoomId, message: MessageId) -> Result<Vec<Version>, ApiError> {
        let who = self.visit()?.person.id;
        self.house.versions(who, room, message).await
    }

    fn arrived(&self, probe: Nonce) -> Option<Arrived> {
        self.door.arrived(probe)
    }
}
