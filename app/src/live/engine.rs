//! The engine: what the browser reports goes into [`Link`] and [`Session`], what they answer
//! is done and shown. It decides nothing by itself.

mod core;
mod shelf;
mod works;

use std::rc::Rc;

use leptos::prelude::*;
use shared::{
    MessageId, Nonce, RoomId, Timestamp,
    model::{HistoryAt, Lobby, MyRooms, RoomChange, RoomView},
};

use self::{
    core::Core,
    works::{Shown, Works},
};
use super::{LinkStatus, Road, board::Board, mine_board::MineBoard, session::Moment, trial};
use crate::{
    browser::{attention, nonce, road, time},
    state::{
        doctor::{Outcome, Progress, Tried},
        people::Viewer,
    },
};

/// A small copy of the one engine of the page.
#[derive(Clone, Copy)]
pub(super) struct Engine {
    core: StoredValue<Rc<Core>, LocalStorage>,
    shown: Shown,
    /// Whether times are the viewer's own yet.
    local: RwSignal<bool>,
}

impl Engine {
    pub fn new() -> Self {
        let shown = Shown::default();
        shown.noted.set(road::is_noted());
        let core = Core::new(Works::new(shown));
        let local = RwSignal::new(false);
        Effect::new(move |_| local.set(true));
        Self {
            core: StoredValue::new_local(core),
            shown,
            local,
        }
    }

    pub fn start(self, me: Viewer) {
        let id = me.person.id;
        let mut first = false;
        self.core().step(|works, moment| {
            first = works.session.me().is_none();
            if !first {
                return Vec::new();
            }
            works.session.sign_in(me);
            works.session.set_watched(attention::is_watched());
            works.link.start(moment.now).into_iter().collect()
        });
        if first {
            self.core().listen();
            self.core().recall(id);
        }
    }

    pub fn status(self) -> Signal<LinkStatus> {
        self.shown.status.into()
    }

    pub fn road(self) -> Signal<Road> {
        self.shown.road.into()
    }

    pub fn is_slower(self) -> Signal<bool> {
        let Shown {
            status,
            road,
            noted,
            ..
        } = self.shown;
        Signal::derive(move || {
            let is_open = status.get() == LinkStatus::Open;
            is_open && road.get() != Road::WebSocket && !noted.get()
        })
    }

    pub fn dismiss_slower(self) {
        self.shown.noted.set(true);
        road::note();
    }

    pub fn try_roads(self, told: impl Fn([Progress; 3], Option<Tried>) -> bool + 'static) {
        trial::run::all(move |roads, tried| {
            // What is open now need not be waited for.
            if matches!(roads, [Progress::Done(Outcome::Works(_)), ..]) {
                self.update(|works, moment| works.link.look_up(moment.now));
            }
            told(roads, tried)
        });
    }

    pub fn waiting(self) -> Signal<usize> {
        self.shown.waiting.into()
    }

    pub fn failed(self) -> Signal<Vec<RoomId>> {
        self.shown.failed.into()
    }

    pub fn keeps(self) -> Signal<bool> {
        self.shown.keeps.into()
    }

    pub fn retry_now(self) {
        self.core()
            .step(|works, moment| works.link.retry_now(moment.now).into_iter().collect());
    }

    pub fn offset_minutes(self, at: Timestamp) -> i32 {
        if self.local.get() {
            time::offset_minutes(at)
        } else {
            0
        }
    }

    pub fn enter(self, view: RoomView) -> Board {
        let page = self.core().next_page();
        let board = Board::new(page, view.room.clone(), view.info.clone());
        self.update(|works, _| {
            works.show(board.clone());
            works.session.enter(view);
        });
        // Runs when the page is hydrated, so that the first rows are those of the server.
        Effect::new(move |_| {
            self.update(|works, _| works.use_local_days(page));
        });
        board
    }

    pub fn leave(self, room: RoomId, page: u64) {
        self.update(|works, _| {
            works.hide(page);
            works.session.leave(room);
        });
    }

    pub fn watch_lobby(self, first: Option<Lobby>) -> Signal<Option<Lobby>> {
        self.update(|works, _| works.session.watch_lobby(first));
        self.shown.lobby.into()
    }

    pub fn unwatch_lobby(self) {
        self.update(|works, _| works.session.unwatch_lobby());
    }

    pub fn watch_mine(self, first: MyRooms) -> MineBoard {
        self.update(|works, _| works.session.watch_mine(first));
        self.core().mine()
    }

    pub fn unwatch_mine(self) {
        self.update(|works, _| works.session.unwatch_mine());
    }

    pub fn load_earlier(self, room: RoomId) {
        self.update(|works, _| works.session.load_earlier(room));
    }

    pub fn load_later(self, room: RoomId) {
        self.update(|works, _| works.session.load_later(room));
    }

    pub fn load_window(self, room: RoomId, at: HistoryAt) -> bool {
        let mut is_shown = false;
        self.update(|works, _| is_shown = works.session.load_window(room, at));
        is_shown
    }

    pub fn load_latest(self, room: RoomId) {
        self.update(|works, _| works.session.load_latest(room));
    }

    pub fn see_end(self, room: RoomId, at_end: bool) {
        self.update(|works, _| works.session.see_end(room, at_end));
    }

    pub fn walks(self, room: RoomId, in_rows: bool) {
        self.update(|works, _| works.session.walks(room, in_rows));
    }

    pub fn edits(self, room: RoomId, message: Option<MessageId>) {
        self.update(|works, _| works.session.edits(room, message));
    }

    pub fn mark_unread(self, room: RoomId, message: MessageId) {
        self.update(|works, _| works.session.mark_unread(room, message));
    }

    pub fn send(self, room: RoomId, text: String) -> bool {
        let mut taken = false;
        self.update(|works, moment| {
            taken = works.session.post(room, nonce::fresh(), text, moment);
        });
        taken
    }

    pub fn retry(self, room: RoomId, nonce: Nonce) {
        self.update(|works, moment| works.session.retry(room, nonce, moment.now));
    }

    pub fn delete(self, room: RoomId, nonce: Nonce) {
        self.update(|works, _| works.session.delete(room, nonce));
    }

    pub fn change(self, room: RoomId, message: MessageId, text: Option<String>) {
        self.update(|works, moment| {
            let nonce = nonce::fresh();
            works.session.change(room, message, nonce, text, moment.now);
        });
    }

    pub fn retry_change(self, room: RoomId, message: MessageId) {
        self.update(|works, moment| works.session.retry_change(room, message, moment.now));
    }

    pub fn forget_change(self, room: RoomId, message: MessageId) {
        self.update(|works, _| works.session.forget_change(room, message));
    }

    pub fn wish(self, room: RoomId, change: RoomChange) {
        self.update(|works, moment| {
            let nonce = nonce::fresh();
            works.session.wish(room, nonce, change, moment.now);
        });
    }

    pub fn forget_wish(self, room: RoomId) {
        self.update(|works, _| works.session.forget_wish(room));
    }

    fn update(self, change: impl FnOnce(&mut Works, Moment)) {
        self.core().step(|works, moment| {
            change(works, moment);
            Vec::new()
        });
    }

    fn core(self) -> Rc<Core> {
        self.core.get_value()
    }
}
