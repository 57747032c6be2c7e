//! Keeps what the reader looks at where it is, whatever comes before or after it.

use leptos::{html::Div, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// Further from the end than this, the reader is reading something else.
const AWAY: i32 = 100;
/// Closer to the end than this, the reader is at it.
const AT_END: i32 = 4;
/// Closer to the start than this, more history is fetched.
const NEAR_START: i32 = 600;

/// Watches over a log whose scroller is reversed (`flex-direction: column-reverse`): its
/// position is 0 at the end and negative above, so at the end it stays there by itself.
#[derive(Clone, Copy)]
pub struct Keeper {
    scroller: NodeRef<Div>,
    anchor: StoredValue<Option<Anchor>>,
    /// Whether more may come below the last row that is not new: then the reader is held
    /// where they are, even at the end.
    open_ended: StoredValue<bool>,
}

/// A row on the screen by its id, and at what height it was seen. Not the node itself: nodes
/// belong to one thread, and a page on the server may be dropped by another.
struct Anchor {
    row: String,
    offset: i32,
}

impl Keeper {
    /// A keeper for the log in `scroller`.
    #[must_use]
    pub fn new(scroller: NodeRef<Div>) -> Self {
        Self {
            scroller,
            anchor: StoredValue::new(None),
            open_ended: StoredValue::new(false),
        }
    }

    /// The scroller.
    #[must_use]
    pub const fn node(self) -> NodeRef<Div> {
        self.scroller
    }

    /// Remembers what the reader looks at. Called when they scroll.
    pub fn look(self) {
        let is_open = self.open_ended.try_get_value().unwrap_or_default();
        let anchor = if self.at_end() && !is_open {
            None
        } else {
            self.first_visible()
        };
        self.anchor.try_set_value(anchor);
    }

    /// Puts what the reader looks at back where it was. Called after rows have changed.
    pub fn hold(self) {
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else {
            return;
        };
        let at = scroller.scroll_top();
        let moved = self.anchor.try_with_value(|anchor| {
            let anchor = anchor.as_ref()?;
            let row = document().get_element_by_id(&anchor.row)?;
            let offset = row
                .dyn_into::<HtmlElement>()
                .ok()?
                .offset_top()
                .saturating_sub(at);
            Some(offset.saturating_sub(anchor.offset))
        });
        if let Some(Some(moved)) = moved
            && moved != 0
        {
            scroller.set_scroll_top(at.saturating_add(moved));
        }
    }

    /// Says whether history goes on below the last row.
    pub fn set_open_ended(self, is_open: bool) {
        self.open_ended.try_set_value(is_open);
    }

    /// Goes to a row by its id, and holds it there.
    pub fn to_row(self, id: &str) {
        if let Some(row) = document().get_element_by_id(id) {
            row.scroll_into_view();
            self.look();
        }
    }

    /// Goes to the end.
    pub fn to_end(self) {
        self.anchor.try_set_value(None);
        if let Some(scroller) = self.scroller.try_get_untracked().flatten() {
            scroller.set_scroll_top(0);
        }
    }

    /// Whether the reader has gone up so far that the end is out of sight.
    #[must_use]
    pub fn is_away(self) -> bool {
        self.above_end() > AWAY
    }

    /// Whether the reader is about to run out of rows below.
    #[must_use]
    pub fn near_end(self) -> bool {
        self.above_end() < NEAR_START
    }

    /// Whether the reader is about to run out of history.
    #[must_use]
    pub fn near_start(self) -> bool {
        self.scroller
            .try_get_untracked()
            .flatten()
            .is_some_and(|scroller| {
                let hidden = scroller
                    .scroll_height()
                    .saturating_sub(scroller.client_height());
                hidden.saturating_sub(self.above_end()) < NEAR_START
            })
    }

    fn at_end(self) -> bool {
        self.above_end() <= AT_END
    }

    fn above_end(self) -> i32 {
        self.scroller
            .try_get_untracked()
            .flatten()
            .map_or(0, |scroller| scroller.scroll_top().saturating_neg())
    }

    fn first_visible(self) -> Option<Anchor> {
        let scroller = self.scroller.try_get_untracked().flatten()?;
        let at = scroller.scroll_top();
        let edge = scroller.offset_top();
        let rows = scroller.first_element_child()?.children();
        (0..rows.length())
            .filter_map(|index| rows.item(index)?.dyn_into::<HtmlElement>().ok())
            .find_map(|row| {
                let offset = row.offset_top().saturating_sub(at);
                let visible = offset.saturating_add(row.offset_height()) > edge;
                let id = row.id();
                (visible && !id.is_empty()).then_some(Anchor { row: id, offset })
            })
    }
}
