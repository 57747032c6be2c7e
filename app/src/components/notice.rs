use leptos::{either::EitherOf4, prelude::*};
use shared::model::Person;

use super::{
    Icon,
    clock::{iso, use_clock},
};
use crate::{
    i18n::*,
    live::{NoticeKind, NoticeRow},
};

/// Somebody came or went.
#[component]
pub(crate) fn Notice(
    /// The id of the node.
    id: String,
    /// Grows while more people come, until something else happens.
    #[prop(into)]
    row: Signal<NoticeRow>,
) -> impl IntoView {
    let clock = use_clock();
    let icon = match row.with_untracked(|row| row.kind) {
        NoticeKind::Entered => "log-in",
        NoticeKind::Left => "log-out",
    };
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

fn words(row: &NoticeRow) -> impl IntoView + use<> {
    match (row.kind, row.people.as_slice()) {
        (kind, [one]) => EitherOf4::A(of_one(kind, one)),
        (kind, [a, b]) => EitherOf4::B(of_two(kind, a, b)),
        (kind, [a, b, c]) => EitherOf4::C(of_three(kind, a, b, c)),
        (kind, many) => EitherOf4::D(of_many(kind, many.len())),
    }
}

fn of_one(kind: NoticeKind, person: &Person) -> AnyView {
    let i18n = use_i18n();
    let name = name(person);
    match kind {
        NoticeKind::Entered => t!(i18n, notice.joined, name).into_any(),
        NoticeKind::Left => t!(i18n, notice.left, name).into_any(),
    }
}

fn of_two(kind: NoticeKind, a: &Person, b: &Person) -> AnyView {
    let i18n = use_i18n();
    let (a, b) = (name(a), name(b));
    match kind {
        NoticeKind::Entered => t!(i18n, notice.two_joined, a, b).into_any(),
        NoticeKind::Left => t!(i18n, notice.two_left, a, b).into_any(),
    }
}

fn of_three(kind: NoticeKind, a: &Person, b: &Person, c: &Person) -> AnyView {
    let i18n = use_i18n();
    let (a, b, c) = (name(a), name(b), name(c));
    match kind {
        NoticeKind::Entered => t!(i18n, notice.three_joined, a, b, c).into_any(),
        NoticeKind::Left => t!(i18n, notice.three_left, a, b, c).into_any(),
    }
}

fn of_many(kind: NoticeKind, n: usize) -> AnyView {
    let i18n = use_i18n();
    match kind {
        NoticeKind::Entered => t!(i18n, notice.many_joined, n).into_any(),
        NoticeKind::Left => t!(i18n, notice.many_left, n).into_any(),
    }
}

fn name(person: &Person) -> impl Fn() -> AnyView + Clone + Send + Sync + use<> {
    let name = person.name.clone();
    move || view! { <bdi>{name.clone()}</bdi> }.into_any()
}
