//! The addresses of the house, and which page stands at each.

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route, Routes},
    path,
};
use shared::RoomId;

use crate::pages::{
    DevicesPage, House, HousePage, InvitePage, LobbyPage, NotFoundPage, ProfilePage, RoomPage,
    SetUpPage, SignInPage, SignUpPage,
};

/// The join page or the lobby.
pub const LOBBY: &str = "/";

/// A room.
#[must_use]
pub fn room(id: RoomId) -> String {
    format!("/r/{id}")
}

/// Every page. A form that was refused is answered at the address it was posted to, which
/// is why those addresses have pages too.
#[component]
pub(crate) fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=NotFoundPage>
            <ParentRoute path=path!("") view=House ssr=SsrMode::Async>
                <Route path=path!("") view=LobbyPage ssr=SsrMode::Async />
                <Route path=path!("join") view=LobbyPage ssr=SsrMode::Async />
                <Route path=path!("sign-in") view=LobbyPage ssr=SsrMode::Async />
                <Route path=path!("rooms") view=LobbyPage ssr=SsrMode::Async />
                <SettingsRoutes />
                <Route path=path!("r/:room") view=RoomPage ssr=SsrMode::Async />
                <Route path=path!("r/:room/messages") view=RoomPage ssr=SsrMode::Async />
            </ParentRoute>
            <Route path=path!("signup") view=SignUpPage ssr=SsrMode::Async />
            <Route path=path!("invite/:code") view=InvitePage ssr=SsrMode::Async />
            <Route path=path!("setup") view=SetUpPage ssr=SsrMode::Async />
        </Routes>
    }
}

#[component(transparent)]
fn SettingsRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("settings") view=Outlet>
            <Route path=path!("profile") view=ProfilePage ssr=SsrMode::Async />
            <Route path=path!("devices") view=DevicesPage ssr=SsrMode::Async />
            <Route path=path!("sign-in") view=SignInPage ssr=SsrMode::Async />
            <Route path=path!("account") view=SignInPage ssr=SsrMode::Async />
            <Route path=path!("house") view=HousePage ssr=SsrMode::Async />
            <Route path=path!("house/invites") view=HousePage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}
