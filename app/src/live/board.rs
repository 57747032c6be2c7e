//! A room as signals: what a page reads, written by the engine.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use leptos::prelude::*;
use shared::{
    ApiError, RoomId, Timestamp, UserId,
    model::{Person, Role, RoomInfo, RoomKind, RoomSummary, Writers},
};

use crate::state::{DayRow, Row, RowKey, WishState, room::Room, rows::Lines};

/// One signal per thing that changes by itself, and one per row.
#[derive(Clone)]
pub(super) struct Board {
    /// Which page reads it: two pages may show the same room while one takes over.
    pub page: u64,
    /// Which room.
    pub id: RoomId,
    pub room: ArcRwSignal<RoomSummary>,
    pub info: ArcRwSignal<RoomInfo>,
    pub online: ArcRwSignal<u32>,
    pub present: ArcRwSignal<Vec<Person>>,
    pub away: ArcRwSignal<Vec<Person>>,
    pub roles: ArcRwSignal<BTreeMap<UserId, Role>>,
    pub rows: ArcRwSignal<Vec<RowKey>>,
    pub has_earlier: ArcRwSignal<bool>,
    pub has_later: ArcRwSignal<bool>,
    pub loading: ArcRwSignal<bool>,
    pub refused: ArcRwSignal<Option<ApiError>>,
    pub arrived: ArcRwSignal<u64>,
    pub wish: ArcRwSignal<Option<WishState>>,
    cells: Arc<RwLock<BTreeMap<RowKey, ArcRwSignal<Row>>>>,
}

impl Board {
    pub fn new(page: u64, room: RoomSummary, info: RoomInfo) -> Self {
        Self {
            info: ArcRwSignal::new(info),
            page,
            id: room.id,
            online: ArcRwSignal::new(room.online),
            room: ArcRwSignal::new(room),
            present: ArcRwSignal::default(),
            away: ArcRwSignal::default(),
            roles: ArcRwSignal::default(),
            rows: ArcRwSignal::default(),
            has_earlier: ArcRwSignal::default(),
            has_later: ArcRwSignal::default(),
            loading: ArcRwSignal::default(),
            refused: ArcRwSignal::default(),
            arrived: ArcRwSignal::default(),
            wish: ArcRwSignal::default(),
            cells: Arc::default(),
        }
    }

    /// Shows the room as it is now. Signals of what did not change stay silent.
    pub fn show(&self, room: &Room, lines: Lines, away: Vec<Person>) {
        let online = room.presence.online();
        let summary = RoomSummary {
            online,
            ..room.summary.clone()
        };
        put(&self.room, summary);
        put(&self.info, room.info.clone());
        put(&self.online, online);
        put(&self.present, room.presence.people().to_vec());
        put(&self.away, away);
        put(&self.roles, room.members.roles().clone());
        put(&self.has_earlier, room.timeline.has_earlier());
        put(&self.has_later, room.timeline.has_later());
        put(&self.loading, room.timeline.is_loading());
        put(&self.refused, room.refused);
        put(&self.wish, room.wish);
        let keys: Vec<_> = lines.iter().map(|(key, _)| *key).collect();
        self.fill(lines);
        put(&self.rows, keys);
        put(&self.arrived, room.timeline.arrived());
    }

    /// Gives each row its cell, the one it had if it was there before.
    fn fill(&self, lines: Lines) {
        let mut cells = self.cells.write().unwrap_or_else(PoisonError::into_inner);
        let mut before = std::mem::take(&mut *cells);
        for (key, row) in lines {
            let cell = match before.remove(&key) {
                Some(cell) => {
                    put(&cell, row);
                    cell
                }
                None => ArcRwSignal::new(row),
            };
            cells.insert(key, cell);
        }
    }

    /// All rows as they are now.
    #[cfg(feature = "ssr")]
    pub fn look_at_rows<T>(&self, look: impl FnOnce(&mut dyn Iterator<Item = &Row>) -> T) -> T {
        let cells = self.cells.read().unwrap_or_else(PoisonError::into_inner);
        let rows = self.rows.read_untracked();
        let shown: Vec<_> = rows
            .iter()
            .filter_map(|key| cells.get(key))
            .map(ArcRwSignal::read_untracked)
            .collect();
        look(&mut shown.iter().map(|row| &**row))
    }

    /// The signal of a row.
    pub fn row(&self, key: RowKey) -> ArcRwSignal<Row> {
        let cells = self.cells.read().unwrap_or_else(PoisonError::into_inner);
        cells.get(&key).cloned().unwrap_or_else(no_row)
    }
}

/// In place of a row that is gone: an empty day, which nobody sees, since the list that is
/// about to drop the row is the only one who still asks.
pub(super) fn no_row() -> ArcRwSignal<Row> {
    let at = Timestamp::from_seconds(0);
    ArcRwSignal::new(Row::Day(DayRow { at }))
}

/// In place of a room whose page is gone.
pub(super) const fn no_room(id: RoomId) -> RoomInfo {
    RoomInfo {
        id,
        kind: RoomKind::Private,
        name: String::new(),
        topic: String::new(),
        writers: Writers::Everyone,
        archived: false,
        role: None,
    }
}

/// Sets a signal if that makes a difference.
pub(super) fn put<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|before| *before != value) {
        signal.set(value);
    }
}
