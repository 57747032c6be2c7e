//! The addresses of the house, and which page stands at each.

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Routes},
    path,
};
use shared::RoomId;

use crate::pages::{House, LobbyPage, NotFoundPage, RoomPage};

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
                <Route path=path!("rooms") view=LobbyPage ssr=SsrMode::Async />
                <Route path=path!("r/:room") view=RoomPage ssr=SsrMode::Async />
                <Route path=path!("r/:room/messages") view=RoomPage ssr=SsrMode::Async />
            </ParentRoute>
        </Routes>
    }
}
