use leptos::prelude::*;

use super::fault::NothingHere;
use crate::{components::PageTitle, i18n::*};

/// No page has this address.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=move || t_string!(i18n, fault.not_found).to_owned() />
        <main id="main">
            <NothingHere />
        </main>
    }
}
