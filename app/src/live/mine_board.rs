//! One's own rooms as signals: what lists of them read, written by the engine.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use leptos::prelude::*;
use shared::{
    RoomId, Timestamp,
    model::{MyRoom, Place, ReadMark, RoomKind},
};

use super::board::put;
use crate::state::mine::{Mine, MineChanges, Totals};

/// One signal per room, and one per order of them.
#[derive(Clone, Default)]
pub(super) struct MineBoard {
    rooms: ArcRwSignal<Vec<RoomId>>,
    directs: ArcRwSignal<Vec<RoomId>>,
    totals: ArcRwSignal<Totals>,
    cells: Arc<RwLock<BTreeMap<RoomId, ArcRwSignal<MyRoom>>>>,
}

impl MineBoard {
    /// Shows what looks different. What did not change is not touched, however many rooms
    /// there are; but for the totals, which are a sum over all of them.
    pub fn show(&self, mine: &Mine, changes: &MineChanges) {
        if !changes.order && changes.rooms.is_empty() {
            return;
        }
        for id in &changes.rooms {
            if let Some(room) = mine.get(*id) {
                put(&self.cell(*id), room.clone());
            }
        }
        if changes.order {
            let (rooms, directs) = (mine.rooms(), mine.directs());
            for id in rooms.iter().chain(&directs) {
                if let Some(room) = mine.get(*id) {
                    put(&self.cell(*id), room.clone());
                }
            }
            put(&self.rooms, rooms);
            put(&self.directs, directs);
        }
        put(&self.totals, mine.totals());
    }

    fn cell(&self, id: RoomId) -> ArcRwSignal<MyRoom> {
        let mut cells = self.cells.write().unwrap_or_else(PoisonError::into_inner);
        let cell = cells
            .entry(id)
            .or_insert_with(|| ArcRwSignal::new(unknown(id)));
        cell.clone()
    }
}

/// The viewer's own rooms, in context below the house.
#[derive(Clone, Copy)]
pub struct MyRoomList {
    board: StoredValue<MineBoard>,
    rooms: Signal<Vec<RoomId>>,
    directs: Signal<Vec<RoomId>>,
    totals: Signal<Totals>,
}

impl MyRoomList {
    pub(super) fn new(board: MineBoard) -> Self {
        Self {
            rooms: board.rooms.clone().into(),
            directs: board.directs.clone().into(),
            totals: board.totals.clone().into(),
            board: StoredValue::new(board),
        }
    }

    /// Those in context; none outside of the house.
    #[must_use]
    pub fn in_context() -> Self {
        use_context().unwrap_or_else(|| Self::new(MineBoard::default()))
    }

    /// Open and private rooms, by name.
    #[must_use]
    pub const fn rooms(self) -> Signal<Vec<RoomId>> {
        self.rooms
    }

    /// Direct rooms and groups, the latest first.
    #[must_use]
    pub const fn directs(self) -> Signal<Vec<RoomId>> {
        self.directs
    }

    /// What is unread in all of them.
    #[must_use]
    pub const fn totals(self) -> Signal<Totals> {
        self.totals
    }

    /// One of them; without a name where it is none of them.
    #[must_use]
    pub fn room(self, id: RoomId) -> Signal<MyRoom> {
        let cell = self.board.try_with_value(|board| board.cell(id));
        cell.map_or_else(|| Signal::stored(unknown(id)), Into::into)
    }
}

const fn unknown(id: RoomId) -> MyRoom {
    let nowhere = Place {
        seq: shared::Seq::ZERO,
        messages: 0,
    };
    MyRoom {
        id,
        kind: RoomKind::Private,
        name: String::new(),
        archived: false,
        with: None,
        head: nowhere,
        at: Timestamp::from_seconds(0),
        mark: ReadMark {
            read: nowhere,
            again: None,
            revision: 0,
        },
        mentions: Vec::new(),
    }
}
