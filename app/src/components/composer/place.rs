use leptos::prelude::*;
use shared::{
    model::{RoomInfo, RoomKind},
    rules::Deed,
};

use super::Composer;
use crate::{
    address::at, browser::scroll::Keeper, components::Icon, forms, i18n::*, live::RoomHandle,
};

/// Where messages are written, or why they cannot be.
#[component]
pub(crate) fn ComposerPlace(
    /// Where to.
    room: RoomHandle,
    /// Follows to the end what was sent.
    keeper: Keeper,
) -> impl IntoView {
    let info = room.info();
    let obstacle = Memo::new(move |_| info.with(obstacle));
    move || match obstacle.get() {
        None => view! { <Composer room keeper /> }.into_any(),
        Some(Obstacle::NoMember) => view! { <JoinBar room /> }.into_any(),
        Some(other) => view! { <Closed obstacle=other /> }.into_any(),
    }
}

/// Why somebody cannot write in a room that they can read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Obstacle {
    NoMember,
    Archived,
    ReadOnly,
}

fn obstacle(info: &RoomInfo) -> Option<Obstacle> {
    let standing = info.standing();
    if standing.allows(Deed::Write).is_ok() {
        return None;
    }
    Some(match (info.archived, info.role, info.kind) {
        (true, ..) => Obstacle::Archived,
        (false, None, RoomKind::Open) => Obstacle::NoMember,
        (false, ..) => Obstacle::ReadOnly,
    })
}

/// An ordinary form: the server answers with the room.
#[component]
fn JoinBar(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <form
            class="composer composer--bar"
            method="post"
            action=at(forms::join_room(room.id()))
            data-region="composer"
        >
            <span>{t!(i18n, room.look_in)}</span>
            <button class="button button--primary" type="submit" id="composer">
                <Icon name="plus" size=16 />
                {t!(i18n, room.join)}
            </button>
        </form>
    }
}

#[component]
fn Closed(obstacle: Obstacle) -> impl IntoView {
    let i18n = use_i18n();
    let (icon, words) = match obstacle {
        Obstacle::Archived => ("archive", t!(i18n, room.archived).into_any()),
        Obstacle::ReadOnly | Obstacle::NoMember => ("lock", t!(i18n, room.read_only).into_any()),
    };
    view! {
        <p class="composer composer--bar" id="composer" tabindex="-1" data-region="composer">
            <Icon name=icon size=16 />
            <span>{words}</span>
        </p>
    }
}
