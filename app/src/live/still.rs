//! The engine where there is no browser: pages render from their first values and nothing
//! ever happens.

use leptos::prelude::*;
use shared::{
    MessageId, Nonce, RoomId, Timestamp,
    model::{HistoryAt, Lobby, MyRooms, RoomChange, RoomView},
};

use super::{LinkStatus, Road, board::Board, mine_board::MineBoard};
use crate::state::{
    doctor::{Progress, Tried},
    lobby::LobbyState,
    mine::Mine,
    people::{People, Viewer},
    room::Room,
};

/// See the module of the same name for browsers.
#[derive(Clone, Copy)]
pub(super) struct Engine;

impl Engine {
    pub fn new() -> Self {
        Self
    }

    pub fn start(self, _me: Viewer) {}

    pub fn status(self) -> Signal<LinkStatus> {
        Signal::stored(LinkStatus::Connecting)
    }

    pub fn road(self) -> Signal<Road> {
        Signal::stored(Road::WebSocket)
    }

    pub fn is_slower(self) -> Signal<bool> {
        Signal::stored(false)
    }

    pub fn dismiss_slower(self) {}

    pub fn try_roads(self, _told: impl Fn([Progress; 3], Option<Tried>) -> bool) {}

    pub fn waiting(self) -> Signal<usize> {
        Signal::stored(0)
    }

    pub fn failed(self) -> Signal<Vec<RoomId>> {
        Signal::stored(Vec::new())
    }

    pub fn keeps(self) -> Signal<bool> {
        Signal::stored(false)
    }

    pub fn retry_now(self) {}

    pub fn offset_minutes(self, _at: Timestamp) -> i32 {
        0
    }

    pub fn enter(self, view: RoomView) -> Board {
        let board = Board::new(0, view.room.clone(), view.info.clone());
        let mut people = People::default();
        let room = Room::new(view, &mut people);
        board.show(&room, room.lines(&people, None, &|_| 0), Vec::new());
        board
    }

    pub fn leave(self, _room: RoomId, _page: u64) {}

    pub fn watch_lobby(self, first: Option<Lobby>) -> Signal<Option<Lobby>> {
        Signal::stored(LobbyState::new(first).shown().cloned())
    }

    pub fn unwatch_lobby(self) {}

    pub fn load_earlier(self, _room: RoomId) {}

    pub fn load_later(self, _room: RoomId) {}

    pub fn load_window(self, _room: RoomId, _at: HistoryAt) -> bool {
        false
    }

    pub fn walks(self, _room: RoomId, _in_rows: bool) {}

    pub fn load_latest(self, _room: RoomId) {}

    pub fn see_end(self, _room: RoomId, _at_end: bool) {}

    pub fn edits(self, _room: RoomId, _message: Option<MessageId>) {}

    pub fn mark_unread(self, _room: RoomId, _message: MessageId) {}

    pub fn watch_mine(self, first: MyRooms) -> MineBoard {
        let board = MineBoard::default();
        let mut mine = Mine::new(first);
        let changes = mine.take();
        board.show(&mine, &changes);
        board
    }

    pub fn unwatch_mine(self) {}

    pub fn send(self, _room: RoomId, _text: String) -> bool {
        false
    }

    pub fn retry(self, _room: RoomId, _nonce: Nonce) {}

    pub fn delete(self, _room: RoomId, _nonce: Nonce) {}

    pub fn change(self, _room: RoomId, _message: MessageId, _text: Option<String>) {}

    pub fn wish(self, _room: RoomId, _change: RoomChange) {}

    pub fn forget_wish(self, _room: RoomId) {}

    pub fn retry_change(self, _room: RoomId, _message: MessageId) {}

    pub fn forget_change(self, _room: RoomId, _message: MessageId) {}
}
