use leptos::prelude::*;

use super::PageTitle;
use crate::{browser, live::RoomHandle};

/// `(3) name` while three messages wait unseen, and a dot on the icon of the tab.
#[component]
pub(crate) fn TabTitle(room: RoomHandle) -> impl IntoView {
    let unread = room.unread();
    let name = room.room();
    // The document's title outlives the page that set it by a moment: hence the `try_`.
    let title = move || {
        let name = name.try_with(|room| room.name.clone()).unwrap_or_default();
        match unread.try_get().unwrap_or_default() {
            0 => name,
            n => format!("({n}) {name}"),
        }
    };
    Effect::new(move |_| browser::page::mark_unread(unread.get() > 0));
    // Inside an effect: the server cleans up too, and has no icon to mark.
    Effect::new(|_| on_cleanup(|| browser::page::mark_unread(false)));
    view! { <PageTitle text=title /> }
}
