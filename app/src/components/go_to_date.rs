use leptos::{ev, html, prelude::*};
use shared::{RoomId, Timestamp};

use super::{Finder, Goal, Icon, clock};
use crate::{address::at, browser::modal, i18n::*, live::use_live, routes};

/// Opens the log at a day. A plain form: without JavaScript days begin in Greenwich.
#[component]
pub(crate) fn GoToDate(
    /// In which room.
    id: RoomId,
    /// What brings the reader there.
    finder: Finder,
) -> impl IntoView {
    let i18n = use_i18n();
    let live = use_live();
    let (field, form) = (NodeRef::<html::Input>::new(), NodeRef::<html::Form>::new());
    let submitted = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let date = field.get_untracked().map(|field| field.value());
        if let Some(at) = date.and_then(|date| clock::midnight(&date)) {
            let at = Timestamp::from_seconds(u32::try_from(at).unwrap_or(u32::MAX));
            let offset = untrack(|| live.offset_minutes(at)).saturating_mul(60);
            let local = i64::from(at.seconds()).saturating_sub(offset.into());
            let local = u32::try_from(local).unwrap_or_default();
            finder.go(Goal::Since(Timestamp::from_seconds(local)));
        }
        if let Some(form) = form.get_untracked() {
            modal::hide_popover(&form);
        }
    };
    view! {
        <button
            class="icon-button"
            type="button"
            popovertarget="go-to-date"
            aria-label=move || t_string!(i18n, room.jump_date)
            title=move || t_string!(i18n, room.jump_date)
        >
            <Icon name="calendar" size=18 />
        </button>
        <form
            class="menu go-to-date"
            id="go-to-date"
            popover="auto"
            method="get"
            action=at(routes::room(id))
            node_ref=form
            on:submit=submitted
        >
            <label class="field__label" for="date">
                {t!(i18n, room.date)}
            </label>
            <input class="field__input" id="date" type="date" name="date" required node_ref=field />
            <button class="button button--primary" type="submit">
                {t!(i18n, room.go)}
            </button>
        </form>
    }
}
