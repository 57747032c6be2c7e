//! The settings of a room: its name, its sections, and one of them.

use leptos::prelude::*;
use shared::{
    ApiError, RoomId,
    model::{RoomKind, RoomOverview, RoomTally},
};

use super::{Request, bans, faults, general, invites, leave, members, parts, say, written};
use crate::{
    address::at,
    api::Plain,
    components::Icon,
    forms::{self, FormReturn},
    i18n::Locale,
    routes::{self, OPENER},
};

/// What every section knows.
pub(super) struct Section {
    pub(super) request: Request,
    pub(super) room: RoomId,
    pub(super) overview: RoomOverview,
    /// Where its forms go, and its own address.
    pub(super) path: String,
}

impl Section {
    /// What came back, if a form that does this was just refused.
    pub(super) fn refused(&self, what: &str) -> Option<&FormReturn> {
        let back = self.request.back.as_ref();
        back.filter(|back| back.text("do") == what)
    }

    /// The way back to the room.
    pub(super) fn out(&self) -> String {
        way_out(self.room)
    }
}

fn way_out(room: RoomId) -> String {
    format!("{}#{OPENER}", routes::room(room))
}

/// A section in two parts: what scrolls, and what stands below.
pub(super) struct Sheet {
    pub(super) body: AnyView,
    pub(super) foot: AnyView,
}

pub(super) async fn page(request: Request, room: RoomId, section: &str) -> Result<Plain, ApiError> {
    let l = request.l;
    let overview = request.backend.room_overview(room).await?;
    let info = overview.info.clone();
    let (title, done) = (
        say!(l, room_settings.page, room = info.name.clone()),
        faults::done(l, &request.asked.done),
    );
    let fault = request
        .back
        .as_ref()
        .and_then(|back| faults::of_form(l, back));
    let tally = overview.tally;
    let path = forms::room_settings(room, section);
    let made = Section {
        request,
        room,
        overview,
        path,
    };
    let sheet = match section {
        "general" => general::sheet(&made),
        "members" => members::sheet(&made).await?,
        "invites" => invites::sheet(&made).await?,
        "bans" => bans::sheet(&made).await?,
        "leave" => leave::sheet(&made),
        _ => return Err(ApiError::NotFound),
    };
    let view = view! {
        <div class="sheet">
            {head(l, room, info.name, info.kind)}
            {tabs(l, room, section, tally)}
            <div class="sheet__body">
                {parts::done(done)}
                {parts::fault(fault)}
                {sheet.body}
            </div>
            <footer class="sheet__foot">{sheet.foot}</footer>
        </div>
    };
    Ok(written(title, view))
}

fn head(l: Locale, room: RoomId, name: String, kind: RoomKind) -> impl IntoView {
    let icon = match kind {
        RoomKind::Open => "hash",
        _ => "lock",
    };
    view! {
        <header class="sheet__head">
            <a
                class="icon-button sheet__back"
                href=at(way_out(room))
                aria-label=say!(l, room_settings.back)
            >
                <Icon name="chevron-left" />
            </a>
            <Icon name=icon size=18 />
            <h1 class="sheet__title">
                <bdi>{name}</bdi>
                " "
                <span class="sheet__note">{say!(l, room_settings.title)}</span>
            </h1>
            <a
                class="icon-button sheet__close"
                href=at(way_out(room))
                data-close="true"
                aria-label=say!(l, room_settings.back)
                title=say!(l, room_settings.back)
            >
                <Icon name="x" size=18 />
            </a>
        </header>
    }
}

/// The sections that there are for this person. One stands for itself and for the question
/// whether to leave.
fn tabs(l: Locale, room: RoomId, section: &str, tally: RoomTally) -> impl IntoView + use<> {
    let here = match section {
        "leave" => "general",
        other => other,
    };
    let tab = |name: &'static str, label: String, count: Option<u32>| {
        let is_here = name == here;
        view! {
            <a
                class="tabs__tab"
                href=at(forms::room_settings(room, name))
                id=is_here.then_some("tab")
                aria-current=is_here.then_some("page")
            >
                {label}
                {count.map(|n| view! { " " <span class="tabs__count num">{n.to_string()}</span> })}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=say!(l, room_settings.title)>
            {tab("general", say!(l, room_settings.general), None)}
            {tab("members", say!(l, room_settings.members), Some(tally.members))}
            {tally
                .invites
                .map(|n| tab("invites", say!(l, room_settings.invites), Some(n)))}
            {tally.bans.map(|n| tab("bans", say!(l, room_settings.bans), Some(n)))}
        </nav>
    }
}

/// The way back, as the foot of a section in which everything happens at once.
pub(super) fn finished(made: &Section, note: String) -> AnyView {
    let l = made.request.l;
    view! {
        <p class="sheet__hint">{note}</p>
        <a class="button button--plain" href=at(made.out())>{say!(l, room_settings.done)}</a>
    }
    .into_any()
}
