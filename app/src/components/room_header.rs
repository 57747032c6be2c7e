use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::model::{RoomInfo, RoomKind};

use super::{Finder, Icon, MembersButton, go_to_date::GoToDate, link_state::words};
use crate::{
    browser::focus,
    forms,
    i18n::*,
    live::{LinkStatus, RoomHandle, use_live},
    routes::{self, OPENER},
};

/// The bar above a conversation.
#[component]
pub(crate) fn RoomHeader(room: RoomHandle, finder: Finder) -> impl IntoView {
    let i18n = use_i18n();
    let summary = room.room();
    let info = room.info();
    let name = move || summary.with(|room| room.name.clone());
    view! {
        <header class="head">
            <a
                href=routes::LOBBY
                class="icon-button head__back"
                aria-label=move || t_string!(i18n, room.back)
            >
                <Icon name="chevron-left" />
            </a>
            {move || match info.with(|info| info.kind) {
                RoomKind::Open => view! { <Icon name="hash" size=18 /> },
                _ => view! { <Icon name="lock" size=18 /> },
            }}
            <div class="head__names">
                <h1 class="head__title" dir="auto">
                    <span class="head__hash" aria-hidden="true">
                        "# "
                    </span>
                    {name}
                </h1>
                <State room />
            </div>
            {move || {
                let topic = info.with(|info| info.topic.clone());
                (!topic.is_empty()).then(|| view! {
                    <p class="head__topic" dir="auto">
                        {topic}
                    </p>
                })
            }}
            <GoToDate id=room.id() finder />
            {move || info.with(has_settings).then(|| view! { <Ways room /> })}
            <MembersButton room />
        </header>
    }
}

/// Whether there is a page of settings for this person.
fn has_settings(info: &RoomInfo) -> bool {
    info.role.is_some() && info.kind != RoomKind::Direct
}

/// To the settings of the room, and out of it.
#[component]
fn Ways(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    let id = room.room().with_untracked(|room| room.id);
    let hash = use_location().hash;
    // The way back from there leads to where one was.
    Effect::new(move |_| {
        if hash.with(|hash| hash.trim_start_matches('#') == OPENER) {
            focus::soon(OPENER);
        }
    });
    view! {
        <a
            class="icon-button"
            id=OPENER
            href=forms::room_settings(id, "general")
            aria-label=move || t_string!(i18n, room_settings.title)
            title=move || t_string!(i18n, room_settings.title)
        >
            <Icon name="settings" size=18 />
        </a>
        <a
            class="icon-button head__leave"
            href=forms::room_settings(id, "leave")
            aria-label=move || t_string!(i18n, room_settings.leave)
            title=move || t_string!(i18n, room_settings.leave)
        >
            <Icon name="log-out" size=18 />
        </a>
    }
}

/// On phones, where the list and its footer are another screen: how many are here, or what
/// is wrong with the link.
#[component]
fn State(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    let status = use_live().status();
    let online = room.online();
    let dot = move || match status.get() {
        LinkStatus::Closed { .. } => "dot dot--off",
        LinkStatus::Connecting | LinkStatus::Closing | LinkStatus::Open => "dot dot--online",
    };
    let text = move || match status.get() {
        LinkStatus::Open | LinkStatus::Connecting => match online.get() {
            1 => t_string!(i18n, room.one_online).to_owned(),
            n => t_string!(i18n, room.many_online, n).to_string(),
        },
        other => words(i18n, other),
    };
    view! {
        <p class="head__state num">
            <span class=dot></span>
            {text}
        </p>
    }
}
