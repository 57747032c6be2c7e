use leptos::prelude::*;
use shared::{
    UserId,
    model::{Person, Role, RoomChange, Writers},
};

use super::{
    Icon,
    clock::{iso, use_clock},
};
use crate::{
    i18n::*,
    live::{NoticeKind, NoticeRow},
};

/// Somebody came or went, or changed the room.
#[component]
pub(crate) fn Notice(
    /// The id of the node.
    id: String,
    /// Grows while more people come, until something else happens.
    #[prop(into)]
    row: Signal<NoticeRow>,
) -> impl IntoView {
    let clock = use_clock();
    let icon = row.with_untracked(icon);
    let at = move || row.with(|row| row.at);
    view! {
        <div class="notice" id=id tabindex="-1">
            <Icon name=icon size=16 />
            <p class="notice__text">
                {move || row.with(words)}
                " · "
                <time class="num" datetime=move || iso(at())>
                    {move || clock.time(at())}
                </time>
            </p>
        </div>
    }
}

fn icon(row: &NoticeRow) -> &'static str {
    match (row.kind, row.change.as_ref().map(|(_, change)| change)) {
        (NoticeKind::Entered, _) => "log-in",
        (NoticeKind::Left | NoticeKind::Parted, _)
        | (_, Some(RoomChange::Remove { .. } | RoomChange::Ban { .. })) => "log-out",
        (NoticeKind::Joined, _) | (_, Some(RoomChange::Add { .. })) => "user-plus",
        (_, Some(RoomChange::SetArchived { .. })) => "archive",
        (_, Some(RoomChange::SetRole { .. })) => "key-round",
        (_, Some(RoomChange::SetWriters { .. })) => "lock",
        (NoticeKind::Room, _) => "pencil",
    }
}

fn words(row: &NoticeRow) -> AnyView {
    match (row.kind, row.people.as_slice(), &row.change) {
        (NoticeKind::Room, [by, ..], Some((whom, change))) => changed(by, whom.as_ref(), change),
        (kind, [one], _) => of_one(kind, one),
        (kind, [a, b], _) => of_two(kind, a, b),
        (kind, [a, b, c], _) => of_three(kind, a, b, c),
        (kind, many, _) => of_many(kind, many.len()),
    }
}

/// What somebody changed about the room.
fn changed(by: &Person, whom: Option<&Person>, change: &RoomChange) -> AnyView {
    let i18n = use_i18n();
    let by = name(by);
    let name = whom.map_or_else(
        || {
            name(&Person {
                id: UserId::default(),
                name: String::new(),
            })
        },
        name,
    );
    match change {
        RoomChange::Add { .. } => t!(i18n, notice.added, by, name).into_any(),
        RoomChange::SetRole { role, .. } => match role {
            Role::Owner => t!(i18n, notice.made_owner, by, name).into_any(),
            Role::Moderator => t!(i18n, notice.made_moderator, by, name).into_any(),
            Role::Member => t!(i18n, notice.made_member, by, name).into_any(),
        },
        RoomChange::Rename { name: text } => {
            t!(i18n, notice.renamed, by, text = quoted(text)).into_any()
        }
        RoomChange::SetTopic { topic } if topic.is_empty() => {
            t!(i18n, notice.no_topic, by).into_any()
        }
        RoomChange::SetTopic { topic } => {
            t!(i18n, notice.topic, by, text = quoted(topic)).into_any()
        }
        RoomChange::SetWriters {
            writers: Writers::Moderators,
        } => t!(i18n, notice.quiet, by).into_any(),
        RoomChange::SetWriters {
            writers: Writers::Everyone,
        } => t!(i18n, notice.talk, by).into_any(),
        RoomChange::SetArchived { archived: true } => t!(i18n, notice.archived, by).into_any(),
        RoomChange::SetArchived { archived: false } => t!(i18n, notice.reopened, by).into_any(),
        // Joining and leaving are kinds of their own; a pardon is not told.
        RoomChange::Remove { .. }
        | RoomChange::Ban { .. }
        | RoomChange::Join
        | RoomChange::Leave
        | RoomChange::Pardon { .. } => t!(i18n, notice.removed, by, name).into_any(),
    }
}

fn of_one(kind: NoticeKind, person: &Person) -> AnyView {
    let i18n = use_i18n();
    let name = name(person);
    match kind {
        NoticeKind::Entered => t!(i18n, notice.joined, name).into_any(),
        NoticeKind::Left => t!(i18n, notice.left, name).into_any(),
        NoticeKind::Joined | NoticeKind::Room => t!(i18n, notice.member, name).into_any(),
        NoticeKind::Parted => t!(i18n, notice.parted, name).into_any(),
    }
}

fn of_two(kind: NoticeKind, a: &Person, b: &Person) -> AnyView {
    let i18n = use_i18n();
    let names = (name(a), name(b));
    let (a, b) = names;
    match kind {
        NoticeKind::Entered => t!(i18n, notice.two_joined, a, b).into_any(),
        NoticeKind::Left => t!(i18n, notice.two_left, a, b).into_any(),
        other => of_many(other, 2),
    }
}

fn of_three(kind: NoticeKind, a: &Person, b: &Person, c: &Person) -> AnyView {
    let i18n = use_i18n();
    let (a, b, c) = (name(a), name(b), name(c));
    match kind {
        NoticeKind::Entered => t!(i18n, notice.three_joined, a, b, c).into_any(),
        NoticeKind::Left => t!(i18n, notice.three_left, a, b, c).into_any(),
        other => of_many(other, 3),
    }
}

fn of_many(kind: NoticeKind, n: usize) -> AnyView {
    let i18n = use_i18n();
    match kind {
        NoticeKind::Entered => t!(i18n, notice.many_joined, n).into_any(),
        NoticeKind::Left => t!(i18n, notice.many_left, n).into_any(),
        NoticeKind::Joined | NoticeKind::Room => t!(i18n, notice.members, n).into_any(),
        NoticeKind::Parted => t!(i18n, notice.parted_many, n).into_any(),
    }
}

/// A text of its own direction.
fn quoted(text: &str) -> impl Fn() -> AnyView + Clone + Send + Sync + use<> {
    let text = text.to_owned();
    move || view! { <bdi>{text.clone()}</bdi> }.into_any()
}

fn name(person: &Person) -> impl Fn() -> AnyView + Clone + Send + Sync + use<> {
    quoted(&person.name)
}
