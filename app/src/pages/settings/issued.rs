//! Lists of what opens a door and can be taken back: the tokens of bots, the links of the house.

use leptos::prelude::*;

use crate::{
    address::at,
    components::{CopyButton, Icon},
    i18n::*,
};

/// What was just made: shown this once, with a button that takes it along.
#[component]
pub(super) fn Made(
    /// Says that it is there.
    #[prop(into)]
    says: Signal<String>,
    /// What the button copies.
    text: String,
    /// The same, to be seen and selected.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="strip">
            <p role="status">{says}</p>
            <div class="strip__line">{children()} <CopyButton text /></div>
        </div>
    }
}

/// All of them, or that there are none.
#[component]
pub(super) fn IssuedList(
    /// The words for none.
    #[prop(into)]
    none: Signal<String>,
    /// One [`IssuedRow`] each.
    rows: Vec<AnyView>,
) -> impl IntoView {
    let is_empty = rows.is_empty();
    view! {
        {is_empty.then(|| view! { <p class="panel__foot">{none}</p> })}
        <ul>{rows}</ul>
    }
}

/// One of them: what it is called, how it is used, and the way to end it.
#[component]
pub(super) fn IssuedRow(
    /// Before its name.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// What it is called.
    name: AnyView,
    /// How it is used.
    note: AnyView,
    /// How it is ended.
    end: End,
) -> impl IntoView {
    view! {
        <li class="device">
            {icon.map(|name| view! {
                <span class="device__tile">
                    <Icon name size=18 />
                </span>
            })}
            <div class="device__what">
                <p class="device__name">{name}</p>
                <p class="device__seen num">{note}</p>
            </div>
            <Revoke end />
        </li>
    }
}

/// How something is ended, and what one is told before.
pub(super) struct End {
    /// Its number, for the id of the question.
    pub(super) id: u64,
    /// Where the form goes.
    pub(super) action: String,
    /// The name of the first button: this says which.
    pub(super) label: Signal<String>,
    /// The question.
    pub(super) asks: Signal<String>,
    /// What will stop.
    pub(super) text: Signal<String>,
}

/// Asks first. The browser opens and closes the question, so it needs no JavaScript.
#[component]
fn Revoke(end: End) -> impl IntoView {
    let i18n = use_i18n();
    let popup = format!("revoke-{}", end.id);
    let id = popup.clone();
    view! {
        <button
            class="button button--plain"
            type="button"
            popovertarget=popup.clone()
            aria-label=end.label
        >
            {t!(i18n, settings.revoke)}
        </button>
        <div class="popup popup--ask" id=id popover="auto">
            <p class="popup__title">{end.asks}</p>
            <p class="popup__text">{end.text}</p>
            <form class="dialog__buttons" method="post" action=at(end.action)>
                <button
                    class="button button--plain"
                    type="button"
                    popovertarget=popup
                    popovertargetaction="hide"
                >
                    {t!(i18n, settings.keep)}
                </button>
                <button class="button button--danger" type="submit">
                    {t!(i18n, settings.revoke)}
                </button>
            </form>
        </div>
    }
}
