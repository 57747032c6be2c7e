use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use shared::{Epoch, RoomId, Seq, Timestamp, UserId};

use super::{SqliteStore, bounded};
use crate::store::{RoomStore, StoreError, StoredRoom};

#[async_trait]
impl RoomStore for SqliteStore {
    async fn create_room(
        &self,
        by: UserId,
        name: String,
        now: Timestamp,
    ) -> Result<StoredRoom, StoreError> {
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO rooms (name, epoch, created_by, created_at)
                     VALUES (?1, abs(random()), ?2, ?3)
                     RETURNING id, name, epoch, last_seq",
                )?
                .query_row(params![name, by.get(), now.seconds()], stored_room)
                .map_err(StoreError::from)
        })
        .await
    }

    async fn rooms(&self, limit: usize) -> Result<Vec<StoredRoom>, StoreError> {
        self.read(move |connection| {
            connection
                .prepare_cached("SELECT id, name, epoch, last_seq FROM rooms ORDER BY id LIMIT ?1")?
                .query_map([limit], stored_room)?
                .collect::<Result<_, _>>()
                .map_err(StoreError::from)
        })
        .await
    }

    async fn room(&self, id: RoomId) -> Result<StoredRoom, StoreError> {
        self.read(move |connection| room(connection, id)).await
    }
}

/// A room as it stands in the connection's snapshot.
pub(super) fn room(connection: &Connection, id: RoomId) -> Result<StoredRoom, StoreError> {
    connection
        .prepare_cached("SELECT id, name, epoch, last_seq FROM rooms WHERE id = ?1")?
        .query_row([bounded(id.get())], stored_room)
        .map_err(StoreError::from)
}

fn stored_room(row: &Row<'_>) -> rusqlite::Result<StoredRoom> {
    Ok(StoredRoom {
        id: RoomId::new(row.get(0)?),
        name: row.get(1)?,
        epoch: Epoch::new(row.get(2)?),
        last_seq: Seq::new(row.get(3)?),
    })
}
