use leptos::prelude::*;
use shared::Timestamp;

use super::clock::{iso, use_clock};
use crate::i18n::*;

/// A day begins.
#[component]
pub(crate) fn DayDivider(at: Timestamp) -> impl IntoView {
    let (i18n, clock) = (use_i18n(), use_clock());
    let label = move || clock.day(i18n, at);
    view! {
        <div class="divider" role="separator" aria-label=label>
            <time class="divider__label" datetime=iso(at)>
                {label}
            </time>
        </div>
    }
}

/// What follows was not read yet.
#[component]
pub(crate) fn NewDivider(at: Timestamp) -> impl IntoView {
    let (i18n, clock) = (use_i18n(), use_clock());
    let label = move || t_string!(i18n, room.new_since, time = clock.time(at)).to_string();
    view! {
        <div class="divider divider--new" id="new" role="separator" aria-label=label>
            <span class="divider__label num">{label}</span>
        </div>
    }
}
