use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;
use shared::RoomId;

use super::{Switch, preferences::ThemeInUse};
use crate::{address::use_path, browser::focus, live::MyRoomList, routes};

/// The keys that work everywhere: F6 between regions, Alt and arrows between rooms, with Shift
/// between those with something unread, Ctrl Shift L for the theme, Ctrl K for the switcher,
/// Ctrl / for the list of them all.
#[component]
pub(crate) fn Shortcuts() -> impl IntoView {
    let mine = MyRoomList::in_context();
    let theme = ThemeInUse::in_context();
    let switch = Switch::in_context();
    let path = use_path();
    let navigate = use_navigate();
    let step = move |forward: bool, unread: bool| {
        let mut rooms = mine.rooms().get_untracked();
        rooms.extend(mine.directs().get_untracked());
        let path = path.get_untracked();
        let is_here = |id: &RoomId| routes::room(*id) == path;
        let is_wanted =
            |id: &RoomId| !unread || mine.room(*id).with_untracked(|room| room.unread() > 0);
        let here = rooms.iter().position(is_here);
        let next = match (here, forward) {
            (Some(at), true) => rooms
                .iter()
                .skip(at.saturating_add(1))
                .find(|id| is_wanted(id)),
            (Some(at), false) => rooms.iter().take(at).rev().find(|id| is_wanted(id)),
            (None, _) => rooms.iter().find(|id| is_wanted(id)),
        };
        if let Some(room) = next {
            navigate(
                &routes::room(*room),
                leptos_router::NavigateOptions::default(),
            );
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
            ("ArrowUp", (false, true, unread)) => step(false, unread),
            ("ArrowDown", (false, true, unread)) => step(true, unread),
            ("L" | "l", (true, false, true)) => theme.toggle(),
            ("K" | "k", (true, false, false)) => switch.open(),
            ("/", (true, false, _)) => switch.keys.set(true),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| {
        let listener = window_event_listener(ev::keydown, pressed.clone());
        on_cleanup(move || listener.remove());
    });
}
