use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::{
    RoomId,
    model::{Lobby, RoomSummary},
};

use super::{Drawing, Empty, Icon, RoomMarks, Skeleton};
use crate::{
    address::at,
    i18n::*,
    live::{LinkStatus, MyRoomList, use_live},
    routes,
};

/// The lobby as it is now, once it is known; in context below [`crate::pages::House`].
#[derive(Clone, Copy)]
pub(crate) struct Rooms(pub(crate) Signal<Option<Lobby>>);

impl Rooms {
    /// The lobby; outside of the house nothing is known of it.
    pub(crate) fn in_context() -> Self {
        use_context().unwrap_or_else(|| Self(Signal::stored(None)))
    }

    /// One room of it.
    pub(crate) fn room(self, id: RoomId) -> Memo<RoomSummary> {
        Memo::new(move |before: Option<&RoomSummary>| {
            let found = self
                .0
                .with(|lobby| known(lobby).iter().find(|room| room.id == id).cloned());
            found
                .or_else(|| before.cloned())
                .unwrap_or_else(|| RoomSummary {
                    id,
                    name: String::new(),
                    online: 0,
                })
        })
    }
}

fn known(lobby: &Option<Lobby>) -> &[RoomSummary] {
    lobby.as_ref().map_or(&[], |lobby| &lobby.rooms)
}

/// Every room, with how many people are in it. On phones the list of one's own rooms stands on
/// the same page; the style leaves out what it shows.
#[component]
pub(crate) fn Directory() -> impl IntoView {
    let i18n = use_i18n();
    let Rooms(lobby) = Rooms::in_context();
    let ids = Memo::new(move |_| -> Vec<RoomId> {
        lobby.with(|lobby| known(lobby).iter().map(|room| room.id).collect())
    });
    let is_empty = Memo::new(move |_| lobby.with(|lobby| Some(lobby.as_ref()?.rooms.is_empty())));
    let listed = MyRoomList::in_context().rooms();
    let own = Memo::new(move |_| listed.with(|ids| ids.iter().copied().collect::<BTreeSet<_>>()));
    view! {
        <section class="directory">
            {move || match is_empty.get() {
                None => view! { <Unknown /> }.into_any(),
                Some(true) => view! {
                    <Empty
                        drawing=Drawing::Cup
                        title=move || t!(i18n, lobby.empty)
                        text=move || t!(i18n, lobby.empty_text)
                    />
                }
                .into_any(),
                Some(false) => view! {
                    <div class="directory__head" aria-hidden="true">
                        <span>{t!(i18n, lobby.room)}</span>
                        <span>{t!(i18n, lobby.people)}</span>
                    </div>
                }
                .into_any(),
            }}
            <ul>
                <For each=move || ids.get() key=|id| *id let:id>
                    <li class:directory__own=move || own.with(|own| own.contains(&id))>
                        <RoomCard id />
                    </li>
                </For>
            </ul>
        </section>
    }
}

/// Until the rooms are known: they are on their way, or out of reach.
#[component]
fn Unknown() -> impl IntoView {
    let i18n = use_i18n();
    let status = use_live().status();
    move || match status.get() {
        LinkStatus::Closed { .. } => view! {
            <Empty
                drawing=Drawing::Cracked
                title=move || t!(i18n, fault.lobby_failed)
                text=move || t!(i18n, fault.lobby_failed_text)
            >
                <a class="button button--primary" rel="external" href=at(routes::LOBBY)>
                    <Icon name="rotate-cw" size=16 />
                    {t!(i18n, fault.retry)}
                </a>
            </Empty>
        }
        .into_any(),
        LinkStatus::Connecting | LinkStatus::Closing | LinkStatus::Open => {
            view! { <Skeleton /> }.into_any()
        }
    }
}

#[component]
fn RoomCard(id: RoomId) -> impl IntoView {
    let i18n = use_i18n();
    let room = Rooms::in_context().room(id);
    let online = move || room.with(|room| room.online);
    let here = move || match online() {
        0 => t_string!(i18n, lobby.nobody_here).to_owned(),
        1 => t_string!(i18n, lobby.one_here).to_owned(),
        n => t_string!(i18n, lobby.many_here, n).to_string(),
    };
    let dot = move || match online() {
        0 => "dot dot--off",
        _ => "dot dot--online",
    };
    view! {
        <a href=at(routes::room(id)) class="directory__row">
            <span class="directory__tile">
                <Icon name="hash" size=18 />
            </span>
            <span class="directory__name" dir="auto">
                {move || room.with(|room| room.name.clone())}
            </span>
            <span class="directory__here num">
                <RoomMarks id />
                <span class=dot></span>
                {here}
            </span>
            <span class="directory__open button button--plain" aria-hidden="true">
                {t!(i18n, lobby.open)}
            </span>
        </a>
    }
}
