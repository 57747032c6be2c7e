use leptos::prelude::*;
use shared::{MessageId, model::RoomKind};

use crate::{
    browser::focus,
    components::Dialog,
    i18n::*,
    live::{RoomHandle, Row, RowKey},
    parts::{LaterDialog, Part},
};

/// Which message of the page is being changed. In context on a room's page.
#[derive(Clone, Copy)]
pub(crate) struct Changing {
    room: RoomHandle,
    editing: RwSignal<Option<MessageId>>,
    deleting: RwSignal<Option<MessageId>>,
    history: RwSignal<Option<MessageId>>,
}

/// Makes a [`Changing`] and puts it into context.
pub(crate) fn provide_changing(room: RoomHandle) -> Changing {
    let changing = Changing {
        room,
        editing: RwSignal::new(None),
        deleting: RwSignal::new(None),
        history: RwSignal::new(None),
    };
    provide_context(changing);
    changing
}

impl Changing {
    /// Opens a message for editing; the one that was open before goes back to what it says.
    pub(crate) fn edit(self, id: MessageId) {
        self.room.edits(Some(id));
        self.editing.set(Some(id));
    }

    /// Opens the person's newest message for editing, if there is one.
    pub(crate) fn edit_last(self) -> bool {
        let rows = self.room.rows().get_untracked();
        let last = rows.into_iter().rev().find_map(|key| self.own(key));
        if let Some(id) = last {
            self.edit(id);
        }
        last.is_some()
    }

    fn own(self, key: RowKey) -> Option<MessageId> {
        match self.room.row(key).get_untracked() {
            Row::Message(row) if row.own && !row.is_deleted() => row.id,
            _ => None,
        }
    }

    /// Whether this message is open.
    pub(crate) fn is_editing(self, id: Option<MessageId>) -> bool {
        let editing = self.editing.get();
        editing.is_some() && editing == id
    }

    /// Editing is over; the composer takes the focus again.
    pub(crate) fn finish(self) {
        self.room.edits(None);
        self.editing.set(None);
        focus::by_id("composer");
    }

    /// Shows what a message said before.
    pub(crate) fn show_history(self, id: MessageId) {
        self.history.set(Some(id));
    }

    /// The message whose history is shown, and where.
    pub(super) const fn history(self) -> (RoomHandle, RwSignal<Option<MessageId>>) {
        (self.room, self.history)
    }

    /// Asks whether a message is to go.
    pub(crate) fn ask_to_delete(self, id: MessageId) {
        self.deleting.set(Some(id));
    }
}

/// The dialogs about messages.
#[component]
pub(crate) fn ChangeDialogs(changing: Changing) -> impl IntoView {
    let Changing {
        deleting, history, ..
    } = changing;
    let is = |shown: RwSignal<Option<MessageId>>| Signal::derive(move || shown.get().is_some());
    view! {
        <LaterDialog
            open=is(deleting)
            closed=move |()| deleting.set(None)
            part=Part::Delete(changing)
        />
        <LaterDialog
            open=is(history)
            closed=move |()| history.set(None)
            part=Part::History(changing)
        />
    }
}

/// "Delete this message?"
#[component]
pub(crate) fn DeleteDialog(changing: Changing) -> impl IntoView {
    let i18n = use_i18n();
    let Changing { room, deleting, .. } = changing;
    let summary = room.room();
    let info = room.info();
    let name = move || summary.with(|room| room.name.clone());
    let kind = move || info.with(|info| info.kind);
    let close = move || deleting.set(None);
    let delete = move |_| {
        if let Some(id) = deleting.get_untracked() {
            room.take_back(id);
        }
        close();
    };
    view! {
        <Dialog
            open=Signal::derive(move || deleting.get().is_some())
            closed=close
            title=move || t!(i18n, delete.title)
        >
            <p>
                {move || match kind() {
                    RoomKind::Direct => t_string!(i18n, delete.text_direct, name = name()).to_string(),
                    RoomKind::Group => t_string!(i18n, delete.text_group).to_owned(),
                    _ => t_string!(i18n, delete.text, room = name()).to_string(),
                }}
            </p>
            <div class="dialog__buttons">
                <button class="button button--plain" type="button" autofocus on:click=move |_| close()>
                    {t!(i18n, delete.keep)}
                </button>
                <button class="button button--danger" type="button" on:click=delete>
                    {t!(i18n, delete.delete)}
                </button>
            </div>
        </Dialog>
    }
}
