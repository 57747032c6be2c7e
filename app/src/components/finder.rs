use leptos::prelude::*;
use shared::{MessageId, Seq, Timestamp, model::HistoryAt};

use super::log::dom_id;
use crate::{
    browser::scroll::Keeper,
    live::{RoomHandle, Row, RowKey},
};

/// Where in a room's log the reader wants to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Where what is new begins, or else at the end.
    New,
    /// At this message, or the next one if it is gone.
    Message(MessageId),
    /// At the first message of this time or later.
    Since(Timestamp),
    /// At the newest message.
    End,
}

impl Goal {
    /// The goal of a page that was opened at this stretch of history.
    pub(crate) const fn of(at: Option<HistoryAt>) -> Self {
        match at {
            Some(HistoryAt::Around(seq)) => Self::Message(MessageId::new(seq.get())),
            Some(HistoryAt::Since(at)) => Self::Since(at),
            Some(HistoryAt::Before(_) | HistoryAt::After(_)) | None => Self::New,
        }
    }

    const fn window(self) -> Option<HistoryAt> {
        match self {
            Self::New | Self::End => None,
            Self::Message(id) => Some(HistoryAt::Around(Seq::new(id.get()))),
            Self::Since(at) => Some(HistoryAt::Since(at)),
        }
    }
}

/// Brings the reader to a place of the log, loading it first where it is not shown. In
/// context on a room's page.
#[derive(Clone, Copy)]
pub(crate) struct Finder {
    room: RoomHandle,
    keeper: Keeper,
    goal: RwSignal<Option<Goal>>,
    found: RwSignal<Option<MessageId>>,
}

impl Finder {
    /// A finder with a first goal, put into context.
    pub(crate) fn provide(room: RoomHandle, keeper: Keeper, first: Goal) -> Self {
        let finder = Self {
            room,
            keeper,
            goal: RwSignal::new(Some(first)),
            found: RwSignal::new(match first {
                Goal::Message(id) => Some(id),
                Goal::New | Goal::Since(_) | Goal::End => None,
            }),
        };
        provide_context(finder);
        finder
    }

    /// Goes there.
    pub(crate) fn go(self, goal: Goal) {
        let is_shown = goal.window().is_some_and(|at| self.room.load_window(at));
        self.goal.set(Some(goal));
        if is_shown {
            // No row changes, so nobody else looks.
            request_animation_frame(move || {
                self.look();
                let is_further = self.room.has_later().get_untracked();
                self.room.see_end(!is_further && !self.keeper.is_away());
            });
        }
    }

    /// Goes to the end of the history.
    pub(crate) fn to_end(self) {
        self.room.load_latest();
        self.keeper.to_end();
        // What is shown now may not be the end: the reader goes there when it is.
        let is_far = self.room.has_later().get_untracked();
        self.goal.set(is_far.then_some(Goal::End));
    }

    /// The message that was asked for by a link, to be marked.
    pub(crate) fn is_found(self, id: Option<MessageId>) -> bool {
        let found = self.found.get();
        found.is_some() && found == id
    }

    /// Goes on towards the goal now that the log shows these rows. Called when they change,
    /// after they are on the page.
    pub(crate) fn look(self) {
        let Some(goal) = self.goal.get_untracked() else {
            return;
        };
        if goal == Goal::End {
            if !self.room.has_later().get_untracked() {
                self.goal.set(None);
                self.keeper.to_end();
            }
            return;
        }
        let row = self.row(goal);
        if row.is_none() && self.room.loading().get_untracked() {
            return;
        }
        self.goal.set(None);
        if let Some((key, id)) = row {
            if let Goal::Message(_) = goal {
                self.found.set(id);
            }
            self.keeper.to_row(&dom_id(key));
        }
    }

    fn row(self, goal: Goal) -> Option<(RowKey, Option<MessageId>)> {
        let keys = self.room.rows().get_untracked();
        if goal == Goal::New {
            return keys.contains(&RowKey::New).then_some((RowKey::New, None));
        }
        let is_loading = self.room.loading().get_untracked();
        keys.into_iter().find_map(|key| {
            let Row::Message(row) = self.room.row(key).get_untracked() else {
                return None;
            };
            let id = row.id?;
            let is_it = match goal {
                Goal::New | Goal::End => false,
                Goal::Message(wanted) if is_loading => id == wanted,
                Goal::Message(wanted) => id >= wanted,
                Goal::Since(at) => !is_loading && row.at >= at,
            };
            is_it.then_some((key, Some(id)))
        })
    }
}
