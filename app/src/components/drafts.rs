//! Texts that are being written, kept on this device for the person who writes them.

use std::time::Duration;

use leptos::prelude::*;
use shared::{RoomId, UserId};

use crate::{browser::storage, state::drafts::Drafts};

/// What is typed is kept after this long at the latest; at once when the page goes.
const KEPT_AFTER: Duration = Duration::from_millis(400);

/// The drafts of the person of this page, in context below [`crate::pages::House`].
#[derive(Clone, Copy)]
pub(crate) struct DraftBox {
    owner: UserId,
    inner: StoredValue<Inner>,
    rooms: RwSignal<Vec<RoomId>>,
    /// Whether the browser took all that was to be kept.
    keeps: RwSignal<bool>,
}

#[derive(Default)]
struct Inner {
    drafts: Drafts,
    /// Whether what earlier pages left was read.
    is_open: bool,
    /// Whether what has changed is about to be written.
    is_due: bool,
}

/// Puts the drafts of a person into context. They are read when the page is hydrated.
pub(crate) fn provide_drafts(owner: UserId) {
    let drafts = DraftBox::new(owner);
    provide_context(drafts);
    Effect::new(move |_| {
        drafts.open();
        let leaving = window_event_listener_untyped("pagehide", move |_| drafts.save());
        on_cleanup(move || leaving.remove());
    });
}

impl DraftBox {
    fn new(owner: UserId) -> Self {
        Self {
            owner,
            inner: StoredValue::new(Inner::default()),
            rooms: RwSignal::new(Vec::new()),
            keeps: RwSignal::new(true),
        }
    }

    /// The drafts of the house; outside of it, some that nobody will see again.
    pub(crate) fn in_context() -> Self {
        use_context().unwrap_or_else(|| Self::new(UserId::default()))
    }

    /// Rooms in which something is being written; none until the page is hydrated.
    pub(crate) fn rooms(self) -> Signal<Vec<RoomId>> {
        self.rooms.into()
    }

    /// Whether what is typed outlives the page, as far as is known.
    pub(crate) fn keeps(self) -> bool {
        self.keeps.get()
    }

    /// What was being written in a room. For browsers only: the first HTML knows of none.
    pub(crate) fn text(self, room: RoomId) -> String {
        self.update(|inner| inner.drafts.text(room).to_owned())
    }

    /// This stands in a room's composer now.
    pub(crate) fn write(self, room: RoomId, text: &str) {
        let is_new = self.update(|inner| {
            inner.drafts.write(room, text) && !std::mem::replace(&mut inner.is_due, true)
        });
        if is_new {
            set_timeout(move || self.save(), KEPT_AFTER);
        }
    }

    /// Reads what earlier pages left, unless that was done.
    fn open(self) {
        self.update(|_| ());
    }

    /// Writes what has changed. What the browser has no room for stays on the page.
    fn save(self) {
        let changed = self.update(|inner| {
            inner.is_due = false;
            inner.drafts.take_changed()
        });
        for (room, text) in changed {
            let kept = storage::keep(&self.key(&room.to_string()), text.as_deref());
            if !kept {
                self.keeps.try_set(false);
            }
        }
    }

    /// Does something with the drafts and shows where there are any. Nothing comes of it once
    /// the house is gone.
    fn update<T: Default>(self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let done = self.inner.try_update_value(|inner| {
            if !std::mem::replace(&mut inner.is_open, true) {
                inner.drafts.recall(self.earlier());
            }
            (change(inner), inner.drafts.rooms())
        });
        let Some((done, rooms)) = done else {
            return T::default();
        };
        if self.rooms.with_untracked(|before| *before != rooms) {
            self.rooms.set(rooms);
        }
        done
    }

    fn earlier(self) -> impl Iterator<Item = (RoomId, String)> {
        let texts = storage::beginning_with(&self.key("")).into_iter();
        texts.filter_map(|(room, text)| Some((room.parse().ok()?, text)))
    }

    fn key(self, room: &str) -> String {
        format!("teahouse-draft/{}/{room}", self.owner)
    }
}
