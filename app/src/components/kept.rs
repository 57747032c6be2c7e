//! HTML that the server made once for everybody to whom it looks the same: rows of a log, one by one and
//! all of a page together, and pieces of what is around it, which are the same for many.
//!
//! To render a message takes some hundred allocations, and most of what a room's page shows has
//! been rendered before, for somebody else or the same person. Only rows that look the same for as
//! long as they are what they are are kept: stored, never changed, and without a mention, which
//! looks otherwise for whom it mentions; and not for who has come for that very message. Pieces say what
//! they depend on.

use std::sync::Arc;

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::*,
    tachys::{
        hydration::Cursor,
        view::{Position, PositionState, any_view::AnyViewState},
    },
};
use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle},
};
use shared::RoomId;

use crate::{
    components::clock::use_clock,
    i18n::*,
    live::{RoomHandle, Row},
};

mod what;

use what::{Key, Line, Piece, What, is_found};

/// Bytes of HTML that are kept at most, as rows and as logs each; about four thousand short messages, or
/// sixty pages of a log.
const KEPT_BYTES: u64 = 4 * 1024 * 1024;

/// How many rows that is, for a start.
const KEPT_ROWS: usize = 4_096;

/// How many logs that is.
const KEPT_LOGS: usize = 64;

/// Bytes of pieces, and how many that is: rows of rooms, above all, of which there is one for each number of unread
/// messages that somebody has.
const KEPT_PIECES: (u64, usize) = (2 * 1024 * 1024, 4_096);

/// What was rendered, up to ten megabytes of it; what has not been asked for in a while goes
/// first. Clones share it.
#[derive(Clone)]
pub struct Rendered(Arc<Caches>);

/// They do not displace each other.
struct Caches {
    rows: Cache<Key, Arc<str>, Bytes>,
    logs: Cache<Key, Arc<str>, Bytes>,
    pieces: Cache<Key, Arc<str>, Bytes>,
}

impl Rendered {
    fn of(&self, key: &Key) -> &Cache<Key, Arc<str>, Bytes> {
        match key {
            Key::Row(_) => &self.0.rows,
            Key::Log(_) => &self.0.logs,
            Key::Piece(_) => &self.0.pieces,
        }
    }
}

impl Default for Rendered {
    fn default() -> Self {
        let options = OptionsBuilder::new()
            .estimated_items_capacity(KEPT_LOGS)
            .weight_capacity(KEPT_BYTES)
            // In parts, however few the processors, a log would not fit into one.
            .shards(1)
            .build();
        let logs = options.map(|options| {
            Cache::with_options(
                options,
                Bytes,
                DefaultHashBuilder::default(),
                DefaultLifecycle::default(),
            )
        });
        let cache = |items| Cache::with_weighter(items, KEPT_BYTES, Bytes);
        Self(Arc::new(Caches {
            rows: cache(KEPT_ROWS),
            logs: logs.unwrap_or_else(|_| cache(KEPT_LOGS)),
            pieces: Cache::with_weighter(KEPT_PIECES.1, KEPT_PIECES.0, Bytes),
        }))
    }
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Arc<str>> for Bytes {
    fn weight(&self, key: &Key, html: &Arc<str>) -> u64 {
        let key = key.bytes();
        u64::try_from(key + html.len()).unwrap_or(u64::MAX)
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
        Row::Message(row) if !is_found(use_context(), row) => What::of(locale, room, row),
        Row::Message(_) | Row::Day(_) | Row::Notice(_) | Row::New(_) => None,
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
    let finder = use_context();
    let line = |row: &Row| match row {
        // Marked for whoever looks, and for nobody else.
        Row::Message(row) if is_found(finder, row) => None,
        row => Line::of(locale, room.id(), row, today),
    };
    let log = room.look_at_rows(|rows| rows.map(line).collect::<Option<Vec<_>>>());
    Kept {
        place: use_context::<Rendered>().zip(log.flatten().map(Key::Log)),
        view: Box::new(move || view().into_any()),
    }
}

/// A piece of a page that looks the same in every house of this release wherever its `name`, the language and `of`
/// are: everything else that it shows, in words. Whatever waits for something, or has something of this request in
/// it, cannot be kept. It has to begin and end with an element, as the browser makes it without this.
pub(super) fn kept_piece<V: IntoView + 'static>(
    name: &'static str,
    of: impl FnOnce() -> String,
    view: impl FnOnce() -> V + Send + 'static,
) -> Kept {
    let place = use_context::<Rendered>().map(|kept| {
        let locale = use_i18n().get_locale_untracked().as_str();
        (
            kept,
            Key::Piece(Piece {
                name,
                locale,
                of: of(),
            }),
        )
    });
    // Made where it stands, and not where it is written from.
    let owner = Owner::current().unwrap_or_default();
    Kept {
        place,
        view: Box::new(move || owner.with(|| view().into_any())),
    }
}

/// A row, all of them, or a piece, made only if it was not kept.
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

    // Nothing that is kept waits for anything.
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
        if let Some(html) = place
            .as_ref()
            .and_then(|(kept, what)| kept.of(what).get(what))
        {
            buf.push_str(&html);
            *position = Position::NextChild;
            return;
        }
        let from = buf.len();
        (self.view)().to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
        if let (Some((kept, what)), Some(html)) = (place, buf.get(from..)) {
            kept.of(&what).insert(what.clone(), html.into());
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
