//! The addresses of the house, and which page stands at each.

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route, Routes},
    params::ParamsMap,
    path,
};
use shared::{RoomId, Seq, Timestamp, UserId, model::HistoryAt};

use crate::components::clock;
use crate::forms;
use crate::pages::{House, LobbyPage, NotFoundPage, RoomPage};
use crate::parts::{Part, later};

/// The join page or the lobby.
pub const LOBBY: &str = "/";

/// Tests the connection.
pub const DOCTOR: &str = "/doctor";

/// The id of the link from a room to its settings, where the way back leads.
pub(crate) const OPENER: &str = "room-settings";

/// Whether a path is one of a person's own settings.
pub(crate) fn is_settings(path: &str) -> bool {
    path.starts_with("/settings") || path == DOCTOR
}

/// Whether the page of an address is made without [`crate::parts`], for who is signed in.
#[cfg_attr(
    not(feature = "ssr"),
    expect(dead_code, reason = "the document says it")
)]
pub(crate) fn is_first(path: &str) -> bool {
    let room = path.strip_prefix("/r/");
    let room = room.map(|room| room.strip_suffix("/messages").unwrap_or(room));
    path == LOBBY || room.is_some_and(|room| room.parse::<RoomId>().is_ok())
}

/// Whether the page of an address shows the rooms of the house to who is signed in. To other pages the live link
/// tells them, if somebody wants to know.
#[must_use]
pub fn shows_lobby(path: &str) -> bool {
    matches!(path, LOBBY | forms::JOIN | forms::SIGN_IN)
}

/// A room.
#[must_use]
pub fn room(id: RoomId) -> String {
    format!("/r/{id}")
}

/// A room at this stretch of its history.
#[must_use]
pub fn room_at(id: RoomId, at: HistoryAt) -> String {
    match at {
        HistoryAt::Before(seq) => format!("/r/{id}?before={seq}"),
        HistoryAt::After(seq) => format!("/r/{id}?after={seq}"),
        // The fragment is for browsers without JavaScript.
        HistoryAt::Around(seq) => format!("/r/{id}?m={seq}#m{seq}"),
        HistoryAt::Since(at) => format!("/r/{id}?since={}", at.seconds()),
    }
}

/// The stretch of history that an address asks for. A day may be given by its date, and then
/// begins with that of Greenwich.
#[must_use]
pub fn stretch(query: &ParamsMap) -> Option<HistoryAt> {
    let number = |name: &str| query.get(name)?.parse::<u64>().ok();
    let time = |seconds| u32::try_from(seconds).ok().map(Timestamp::from_seconds);
    let date = || clock::midnight(&query.get("date")?);
    let seq = |name| number(name).map(Seq::new);
    let message = seq("m").map(HistoryAt::Around);
    message
        .or_else(|| seq("before").map(HistoryAt::Before))
        .or_else(|| seq("after").map(HistoryAt::After))
        .or_else(|| number("since").and_then(time).map(HistoryAt::Since))
        .or_else(|| date().and_then(time).map(HistoryAt::Since))
}

/// What there is to know of somebody, and what they are in a room.
#[must_use]
pub fn person(user: UserId, room: Option<RoomId>) -> String {
    match room {
        Some(room) => format!("/p/{user}?room={room}"),
        None => format!("/p/{user}"),
    }
}

/// The addresses of [`Pages`], as the server's router has them.
pub const PAGES: [&str; 21] = [
    LOBBY,
    "/join",
    "/sign-in",
    "/rooms",
    "/i/{code}",
    "/settings/profile",
    "/settings/devices",
    "/settings/sign-in",
    "/settings/account",
    "/settings/bots",
    "/settings/house",
    "/settings/house/invites",
    DOCTOR,
    "/p/{user}",
    "/new",
    "/r/{room}",
    "/r/{room}/settings/{section}",
    "/r/{room}/messages",
    "/signup",
    "/invite/{code}",
    "/setup",
];

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
                <Route path=path!("rooms") view=|| later(Part::Plain) ssr=SsrMode::Async />
                <Route path=path!("i/:code") view=|| later(Part::Plain) ssr=SsrMode::Async />
                <SettingsRoutes />
                <Route path=path!("doctor") view=|| later(Part::Doctor) ssr=SsrMode::Async />
                <Route path=path!("p/:user") view=|| later(Part::Person) ssr=SsrMode::Async />
                <Route path=path!("new") view=|| later(Part::Gather) ssr=SsrMode::Async />
                <Route path=path!("r/:room") view=RoomPage ssr=SsrMode::Async />
                <Route path=path!("r/:room/settings/:section") view=|| later(Part::Plain) ssr=SsrMode::Async />
                <Route path=path!("r/:room/messages") view=RoomPage ssr=SsrMode::Async />
            </ParentRoute>
            <Route path=path!("signup") view=|| later(Part::SignUp) ssr=SsrMode::Async />
            <Route path=path!("invite/:code") view=|| later(Part::Invite) ssr=SsrMode::Async />
            <Route path=path!("setup") view=|| later(Part::SetUp) ssr=SsrMode::Async />
        </Routes>
    }
}

#[component(transparent)]
fn SettingsRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("settings") view=Outlet>
            <Route path=path!("profile") view=|| later(Part::Profile) ssr=SsrMode::Async />
            <Route path=path!("devices") view=|| later(Part::Devices) ssr=SsrMode::Async />
            <Route path=path!("sign-in") view=|| later(Part::SignIn) ssr=SsrMode::Async />
            <Route path=path!("account") view=|| later(Part::SignIn) ssr=SsrMode::Async />
            <Route path=path!("bots") view=|| later(Part::Bots) ssr=SsrMode::Async />
            <Route path=path!("house") view=|| later(Part::House) ssr=SsrMode::Async />
            <Route path=path!("house/invites") view=|| later(Part::House) ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::is_first;

    #[test]
    fn rooms_and_their_list_are_made_without_other_parts() {
        for path in ["/", "/r/1", "/r/18446744073709551615", "/r/1/messages"] {
            assert!(is_first(path), "{path}");
        }
        for path in [
            "",
            "/r/",
            "/r/x",
            "/r/1/settings/general",
            "/r/1/messages/1",
            "/settings/profile",
            "/signup",
            "/rooms",
        ] {
            assert!(!is_first(path), "{path}");
        }
    }
}
