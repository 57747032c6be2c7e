use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::model::{Person, RoomInfo, RoomKind};

use super::{
    Avatar, Finder, Icon, MembersButton, go_to_date::GoToDate, kept::kept_piece, link_state::words,
};
use crate::{
    address::at,
    browser::focus,
    forms,
    i18n::*,
    live::{LinkStatus, RoomHandle, use_live},
    routes::{self, OPENER},
};

/// The bar above a conversation.
#[component]
pub(crate) fn RoomHeader(
    /// Which room.
    room: RoomHandle,
    /// Who else belongs to it, where it is for a few people only.
    others: Vec<Person>,
    /// Shows another stretch of its history.
    finder: Finder,
) -> impl IntoView {
    let i18n = use_i18n();
    let info = room.info();
    let kind = Memo::new(move |_| info.with(|info| info.kind));
    let other = others.into_iter().next();
    let name = title(room, other.clone());
    view! {
        <header class="head">
            <a
                href=at(routes::LOBBY)
                class="icon-button head__back"
                aria-label=move || t_string!(i18n, room.back)
            >
                <Icon name="chevron-left" />
            </a>
            {move || match (kind.get(), other.clone()) {
                (RoomKind::Direct, Some(person)) => view! { <Avatar person size=24 /> }.into_any(),
                (RoomKind::Direct | RoomKind::Group, _) => {
                    view! { <Icon name="users" size=18 /> }.into_any()
                }
                (RoomKind::Open, _) => view! { <Icon name="hash" size=18 /> }.into_any(),
                (RoomKind::Private, _) => view! { <Icon name="lock" size=18 /> }.into_any(),
            }}
            <div class="head__names">
                <h1 class="head__title" dir="auto">
                    {move || matches!(kind.get(), RoomKind::Open | RoomKind::Private).then(|| view! {
                        <span class="head__hash" aria-hidden="true">
                            "# "
                        </span>
                    })}
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
            {kept_piece("date", move || room.id().to_string(), move || view! { <GoToDate id=room.id() finder /> })}
            {move || info.with(has_settings).then(|| {
                kept_piece("ways", move || room.id().to_string(), move || view! { <Ways room /> })
            })}
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
            href=at(forms::room_settings(id, "general"))
            aria-label=move || t_string!(i18n, room_settings.title)
            title=move || t_string!(i18n, room_settings.title)
        >
            <Icon name="settings" size=18 />
        </a>
        <a
            class="icon-button head__leave"
            href=at(forms::room_settings(id, "leave"))
            aria-label=move || t_string!(i18n, room_settings.leave)
            title=move || t_string!(i18n, room_settings.leave)
        >
            <Icon name="log-out" size=18 />
        </a>
    }
}

/// What the room is called: in a direct room as the other person is, now.
fn title(room: RoomHandle, other: Option<Person>) -> Memo<String> {
    let (summary, info) = (room.room(), room.info());
    let (present, away) = (room.present(), room.away());
    let id = other.map(|person| person.id);
    let called = move |people: &Vec<Person>| {
        let person = people.iter().find(|person| Some(person.id) == id)?;
        Some(person.name.clone())
    };
    Memo::new(move |_| {
        let is_direct = info.with(|info| info.kind == RoomKind::Direct);
        let now = || present.with(called).or_else(|| away.with(called));
        let now = is_direct.then(now).flatten();
        now.unwrap_or_else(|| summary.with(|room| room.name.clone()))
    })
}

/// On phones, where the list and its footer are another screen: how many are here, or what
/// is wrong with the link.
#[component]
fn State(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    let (status, road) = (use_live().status(), use_live().road());
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
        other => words(i18n, other, road.get()),
    };
    view! {
        <p class="head__state num">
            <span class=dot></span>
            {text}
        </p>
    }
}
