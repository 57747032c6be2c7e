use leptos::prelude::*;

use crate::i18n::*;

/// The shape of what is on its way.
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    let i18n = use_i18n();
    let row = || view! { <div class="skeleton__row"><span class="skeleton__name"></span></div> };
    view! {
        <div class="skeleton" aria-busy="true">
            <span class="hidden">{t!(i18n, loading)}</span>
            {(0..3).map(|_| row()).collect_view()}
        </div>
    }
}
