use leptos::prelude::*;

use super::Switch;
use crate::{components::Icon, i18n::*};

/// Opens the switcher for those without its keys.
#[component]
pub(crate) fn SwitchButton(
    /// How it looks.
    class: &'static str,
    /// What stands below the icon.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let switch = Switch::in_context();
    let class = format!("{class} needs-js");
    view! {
        <button
            class=class
            type="button"
            aria-haspopup="dialog"
            aria-label=move || t_string!(i18n, switcher.open)
            title=move || t_string!(i18n, switcher.open)
            on:click=move |_| switch.open()
        >
            <Icon name="search" />
            {children.map(|children| children())}
        </button>
    }
}

/// The same as a field that looks as if one could write in it, with its keys.
#[component]
pub(crate) fn SwitchField() -> impl IntoView {
    let i18n = use_i18n();
    let switch = Switch::in_context();
    view! {
        <button
            class="switch-field"
            type="button"
            aria-haspopup="dialog"
            on:click=move |_| switch.open()
        >
            <Icon name="search" size=16 />
            <span>{t!(i18n, switcher.open)}</span>
            <span class="switch-field__keys" aria-hidden="true">
                <kbd class="key">"Ctrl"</kbd>
                <kbd class="key">"K"</kbd>
            </span>
        </button>
    }
}
