use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::{RoomId, model::RoomSummary};

use super::{Icon, LinkState, RoomMarks, directory::Rooms};
use crate::{first::house, i18n::*, routes};

/// The list of rooms beside every conversation, and the state of the link below it.
#[component]
pub(crate) fn Sidebar() -> impl IntoView {
    let i18n = use_i18n();
    let name = house().name;
    view! {
        <aside
            class="sidebar"
            data-region="list"
            aria-label=move || t_string!(i18n, sidebar.label)
        >
            <div class="sidebar__head">
                <p class="sidebar__house" dir="auto">
                    {move || name.clone().unwrap_or_else(|| t_string!(i18n, house).to_owned())}
                </p>
            </div>
            <nav class="sidebar__scroll" aria-labelledby="rooms-title">
                <div class="sidebar__section">
                    <h2 class="sidebar__title" id="rooms-title">
                        {t!(i18n, sidebar.rooms)}
                    </h2>
                    <a
                        href=format!("{}#name", routes::LOBBY)
                        class="icon-button"
                        aria-label=move || t_string!(i18n, sidebar.add)
                        title=move || t_string!(i18n, sidebar.add)
                    >
                        <Icon name="plus" size=16 />
                    </a>
                </div>
                <RoomLinks />
            </nav>
            <div class="sidebar__foot">
                <LinkState />
            </div>
        </aside>
    }
}

#[component]
fn RoomLinks() -> impl IntoView {
    let Rooms(lobby) = Rooms::in_context();
    let ids = Memo::new(move |_| lobby.with(|lobby| ids(&lobby.rooms)));
    view! {
        <ul>
            <For each=move || ids.get() key=|id| *id let:id>
                <li>
                    <RoomLink id />
                </li>
            </For>
        </ul>
    }
}

fn ids(rooms: &[RoomSummary]) -> Vec<RoomId> {
    rooms.iter().map(|room| room.id).collect()
}

#[component]
fn RoomLink(id: RoomId) -> impl IntoView {
    let i18n = use_i18n();
    let room = Rooms::in_context().room(id);
    let path = use_location().pathname;
    let href = routes::room(id);
    let here = {
        let href = href.clone();
        move || {
            let inside = |path: &str| path == href || path == format!("{href}/messages");
            path.with(|path| inside(path)).then_some("page")
        }
    };
    let online = move || room.with(|room| room.online);
    view! {
        <a href=href class="sidebar__row" aria-current=here>
            <Icon name="hash" size=16 />
            <span class="sidebar__name" dir="auto">
                {move || room.with(|room| room.name.clone())}
            </span>
            <RoomMarks id />
            {move || match online() {
                0 => None,
                n => Some(view! {
                    <span class="sidebar__count num">
                        <span aria-hidden="true">{n}</span>
                        <span class="hidden">", "{t!(i18n, sidebar.online, n)}</span>
                    </span>
                }),
            }}
        </a>
    }
}
