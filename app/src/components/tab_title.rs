use leptos::prelude::*;

use super::PageTitle;
use crate::{
    browser,
    live::{MyRoomList, RoomHandle},
};

/// `(3) name` while three messages are for the viewer, in whatever room; `• name` while others
/// are unread; and a mark on the icon of the tab.
#[component]
pub(crate) fn TabTitle(room: RoomHandle) -> impl IntoView {
    let totals = MyRoomList::in_context().totals();
    let name = room.room();
    // The document's title outlives the page that set it by a moment: hence the `try_`.
    let title = move || {
        let name = name.try_with(|room| room.name.clone()).unwrap_or_default();
        let totals = totals.try_get().unwrap_or_default();
        match (totals.for_me, totals.unread) {
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
