use leptos::{html, prelude::*};
use shared::limits::MESSAGE_CHARS;

use crate::{
    browser::{focus, scroll::Keeper},
    components::DraftBox,
    live::{NotTaken, RoomHandle},
};

/// What is being written, and what becomes of it.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) room: RoomHandle,
    pub(super) keeper: Keeper,
    pub(super) field: NodeRef<html::Textarea>,
    pub(super) length: RwSignal<usize>,
    pub(super) problem: RwSignal<Option<NotTaken>>,
    drafts: DraftBox,
}

impl Draft {
    /// Nothing written yet; `problem` is what the server found wrong with the last one.
    pub(super) fn new(room: RoomHandle, keeper: Keeper, problem: Option<NotTaken>) -> Self {
        Self {
            room,
            keeper,
            field: NodeRef::new(),
            length: RwSignal::new(0),
            problem: RwSignal::new(problem),
            drafts: DraftBox::in_context(),
        }
    }

    /// Whether there is nothing to send, or too much.
    pub(super) fn is_stuck(self) -> bool {
        let length = self.length.get();
        length == 0 || length > MESSAGE_CHARS
    }

    /// Whether nothing at all stands in the field.
    pub(super) fn is_empty(self) -> bool {
        let field = self.field.get_untracked();
        field.is_some_and(|field| field.value().is_empty())
    }

    /// Whether the text itself has to be mended.
    pub(super) fn is_invalid(self) -> bool {
        let problem = self.problem.get();
        problem.is_some_and(|problem| problem != NotTaken::Full)
    }

    /// Whether the text outlives the page.
    pub(super) fn is_kept(self) -> bool {
        self.drafts.keeps()
    }

    /// Takes up what was being written here earlier, unless something is there already: typed
    /// before the page was hydrated, or brought back by a refused form.
    pub(super) fn recall(self) {
        if let Some(field) = self.field.get_untracked()
            && field.value().trim().is_empty()
        {
            field.set_value(&self.drafts.text(self.room.id()));
        }
        self.look();
    }

    /// Looks at the field again after its text has changed.
    pub(super) fn look(self) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        self.drafts.write(self.room.id(), &field.value());
        self.length.set(focus::grown(&field));
    }

    /// Sends the text and makes room for the next one; keeps it where it cannot be sent.
    pub(super) fn send(self) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        match self.room.send(&field.value()) {
            Ok(()) => {
                field.set_value("");
                self.problem.set(None);
                self.keeper.to_end();
            }
            Err(broken) => self.problem.set(Some(broken)),
        }
        self.look();
        focus::element(&field);
    }
}
