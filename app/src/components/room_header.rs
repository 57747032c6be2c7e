use leptos::prelude::*;
use shared::model::RoomKind;

use super::{Finder, Icon, MembersButton, go_to_date::GoToDate, link_state::words};
use crate::{
    i18n::*,
    live::{LinkStatus, RoomHandle, use_live},
    routes,
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
            <MembersButton room />
        </header>
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
