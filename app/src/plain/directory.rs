//! Every room that somebody may find.

use leptos::prelude::*;
use shared::{
    ApiError,
    limits::{ROOM_NAME_CHARS, SEARCH_CHARS},
    model::{DirectoryEntry, RoomKind},
};

use super::{
    Request,
    general::name_problem,
    parts::{Line, pager, query_value},
    say, written,
};
use crate::{
    address::at,
    api::Plain,
    components::Icon,
    forms::{self, Form},
    i18n::Locale,
    routes,
};

pub(super) async fn page(request: Request) -> Result<Plain, ApiError> {
    let (l, asked) = (request.l, &request.asked);
    let found = request.backend.directory(&asked.words, asked.page).await?;
    let words = asked.words.clone();
    let pager = pager(l, forms::ROOMS, &words, asked.page, found.has_more);
    let back = format!(
        "{}?q={}&page={}",
        forms::ROOMS,
        query_value(&words),
        asked.page
    );
    let none = found.rooms.is_empty().then(|| nothing(l, words));
    let rows = found.rooms.into_iter();
    let rows = rows.map(|room| row(l, room, &back)).collect_view();
    let view = view! {
        <div class="pane">
            <header class="head head--page">
                <a
                    class="icon-button head__back"
                    href=at(routes::LOBBY)
                    aria-label=say!(l, room.back)
                >
                    <Icon name="chevron-left" />
                </a>
                <div class="head__names">
                    <h1 class="head__title">{say!(l, lobby.title)}</h1>
                </div>
            </header>
            <div class="lobby__scroll">
                <div class="lobby__inner directory-page">
                    <div class="directory-page__tools">{search(&request)} {new_room(&request)}</div>
                    {none}
                    <ul class="directory">{rows}</ul>
                    {pager}
                    <p class="sheet__hint">{say!(l, directory.note)}</p>
                </div>
            </div>
        </div>
    };
    Ok(written(say!(l, lobby.title), view))
}

fn nothing(l: Locale, words: String) -> impl IntoView {
    view! {
        <div class="directory-page__none" role="status">
            <p class="empty__title">{say!(l, directory.none, words)}</p>
            <p class="empty__text">{say!(l, directory.none_text)}</p>
            <a class="button button--plain" href=at(forms::ROOMS)>{say!(l, directory.all)}</a>
        </div>
    }
}

fn search(request: &Request) -> impl IntoView + use<> {
    let l = request.l;
    view! {
        <form class="find" method="get" action=at(forms::ROOMS) role="search">
            <label class="field__label" for="q">{say!(l, directory.find)}</label>
            <div class="find__line">
                <div class="field__box">
                    <Icon name="search" size=16 />
                    <input
                        class="field__input"
                        id="q"
                        name="q"
                        type="search"
                        dir="auto"
                        maxlength=SEARCH_CHARS.to_string()
                        value=request.asked.words.clone()
                    />
                </div>
                <button class="button button--plain" type="submit">
                    {say!(l, directory.search)}
                </button>
            </div>
        </form>
    }
}

/// The form that makes a room, put away until it is wanted, or came back refused.
fn new_room(request: &Request) -> impl IntoView + use<> {
    let l = request.l;
    let back = request.back.as_ref();
    let back = back.filter(|back| back.form == Form::OpenRoom);
    let name = Line {
        name: "name",
        label: say!(l, lobby.name),
        hint: say!(l, lobby.name_hint),
        wrong: back
            .and_then(|back| back.problem())
            .map(|problem| name_problem(l, problem)),
        value: back.map(|back| back.text("name")).unwrap_or_default(),
        max: ROOM_NAME_CHARS,
        required: true,
    };
    view! {
        <details class="new-room" open=back.is_some()>
            <summary class="button button--primary">
                <Icon name="plus" size=16 />
                {say!(l, directory.new_room)}
            </summary>
            <form class="open-room" method="post" action=at(forms::ROOMS)>
                {name.view()}
                <label class="check">
                    <input class="check__box" type="checkbox" name="private" value="on" />
                    {say!(l, lobby.private)}
                </label>
                <button class="button button--primary" type="submit">
                    {say!(l, lobby.open_room)}
                </button>
            </form>
        </details>
    }
}

fn row(l: Locale, room: DirectoryEntry, back: &str) -> impl IntoView + use<> {
    let DirectoryEntry { info, members } = room;
    let icon = match (info.archived, info.kind) {
        (true, _) => "archive",
        (false, RoomKind::Open) => "hash",
        (false, _) => "lock",
    };
    let tag = match (info.archived, info.role) {
        (true, _) => Some(("tag", say!(l, directory.archived))),
        (false, Some(_)) => Some(("tag tag--tea", say!(l, directory.joined))),
        (false, None) => None,
    };
    let count = match members {
        1 => say!(l, directory.one_member),
        n => say!(l, directory.many_members, n),
    };
    let name = info.name.clone();
    let topic = info.topic.clone();
    view! {
        <li class="directory__row directory-row">
            <span class="directory__tile"><Icon name=icon size=18 /></span>
            <div class="directory-row__what">
                <p class="directory-row__line">
                    <bdi class="directory__name">{name}</bdi>
                    {tag.map(|(class, text)| view! { <span class=class>{text}</span> })}
                </p>
                {(!topic.is_empty())
                    .then(|| view! { <p class="directory-row__topic" dir="auto">{topic}</p> })}
            </div>
            <span class="directory-row__count num">{count}</span>
            {way_in(l, info, back)}
        </li>
    }
}

/// The one thing to do with a room: open, join or read it. Joining keeps one in the list.
fn way_in(l: Locale, info: shared::model::RoomInfo, back: &str) -> impl IntoView + use<> {
    let room = info.name.clone();
    let is_open = info.role.is_some() || info.archived;
    if is_open {
        let (label, spoken) = match info.archived {
            true => (say!(l, directory.read), say!(l, directory.read_one, room)),
            false => (say!(l, directory.open), say!(l, directory.open_one, room)),
        };
        return view! {
            <a
                class="button button--ghost directory-row__go"
                id=format!("room-{}", info.id)
                href=at(routes::room(info.id))
                aria-label=spoken
            >
                {label}
            </a>
        }
        .into_any();
    }
    view! {
        <form class="directory-row__go" method="post" action=at(forms::join_room(info.id))>
            <input type="hidden" name="back" value=format!("{back}#room-{}", info.id) />
            <button
                class="button button--plain"
                type="submit"
                aria-label=say!(l, directory.join_one, room)
            >
                {say!(l, directory.join)}
            </button>
        </form>
    }
    .into_any()
}
