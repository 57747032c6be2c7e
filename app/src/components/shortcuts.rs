use leptos::{ev, prelude::*};
use leptos_router::hooks::{use_location, use_navigate};

use super::{directory::Rooms, preferences::ThemeInUse};
use crate::{browser::focus, routes};

/// The keys that work everywhere: F6 between regions, Alt and arrows between rooms,
/// Ctrl Shift L for the theme.
#[component]
pub(crate) fn Shortcuts() -> impl IntoView {
    let Rooms(lobby) = Rooms::in_context();
    let theme = ThemeInUse::in_context();
    let path = use_location().pathname;
    let navigate = use_navigate();
    let step = move |forward: bool| {
        let rooms = lobby.with_untracked(|lobby| {
            lobby
                .rooms
                .iter()
                .map(|room| routes::room(room.id))
                .collect::<Vec<_>>()
        });
        let here = path.with_untracked(|path| rooms.iter().position(|room| room == path));
        let next = match (here, forward) {
            (Some(at), true) => at.checked_add(1),
            (Some(at), false) => at.checked_sub(1),
            (None, _) => Some(0),
        };
        if let Some(room) = next.and_then(|at| rooms.get(at)) {
            navigate(room, leptos_router::NavigateOptions::default());
        }
    };
    let pressed = move |event: ev::KeyboardEvent| {
        let with = (
            event.ctrl_key() || event.meta_key(),
            event.alt_key(),
            event.shift_key(),
        );
        match (event.key().as_str(), with) {
            ("F6", (false, false, back)) => focus::next_region(!back),
            ("ArrowUp", (false, true, false)) => step(false),
            ("ArrowDown", (false, true, false)) => step(true),
            ("L" | "l", (true, false, true)) => theme.toggle(),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| {
        let listener = window_event_listener(ev::keydown, pressed.clone());
        on_cleanup(move || listener.remove());
    });
}
