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
