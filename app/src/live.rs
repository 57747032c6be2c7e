//! The live half of the app: one link to the server, and the rooms and lists that follow it.
//!
//! Pages use [`Live`] and [`RoomHandle`]. Both are small copies that may be passed anywhere.
//! On the server, and in the browser until [`Live::start`], they show the first values and
//! do nothing else, so the first HTML and its hydration agree.
//!
//! Rows are grouped by UTC days until the page is hydrated and by the viewer's own days
//! from then on; [`Live::offset_minutes`] says which, for the times that rows show.

pub mod backoff;
mod board;
#[cfg(feature = "hydrate")]
mod cable;
pub mod changes;
mod dispatch;
#[cfg(feature = "hydrate")]
mod engine;
#[cfg(not(feature = "hydrate"))]
#[path = "live/still.rs"]
mod engine;
pub mod events;
mod handle;
pub mod ladder;
pub mod link;
mod mine_board;
pub mod outbox;
pub mod session;
mod status;
pub mod trial;
pub mod wishes;

use leptos::prelude::*;
use shared::{
    RoomId, Timestamp,
    model::{Lobby, MyRooms, RoomView},
};

use crate::state::doctor::{Progress, Tried};
pub use crate::state::{
    ChangeState, DayRow, FailReason, MessageRow, NoticeKind, NoticeRow, Row, RowKey, SendState,
    WishState,
};
pub use crate::state::{mine::Totals, people::Viewer};
pub use handle::{NotTaken, RoomHandle};
pub use ladder::Road;
pub use mine_board::MyRoomList;
pub use status::{ClosedReason, LinkStatus};

use engine::Engine;

/// The link and what follows it. One per page, in context.
#[derive(Clone, Copy)]
pub struct Live {
    engine: Engine,
}

/// Puts a [`Live`] into context. Called once, by the root component.
pub fn provide_live() {
    let engine = Engine::new();
    provide_context(Live { engine });
}

/// The [`Live`] of the root component; one that does nothing useful where there is none.
#[must_use]
pub fn use_live() -> Live {
    use_context().unwrap_or_else(|| Live {
        engine: Engine::new(),
    })
}

impl Live {
    /// Opens the link as this person. Once started, calling it again does nothing.
    pub fn start(self, me: Viewer) {
        self.engine.start(me);
    }

    /// How the link is.
    #[must_use]
    pub fn status(self) -> Signal<LinkStatus> {
        self.engine.status()
    }

    /// Which road it takes.
    #[must_use]
    pub fn road(self) -> Signal<Road> {
        self.engine.road()
    }

    /// Whether the reader is to be told that the road is not the best one.
    #[must_use]
    pub fn is_slower(self) -> Signal<bool> {
        self.engine.is_slower()
    }

    /// The reader took note of that.
    pub fn dismiss_slower(self) {
        self.engine.dismiss_slower();
    }

    /// Tries all roads, one after the other, by links beside the one in use, which goes on. Tells
    /// how far that is, and at the end what came of it, for as long as that is wanted.
    pub fn try_roads(self, told: impl Fn([Progress; 3], Option<Tried>) -> bool + 'static) {
        self.engine.try_roads(told);
    }

    /// How many own messages are still to reach the server, in all rooms.
    #[must_use]
    pub fn waiting(self) -> Signal<usize> {
        self.engine.waiting()
    }

    /// Rooms with own messages that failed.
    #[must_use]
    pub fn failed(self) -> Signal<Vec<RoomId>> {
        self.engine.failed()
    }

    /// Whether this device keeps what is written until it is sent, whatever becomes of the
    /// page. Not so where there is no database, or none that takes any more.
    #[must_use]
    pub fn keeps(self) -> Signal<bool> {
        self.engine.keeps()
    }

    /// Tries now instead of when the countdown ends.
    pub fn retry_now(self) {
        self.engine.retry_now();
    }

    /// The viewer's minutes east of UTC at a moment: 0 until the page is hydrated. Reading
    /// it in a view makes the view follow that change.
    #[must_use]
    pub fn offset_minutes(self, at: Timestamp) -> i32 {
        self.engine.offset_minutes(at)
    }

    /// Follows a room from its first look on, until the calling component is gone.
    #[must_use]
    pub fn enter(self, view: RoomView) -> RoomHandle {
        let board = self.engine.enter(view);
        let (room, page) = (board.id, board.page);
        on_cleanup(move || self.engine.leave(room, page));
        RoomHandle::new(self.engine, board)
    }

    /// The viewer's own rooms, from their first look on, until the calling component is gone.
    #[must_use]
    pub fn mine(self, first: MyRooms) -> MyRoomList {
        let board = self.engine.watch_mine(first);
        on_cleanup(move || self.engine.unwatch_mine());
        MyRoomList::new(board)
    }

    /// The list of rooms, from a first look on where there is one, until the calling component is gone.
    #[must_use]
    pub fn lobby(self, first: Option<Lobby>) -> Signal<Option<Lobby>> {
        let lobby = self.engine.watch_lobby(first);
        on_cleanup(move || self.engine.unwatch_lobby());
        lobby
    }
}
