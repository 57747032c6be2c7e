use leptos::{ev, html, prelude::*};
use shared::MessageId;

use super::changing::Changing;
use crate::{
    browser::{focus, modal},
    components::Icon,
    i18n::*,
};

/// What can be done with a message of one's own: a button at its corner, and behind it a menu.
#[component]
pub(super) fn Tools(
    /// Which message.
    id: MessageId,
    /// Where its change is shown.
    changing: Changing,
    /// Whether the menu is open; the row's Enter key opens it too.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let button = NodeRef::<html::Button>::new();
    let low = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(button) = button.get().filter(|_| open.get()) {
            low.set(modal::is_low(&button));
        }
    });
    let left = move |event: ev::FocusEvent| {
        if modal::leaves(&event) {
            open.set(false);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                focus::element(&button);
            }
        }
    };
    view! {
        <div class="tools needs-js" class:tools--open=open on:focusout=left on:keydown=key>
            <button
                class="icon-button tools__more"
                type="button"
                node_ref=button
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=move || t_string!(i18n, message.more)
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon name="ellipsis" size=18 />
            </button>
            {move || open.get().then(|| view! { <Actions id changing open low /> })}
        </div>
    }
}

#[component]
fn Actions(
    id: MessageId,
    changing: Changing,
    open: RwSignal<bool>,
    low: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let first = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(first) = first.get() {
            focus::element(&first);
        }
    });
    let edit = move |_| {
        open.set(false);
        changing.edit(id);
    };
    let delete = move |_| {
        open.set(false);
        changing.ask_to_delete(id);
    };
    view! {
        <div
            class="tools__menu"
            class:tools__menu--up=low
            role="menu"
            aria-label=move || t_string!(i18n, message.more)
            on:keydown=move |event| modal::walk(&event)
        >
            <button class="menu__row" type="button" role="menuitem" node_ref=first on:click=edit>
                <Icon name="pencil" size=16 />
                {t!(i18n, message.edit)}
            </button>
            <button
                class="menu__row menu__row--danger"
                type="button"
                role="menuitem"
                on:click=delete
            >
                <Icon name="trash-2" size=16 />
                {t!(i18n, message.delete_ask)}
            </button>
        </div>
    }
}
