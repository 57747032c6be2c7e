use leptos::{context::Provider, prelude::*};
use leptos_router::components::Outlet;
use shared::model::{Lobby, MyRooms, Person};

use super::fault::LobbyFault;
use crate::{
    address::use_path,
    components::{Rail, Rooms, Shortcuts, Sidebar, SwitchDialogs, provide_drafts, provide_switch},
    first::{First, account, forget_refused, lists},
    i18n::*,
    live::{Viewer, use_live},
    parts::{Part, later},
    routes,
};

/// Who is looking, in context below [`House`] for those who are signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Me(pub(crate) Person);

/// The frame around every page of a signed-in person; for others, the way in.
#[component]
pub(crate) fn House() -> impl IntoView {
    let you = use_context::<First>().and_then(|first| first.you);
    let path = use_path();
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            forget_refused();
        }
        now
    });
    match (you, lists()) {
        (None, _) if path.get_untracked() == routes::DOCTOR => view! {
            <div class="workspace workspace--alone">
                <Outlet />
            </div>
        }
        .into_any(),
        (None, lists) => {
            let (lobby, _) = lists.unwrap_or_default();
            later(Part::Join(lobby.unwrap_or_default()))
        }
        (Some(me), Ok((lobby, mine))) => view! { <Workspace me lobby mine /> }.into_any(),
        (Some(_), Err(_)) => view! { <main><LobbyFault /></main> }.into_any(),
    }
}

/// The way past the lists, for keyboards: straight to what the page is for.
#[component]
fn Skip() -> impl IntoView {
    let i18n = use_i18n();
    let path = use_path();
    let in_room = Memo::new(move |_| {
        path.with(|path| path.starts_with("/r/") && !path.contains("/settings/"))
    });
    // Not the router's: it would scroll there without moving the focus.
    view! {
        <a
            class="skip"
            rel="external"
            href=move || if in_room.get() { "#composer" } else { "#main" }
        >
            {move || match in_room.get() {
                true => t_string!(i18n, skip_to_composer),
                false => t_string!(i18n, skip_to_rooms),
            }}
        </a>
    }
}

/// What stands beside the page: the rooms, or the sections of the settings.
#[component]
fn Beside() -> impl IntoView {
    let path = use_path();
    let in_settings = Memo::new(move |_| path.with(|path| routes::is_settings(path)));
    move || match in_settings.get() {
        true => later(Part::SettingsNav),
        false => view! { <Sidebar /> }.into_any(),
    }
}

#[component]
fn Workspace(me: Person, lobby: Option<Lobby>, mine: MyRooms) -> impl IntoView {
    let live = use_live();
    let rooms = Rooms(live.lobby(lobby));
    provide_context(live.mine(mine));
    provide_drafts(me.id);
    provide_switch();
    let viewer = Viewer {
        person: me.clone(),
        handle: account().handle,
    };
    Effect::new(move |_| live.start(viewer.clone()));
    view! {
        <Provider value=rooms>
            <Provider value=Me(me.clone())>
                <Skip />
                <div class="workspace">
                    <Rail me=me.clone() />
                    <Beside />
                    <Outlet />
                </div>
                <Shortcuts />
                <SwitchDialogs me=me.id />
            </Provider>
        </Provider>
    }
}
