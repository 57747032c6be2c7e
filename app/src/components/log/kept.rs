//! Rows of a log as HTML that the server made once for everybody to whom they look the same, one by
//! one and all of a page together.
//!
//! To render a message takes some hundred allocations, and most of what a room's page shows has
//! been rendered before, for somebody else or the same person. Only rows that look the same for as
//! long as they are what they are are kept: stored, never changed, and without a mention, which
//! looks otherwise for whom it mentions.

use std::sync::Arc;

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::*,
    tachys::{
        hydration::Cursor,
        view::{Position, PositionState, any_view::AnyViewState},
    },
};
use quick_cache::{Weighter, sync::Cache};
use shared::{
    MessageId, Nonce, RoomId, Timestamp, UserId,
    model::{Fate, Person},
};

use crate::{
    components::clock::use_clock,
    i18n::*,
    live::{MessageRow, RoomHandle, Row, SendState},
};

/// Bytes of HTML that are kept at most; about four thousand short messages.
const KEPT_BYTES: u64 = 4 * 1024 * 1024;

/// How many rows that is, for a start.
const KEPT_ROWS: usize = 4_096;

/// What was rendered, up to four megabytes of it; what has not been asked for in a while goes
/// first. Clones share it.
#[derive(Clone)]
pub struct Rendered(Arc<Cache<Key, Arc<str>, Bytes>>);

impl Default for Rendered {
    fn default() -> Self {
        Self(Arc::new(Cache::with_weighter(KEPT_ROWS, KEPT_BYTES, Bytes)))
    }
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Arc<str>> for Bytes {
    fn weight(&self, key: &Key, html: &Arc<str>) -> u64 {
        let bytes = |what: &What| size_of::<What>() + what.name.len() + what.text.len();
        let key = match key {
            Key::Row(what) => bytes(what),
            Key::Log(log) => log
                .iter()
                .map(|line| match line {
                    Line::Message(what) => bytes(what),
                    Line::Day { .. } => size_of::<Line>(),
                })
                .sum(),
        };
        u64::try_from(key + html.len()).unwrap_or(u64::MAX)
    }
}

/// What is kept.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Row(What),
    /// All the rows of a page.
    Log(Vec<Line>),
}

/// A row among others.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Line {
    Message(What),
    Day {
        locale: &'static str,
        at: Timestamp,
        /// A day is "today" on one day only.
        today: u32,
    },
}

impl Line {
    /// Nothing for a row that is not kept.
    fn of(locale: Locale, room: RoomId, row: &Row, today: u32) -> Option<Self> {
        match row {
            Row::Message(row) => What::of(locale, room, row).map(Self::Message),
            Row::Day(day) => Some(Self::Day {
                locale: locale.as_str(),
                at: day.at,
                today,
            }),
            Row::Notice(_) | Row::New(_) => None,
        }
    }
}

/// Everything that the HTML of a row depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
struct What {
    locale: &'static str,
    room: RoomId,
    id: MessageId,
    nonce: Option<Nonce>,
    author: UserId,
    name: String,
    own: bool,
    at: Timestamp,
    text: String,
    for_me: bool,
    head: bool,
}

impl What {
    /// Nothing for a row that is not kept. Each part of a row is named, so that none is forgotten.
    fn of(locale: Locale, room: RoomId, row: &MessageRow) -> Option<Self> {
        let MessageRow {
            author: Person { id: author, name },
            own,
            at,
            text,
            id,
            nonce,
            state: SendState::Final,
            fate: Fate::Original,
            change: None,
            for_me,
            head,
        } = row
        else {
            return None;
        };
        (!text.contains('@')).then_some(Self {
            locale: locale.as_str(),
            room,
            id: (*id)?,
            nonce: *nonce,
            author: *author,
            name: name.clone(),
            own: *own,
            at: *at,
            text: text.clone(),
            for_me: *for_me,
            head: *head,
        })
    }
}

/// A row: as it was kept or, where it was not, as `view` makes it.
pub(super) fn kept<V: IntoView + 'static>(
    room: RoomId,
    row: &Row,
    view: impl FnOnce() -> V + Send + 'static,
) -> Kept {
    let locale = use_i18n().get_locale_untracked();
    let what = match row {
        Row::Message(row) => What::of(locale, room, row),
        Row::Day(_) | Row::Notice(_) | Row::New(_) => None,
    };
    Kept {
        place: use_context::<Rendered>().zip(what.map(Key::Row)),
        view: Box::new(move || view().into_any()),
    }
}

/// All the rows of a log likewise: where every one of them may be kept, they are kept together too,
/// and none of them is looked up.
pub(super) fn kept_rows<V: IntoView + 'static>(
    room: RoomHandle,
    view: impl FnOnce() -> V + Send + 'static,
) -> Kept {
    let locale = use_i18n().get_locale_untracked();
    let today = use_clock().today();
    let line = |row: &Row| Line::of(locale, room.id(), row, today);
    let log = room.look_at_rows(|rows| rows.map(line).collect::<Option<Vec<_>>>());
    Kept {
        place: use_context::<Rendered>().zip(log.flatten().map(Key::Log)),
        view: Box::new(move || view().into_any()),
    }
}

/// A row, or all of them, made only if it was not kept.
pub(super) struct Kept {
    place: Option<(Rendered, Key)>,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Render for Kept {
    type State = AnyViewState;

    fn build(self) -> Self::State {
        (self.view)().build()
    }

    fn rebuild(self, state: &mut Self::State) {
        (self.view)().rebuild(state);
    }
}

impl AddAnyAttr for Kept {
    type Output<A: Attribute> = <AnyView as AddAnyAttr>::Output<A>;

    fn add_any_attr<A: Attribute>(self, attr: A) -> Self::Output<A>
    where
        Self::Output<A>: RenderHtml,
    {
        (self.view)().add_any_attr(attr)
    }
}

impl RenderHtml for Kept {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    // No row waits for anything.
    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        let is_plain = escape && !mark_branches && extra_attrs.is_empty();
        let place = self.place.filter(|_| is_plain);
        if let Some(html) = place.as_ref().and_then(|(kept, what)| kept.0.get(what)) {
            buf.push_str(&html);
            *position = Position::NextChild;
            return;
        }
        let from = buf.len();
        (self.view)().to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
        if let (Some((kept, what)), Some(html)) = (place, buf.get(from..)) {
            kept.0.insert(what, html.into());
        }
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> Self::State {
        (self.view)().hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests;
