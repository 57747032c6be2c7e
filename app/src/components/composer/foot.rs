use leptos::prelude::*;
use shared::{RoomId, limits::MESSAGE_CHARS};

use super::Draft;
use crate::{
    address::at,
    components::{kept::kept_piece, not_taken},
    forms,
    i18n::*,
    live::{LinkStatus, use_live},
    routes,
};

/// The counter shows from here on.
const COUNT_FROM: usize = 200;

/// What is wrong, how much room is left, or which keys do what.
#[component]
pub(super) fn Foot(draft: Draft) -> impl IntoView {
    let i18n = use_i18n();
    let Draft {
        length,
        problem,
        room,
        ..
    } = draft;
    let (status, keeps) = (use_live().status(), use_live().keeps());
    let kept = move || {
        let cut_off = matches!(status.get(), LinkStatus::Closed { .. });
        cut_off && keeps.get() && draft.is_kept() && length.get() > 0
    };
    let note = move || match problem.get() {
        Some(why) => Some(not_taken(i18n, why)),
        None => kept().then(|| t_string!(i18n, composer.kept).to_owned()),
    };
    let wrong = move || problem.with(Option::is_some);
    view! {
        <div class="composer__foot">
            <span
                id="composer-note"
                class:composer__problem=wrong
                role=move || wrong().then_some("alert")
            >
                {note}
            </span>
            {kept_piece("reading", move || room.id().to_string(), move || view! { <Reading id=room.id() /> })}
            {kept_piece("keys", String::new, || view! { <Keys /> })}
            <Counter length />
        </div>
    }
}

/// How to go on without JavaScript.
#[component]
fn Reading(id: RoomId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <span class="composer__reading without-js">
            <a class="link" href=at(routes::room(id))>
                {t!(i18n, room.reload)}
            </a>
            <button class="link" type="submit" formaction=at(forms::read(id)) formnovalidate>
                {t!(i18n, room.read_all)}
            </button>
        </span>
    }
}

#[component]
fn Keys() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <span class="composer__hint needs-js">
            <kbd class="key">{t!(i18n, composer.enter)}</kbd>
            " "
            {t!(i18n, composer.sends)}
            " "
            <kbd class="key">{t!(i18n, composer.shift)}</kbd>
            " "
            <kbd class="key">{t!(i18n, composer.enter)}</kbd>
            " "
            {t!(i18n, composer.breaks)}
        </span>
    }
}

/// How many characters are left, near the limit; negative beyond it.
#[component]
fn Counter(length: RwSignal<usize>) -> impl IntoView {
    let shown = move || length.get().saturating_add(COUNT_FROM) >= MESSAGE_CHARS;
    let over = move || length.get() > MESSAGE_CHARS;
    let left = move || match over() {
        true => format!("−{}", length.get().saturating_sub(MESSAGE_CHARS)),
        false => MESSAGE_CHARS.saturating_sub(length.get()).to_string(),
    };
    move || {
        shown().then(|| {
            view! {
                <span class="composer__count num" class:composer__count--over=over dir="ltr">
                    {left}
                </span>
            }
        })
    }
}
