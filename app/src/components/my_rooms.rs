use leptos::prelude::*;
use shared::{
    RoomId, UserId,
    model::{MyRoom, Person, RoomKind},
};

use super::{Avatar, Icon, RoomMarks, kept::kept_piece};
use crate::{
    address::{at, use_path},
    forms,
    i18n::*,
    live::MyRoomList,
    routes,
};

/// Most rows of a section before it asks whether to show more.
const SHOWN: usize = 200;

/// Counts above this are not told exactly.
const MOST: u64 = 99;

/// The rooms that the viewer is a member of, then what they say among few.
#[component]
pub(crate) fn MyRooms() -> impl IntoView {
    let list = MyRoomList::in_context();
    view! {
        {kept_piece("rooms", String::new, || view! { <RoomsHead /> })}
        <RoomLinks ids=list.rooms() />
        {kept_piece("directs", String::new, || view! { <DirectsHead /> })}
        <RoomLinks ids=list.directs() />
    }
}

#[component]
fn RoomsHead() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="sidebar__section">
            <h2 class="sidebar__title">
                <a href=at(forms::ROOMS)>{t!(i18n, sidebar.rooms)}</a>
            </h2>
            <a
                href=at(forms::ROOMS)
                class="icon-button"
                aria-label=move || t_string!(i18n, sidebar.add)
                title=move || t_string!(i18n, sidebar.add)
            >
                <Icon name="plus" size=16 />
            </a>
        </div>
    }
}

#[component]
fn DirectsHead() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="sidebar__section">
            <h2 class="sidebar__title">{t!(i18n, sidebar.directs)}</h2>
            <a
                href=at(forms::GATHER)
                class="icon-button"
                aria-label=move || t_string!(i18n, sidebar.write)
                title=move || t_string!(i18n, sidebar.write)
            >
                <Icon name="plus" size=16 />
            </a>
        </div>
    }
}

/// One section. A thousand rooms are not a thousand rows until somebody asks for them.
#[component]
fn RoomLinks(ids: Signal<Vec<RoomId>>) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_path();
    let most = RwSignal::new(SHOWN);
    let shown = Memo::new(move |_| {
        ids.with(|ids| ids.iter().copied().take(most.get()).collect::<Vec<_>>())
    });
    let hidden = Memo::new(move |_| ids.with(Vec::len).saturating_sub(most.get()));
    view! {
        <ul>
            <For each=move || shown.get() key=|id| *id let:id>
                <li>
                    {room_link(id, path)}
                </li>
            </For>
        </ul>
        {move || (hidden.get() > 0).then(|| view! {
            <button
                class="sidebar__row sidebar__more needs-js"
                type="button"
                on:click=move |_| most.update(|most| *most = most.saturating_add(SHOWN))
            >
                {move || t_string!(i18n, sidebar.more, n = hidden.get())}
            </button>
        })}
    }
}

fn room_link(id: RoomId, path: Memo<String>) -> impl IntoView {
    let of = move || {
        let room = MyRoomList::in_context().room(id).get_untracked();
        let here = path.with_untracked(|path| is_here(id, path));
        // As much of it as is shown.
        let (unread, for_me) = match (here, room.unread(), room.for_me()) {
            (true, ..) => (0, 0),
            (false, unread, 0) => (unread, 0),
            (false, _, for_me) => (1, for_me),
        };
        let MyRoom {
            kind,
            with,
            name,
            archived,
            ..
        } = room;
        format!("{id} {kind:?} {with:?} {here} {unread} {for_me} {archived} {name}")
    };
    kept_piece("room", of, move || view! { <RoomLink id path /> })
}

fn is_here(room: RoomId, path: &str) -> bool {
    let room = routes::room(room);
    path.strip_prefix(&room)
        .is_some_and(|rest| matches!(rest, "" | "/messages"))
}

#[component]
fn RoomLink(id: RoomId, path: Memo<String>) -> impl IntoView {
    let room = MyRoomList::in_context().room(id);
    let here = Memo::new(move |_| path.with(|path| is_here(id, path)));
    let is_new = move || room.with(|room| room.unread() > 0) && !here.get();
    view! {
        <a
            href=at(routes::room(id))
            class="sidebar__row"
            class:sidebar__row--new=is_new
            class:sidebar__row--archived=move || room.with(|room| room.archived)
            aria-current=move || here.get().then_some("page")
        >
            <Tile room />
            <span class="sidebar__name" dir="auto">
                {move || room.with(|room| room.name.clone())}
            </span>
            <RoomMarks id />
            {move || (!here.get()).then(|| view! { <Badge room /> })}
        </a>
    }
}

/// What kind of room it is, or the face of the one other person.
#[component]
fn Tile(room: Signal<MyRoom>) -> impl IntoView {
    let kind = Memo::new(move |_| room.with(|room| (room.kind, room.with)));
    move || match kind.get() {
        (RoomKind::Direct, with) => view! { <Face room id=with.unwrap_or_default() /> }.into_any(),
        (RoomKind::Group, _) => view! { <Icon name="users" size=16 /> }.into_any(),
        (RoomKind::Private, _) => view! { <Icon name="lock" size=16 /> }.into_any(),
        (RoomKind::Open, _) => view! { <Icon name="hash" size=16 /> }.into_any(),
    }
}

#[component]
fn Face(room: Signal<MyRoom>, id: UserId) -> impl IntoView {
    let name = Memo::new(move |_| room.with(|room| room.name.clone()));
    move || view! { <Avatar person=Person { id, name: name.get() } size=24 /> }
}

/// How much is unread: red where somebody needs the viewer.
#[component]
fn Badge(room: Signal<MyRoom>) -> impl IntoView {
    let i18n = use_i18n();
    let counts = Memo::new(move |_| room.with(|room| (room.unread(), room.for_me())));
    move || match counts.get() {
        (0, _) => ().into_any(),
        (unread, 0) => view! {
            <span class="sidebar__count num">
                <span aria-hidden="true">{capped(unread)}</span>
                <span class="hidden">", "{t_string!(i18n, sidebar.unread, n = unread)}</span>
            </span>
        }
        .into_any(),
        (_, for_me) => view! {
            <span class="badge num">
                <span aria-hidden="true">{capped(for_me)}</span>
                <span class="hidden">", "{t_string!(i18n, sidebar.for_you, n = for_me)}</span>
            </span>
        }
        .into_any(),
    }
}

fn capped(count: u64) -> String {
    if count > MOST {
        format!("{MOST}+")
    } else {
        count.to_string()
    }
}
