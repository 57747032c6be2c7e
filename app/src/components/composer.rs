//! Where messages are written.

use leptos::{ev, prelude::*};
use shared::model::RoomKind;

use super::{Changing, Icon};
use crate::{
    address::at,
    browser::{composition, focus, scroll::Keeper},
    first::{form_nonce, refused},
    forms::{self, Form, FormReturn},
    i18n::*,
    live::{NotTaken, RoomHandle},
};

mod draft;
mod foot;
mod place;

use draft::Draft;
use foot::Foot;
pub(crate) use place::ComposerPlace;

/// A real form around an uncontrolled field: it posts without wasm, and what was typed
/// before wasm arrived stays.
#[component]
fn Composer(
    /// Where to.
    room: RoomHandle,
    /// Follows to the end what was sent.
    keeper: Keeper,
) -> impl IntoView {
    let back = refused(Form::Post);
    let problem = back
        .as_ref()
        .and_then(FormReturn::problem)
        .map(NotTaken::Invalid);
    let typed = back.map(|back| back.text("text")).unwrap_or_default();
    let draft = Draft::new(room, keeper, problem);
    let submitted = move |event: ev::SubmitEvent| {
        event.prevent_default();
        draft.send();
    };
    view! {
        <form
            class="composer"
            method="post"
            action=at(forms::messages(room.id()))
            data-region="composer"
            on:submit=submitted
        >
            <input type="hidden" name="nonce" value=form_nonce() />
            <div class="composer__box">
                <div class="composer__grow">
                    <Text draft typed />
                </div>
                <SendButton draft />
            </div>
            <Foot draft />
        </form>
    }
}

#[component]
fn Text(draft: Draft, typed: String) -> impl IntoView {
    let i18n = use_i18n();
    let (summary, info) = (draft.room.room(), draft.room.info());
    let label = move || {
        let room = summary.with(|room| room.name.clone());
        match info.with(|info| info.kind) {
            RoomKind::Direct | RoomKind::Group => {
                t_string!(i18n, composer.label_to, name = room).to_string()
            }
            _ => t_string!(i18n, composer.label, room).to_string(),
        }
    };
    let changing = use_context::<Changing>();
    let key = move |event: ev::KeyboardEvent| {
        if composition::sends(&event) {
            event.prevent_default();
            draft.send();
        } else if event.key() == "ArrowUp" && draft.is_empty() && !event.is_composing() {
            if changing.is_some_and(Changing::edit_last) {
                event.prevent_default();
            }
        } else if event.key() == "Escape" && !event.is_composing() {
            draft.room.load_latest();
            draft.keeper.to_end();
        }
    };
    let changed = move |_| {
        draft.problem.set(None);
        draft.look();
    };
    Effect::new(move |_| {
        if let Some(field) = draft.field.get() {
            draft.recall();
            focus::on_arrival(&field);
        }
    });
    view! {
        <textarea
            class="composer__text"
            id="composer"
            name="text"
            rows="1"
            dir="auto"
            required
            autocomplete="off"
            node_ref=draft.field
            placeholder=label
            aria-label=label
            aria-describedby="composer-note"
            aria-invalid=move || draft.is_invalid().then_some("true")
            on:keydown=key
            on:input=changed
        >
            {typed}
        </textarea>
    }
}

/// Sends. Without JavaScript it always can; with it, whenever there is something to send.
#[component]
fn SendButton(draft: Draft) -> impl IntoView {
    let i18n = use_i18n();
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    view! {
        <button
            class="composer__send"
            type="submit"
            disabled=move || ready.get() && draft.is_stuck()
            aria-label=move || t_string!(i18n, composer.send)
        >
            <Icon name="arrow-up" size=20 />
        </button>
    }
}
