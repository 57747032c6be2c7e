use leptos::{ev, html, prelude::*};
use shared::{MessageId, RoomId, model::HistoryAt};

use super::changing::Changing;
use crate::{
    browser::{clipboard, focus, modal},
    components::{Announcer, Icon},
    i18n::*,
    live::RoomHandle,
    routes,
};

/// What can be done with a message: a button at its corner, and behind it a menu.
#[component]
pub(super) fn Tools(
    /// Where.
    room: RoomHandle,
    /// Which message.
    id: MessageId,
    /// Whether it is the viewer's.
    own: bool,
    /// Whether they may take it back: their own, or as somebody who keeps order here.
    deletes: bool,
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
            {move || open.get().then(|| view! { <Actions room id own deletes changing open low /> })}
        </div>
    }
}

#[component]
fn Actions(
    room: RoomHandle,
    id: MessageId,
    own: bool,
    deletes: bool,
    changing: Changing,
    open: RwSignal<bool>,
    low: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let menu = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(menu) = menu.get() {
            modal::focus_first(&menu);
        }
    });
    let done = move |act: fn(Changing, MessageId)| {
        move |_| {
            open.set(false);
            act(changing, id);
        }
    };
    let unread = move |_| {
        open.set(false);
        room.mark_unread(id);
    };
    view! {
        <div
            class="tools__menu"
            class:tools__menu--up=low
            role="menu"
            aria-label=move || t_string!(i18n, message.more)
            node_ref=menu
            on:keydown=move |event| modal::walk(&event)
        >
            {own.then(|| view! {
                <button class="menu__row" type="button" role="menuitem" on:click=done(Changing::edit)>
                    <Icon name="pencil" size=16 />
                    {t!(i18n, message.edit)}
                </button>
            })}
            <button class="menu__row" type="button" role="menuitem" on:click=unread>
                <Icon name="message-circle" size=16 />
                {t!(i18n, message.mark_unread)}
            </button>
            <CopyLink room=room.id() id />
            {deletes.then(|| view! {
                <button
                    class="menu__row menu__row--danger"
                    type="button"
                    role="menuitem"
                    on:click=done(Changing::ask_to_delete)
                >
                    <Icon name="trash-2" size=16 />
                    {t!(i18n, message.delete_ask)}
                </button>
            })}
        </div>
    }
}

/// The address of a message; the row says when it is on the clipboard.
#[component]
fn CopyLink(room: RoomId, id: MessageId) -> impl IntoView {
    let i18n = use_i18n();
    let announcer = use_context::<Announcer>();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let path = routes::room_at(room, HistoryAt::Around(id.into()));
        copied.set(clipboard::copy(&clipboard::address_of(&path)));
        if let Some(announcer) = announcer.filter(|_| copied.get_untracked()) {
            announcer.say(t_string!(i18n, message.link_copied).to_owned());
        }
    };
    view! {
        <button class="menu__row" type="button" role="menuitem" on:click=copy>
            {move || match copied.get() {
                true => view! { <Icon name="check" size=16 /> },
                false => view! { <Icon name="link" size=16 /> },
            }}
            {move || match copied.get() {
                true => t_string!(i18n, message.link_copied),
                false => t_string!(i18n, message.copy_link),
            }}
        </button>
    }
}
