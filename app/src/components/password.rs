use leptos::prelude::*;

use super::Icon;
use crate::{
    i18n::*,
    state::strength::{Strength, strength},
};

/// Shows a password to who types it, or hides it again.
#[component]
pub(super) fn Reveal(
    /// Whether it is shown.
    shown: RwSignal<bool>,
    /// The field it belongs to.
    of: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button
            class="field__reveal needs-js"
            type="button"
            aria-controls=of
            aria-pressed=move || if shown.get() { "true" } else { "false" }
            aria-label=move || t_string!(i18n, account.show_password)
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {move || match shown.get() {
                true => view! { <Icon name="eye-off" size=18 /> },
                false => view! { <Icon name="eye" size=18 /> },
            }}
        </button>
    }
}

/// How hard a new password is to guess, in four steps and a word.
#[component]
pub(super) fn Meter(
    /// What is typed.
    typed: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let found = Memo::new(move |_| typed.with(|typed| strength(typed)));
    let word = move |found| match found {
        Strength::Weak => t_string!(i18n, account.weak),
        Strength::Fair => t_string!(i18n, account.fair),
        Strength::Good => t_string!(i18n, account.good),
        Strength::Strong => t_string!(i18n, account.strong),
    };
    view! {
        <p class="strength" role="status">
            {move || found.get().map(|found| view! {
                <span class="strength__bar" data-steps=found.steps().to_string() aria-hidden="true">
                    <span></span>
                    <span></span>
                    <span></span>
                    <span></span>
                </span>
                <span class="hidden">{t!(i18n, account.strength)}" "</span>
                {word(found)}
            })}
        </p>
    }
}
