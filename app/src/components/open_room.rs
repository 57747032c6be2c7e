use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::limits::ROOM_NAME_CHARS;

use super::{Field, Icon};
use crate::{address::at, browser::focus, forms, i18n::*};

/// The name and id of the field, and the address that leads to it.
const FIELD: &str = "name";

/// The form that opens a room. An ordinary form: the server answers with the new room, or with
/// the page of all rooms where the form came back.
#[component]
pub(crate) fn OpenRoom() -> impl IntoView {
    let i18n = use_i18n();
    let hash = use_location().hash;
    // "Add a room" beside the list leads here.
    Effect::new(move |_| {
        if hash.with(|hash| hash.trim_start_matches('#') == FIELD) {
            focus::by_id(FIELD);
        }
    });
    view! {
        <form class="open-room" method="post" action=at(forms::ROOMS)>
            <Field
                name=FIELD
                label=move || t!(i18n, lobby.name)
                hint=move || t!(i18n, lobby.name_hint)
                problem=RwSignal::new(None)
                max=ROOM_NAME_CHARS
            />
            <label class="check">
                <input class="check__box" type="checkbox" name="private" />
                {t!(i18n, lobby.private)}
            </label>
            <button class="button button--primary" type="submit">
                <Icon name="plus" size=16 />
                {t!(i18n, lobby.open_room)}
            </button>
        </form>
    }
}
