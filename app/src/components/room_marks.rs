use leptos::prelude::*;
use shared::RoomId;

use super::{DraftBox, Icon};
use crate::{i18n::*, live::use_live};

/// Beside the name of a room: something was begun there, or could not be sent.
#[component]
pub(crate) fn RoomMarks(id: RoomId) -> impl IntoView {
    let i18n = use_i18n();
    let (drafts, failed) = (DraftBox::in_context().rooms(), use_live().failed());
    let marks = Memo::new(move |_| {
        let draft = drafts.with(|rooms| rooms.contains(&id));
        let failed = failed.with(|rooms| rooms.contains(&id));
        (draft, failed)
    });
    let draft = move || mark("room-marks", "pencil", t_string!(i18n, sidebar.draft));
    let unsent = move || {
        let class = "room-marks room-marks--unsent";
        mark(class, "circle-alert", t_string!(i18n, sidebar.unsent))
    };
    // Erased, since it stands in two lists.
    let shown = move || match marks.get() {
        (false, false) => ().into_any(),
        (true, false) => draft(),
        (false, true) => unsent(),
        (true, true) => (draft(), unsent()).into_any(),
    };
    shown.into_any()
}

fn mark(class: &'static str, icon: &'static str, words: &'static str) -> AnyView {
    view! {
        <span class=class>
            <Icon name=icon size=14 />
            <span class="hidden">", "{words}</span>
        </span>
    }
    .into_any()
}
