use leptos::prelude::*;

use super::PageTitle;
use crate::{
    browser,
    live::{MyRoomList, RoomHandle},
};

/// `(3) name` while three messages are unread in this room or for the viewer in another;
/// `• name` while others are; and a mark on the icon of the tab.
#[component]
pub(crate) fn TabTitle(room: RoomHandle) -> impl IntoView {
    let list = MyRoomList::in_context();
    let (totals, here) = (list.totals(), list.room(room.id()));
    let name = room.room();
    // The document's title outlives the page that set it by a moment: hence the `try_`.
    let title = move || {
        let name = name.try_with(|room| room.name.clone()).unwrap_or_default();
        let totals = totals.try_get().unwrap_or_default();
        let here = here.try_with(|room| room.unread().saturating_sub(room.for_me()));
        let count = totals.for_me.saturating_add(here.unwrap_or_default());
        match (count, totals.unread) {
            (0, 0) => name,
            (0, _) => format!("• {name}"),
            (n, _) => format!("({n}) {name}"),
        }
    };
    Effect::new(move |_| browser::page::mark_unread(totals.get().unread > 0));
    // Inside an effect: the server cleans up too, and has no icon to mark.
    Effect::new(|_| on_cleanup(|| browser::page::mark_unread(false)));
    view! { <PageTitle text=title /> }
}
