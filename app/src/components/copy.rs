use leptos::prelude::*;

use super::Icon;
use crate::{browser::clipboard, i18n::*};

/// Copies a text, and says whether that worked.
#[component]
pub(crate) fn CopyButton(
    /// What.
    text: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let copied = RwSignal::new(None::<bool>);
    let copy = move |_| {
        copied.set(Some(clipboard::copy(&text)));
    };
    view! {
        <span class="copy needs-js">
            <button class="button button--plain" type="button" on:click=copy>
                <Icon name="copy" size=16 />
                {t!(i18n, copy.copy)}
            </button>
            <span class="copy__said" role="status">
                {move || match copied.get() {
                    Some(true) => Some(t_string!(i18n, copy.copied)),
                    Some(false) => Some(t_string!(i18n, copy.not_copied)),
                    None => None,
                }}
            </span>
        </span>
    }
}
