use leptos::{ev, prelude::*};
use shared::{RoomId, model::Person};

use super::Cards;
use crate::{address::at, browser::place, routes};

/// A person's name or face. It leads to their page; where a room is shown, a card opens
/// beside it instead.
#[component]
pub(crate) fn PersonLink(
    /// Who.
    #[prop(into)]
    person: Signal<Person>,
    /// Where they are shown.
    room: RoomId,
    /// Whether something beside it leads to the same place, so that keyboards and screen
    /// readers need not stop here.
    #[prop(optional)]
    again: bool,
    /// How it looks.
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let cards = use_context::<Cards>();
    let id = Memo::new(move |_| person.with(|person| person.id));
    let pressed = move |event: ev::MouseEvent| {
        let Some(cards) = cards.filter(|_| place::is_plain(&event)) else {
            return;
        };
        event.prevent_default();
        cards.show(person.get_untracked(), &event);
    };
    view! {
        <a
            class=class
            href=move || at(routes::person(id.get(), Some(room)))
            tabindex=again.then_some("-1")
            aria-hidden=again.then_some("true")
            aria-haspopup=(cards.is_some() && !again).then_some("dialog")
            on:click=pressed
        >
            {children()}
        </a>
    }
}
