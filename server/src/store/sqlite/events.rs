//! Reading the sequence of a room, in one snapshot.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row};
use shared::{
    MessageId, Nonce, RoomId, Seq, Timestamp, UserId, frame::RoomEvent, model::RoomChange,
};

use super::{
    changes::{DELETED, EDITED, ROOM},
    rooms, sessions,
};
use crate::store::{CatchUp, CatchUpLimit, Look, StoreError, StoredEvent};

/// See [`crate::store::MessageStore::catch_up`].
pub(super) fn catch_up(
    connection: &Connection,
    look: Look,
    after: Seq,
    limit: CatchUpLimit,
) -> Result<CatchUp, StoreError> {
    let room = rooms::room_for(connection, look)?;
    let behind = room.last_seq.get().checked_sub(after.get());
    let missed = match behind {
        Some(events) if events <= limit.events => {
            events_after(connection, look.room, after, limit.bytes)?
        }
        _ => None,
    };
    let events = missed.iter().flatten();
    let actors: BTreeSet<_> = events.flat_map(|stored| stored.event.people()).collect();
    let people = sessions::people(connection, actors)?;
    Ok(CatchUp {
        room,
        missed,
        people,
    })
}

fn events_after(
    connection: &Connection,
    room: RoomId,
    after: Seq,
    text_bytes: usize,
) -> Result<Option<Vec<StoredEvent>>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT seq, 0, author, at, nonce, seq, text FROM messages
         WHERE room_id = ?1 AND seq > ?2
         UNION ALL
         SELECT e.seq, e.kind, e.actor, e.at, e.nonce, e.message, ifnull(m.text, e.body) FROM events e
         LEFT JOIN messages m ON m.room_id = e.room_id AND m.seq = e.message
         WHERE e.room_id = ?1 AND e.seq > ?2
         ORDER BY 1",
    )?;
    let mut rows = query.query([room.get(), after.get()])?;
    let mut events = Vec::new();
    let mut bytes = 0_usize;
    while let Some(row) = rows.next()? {
        let text: Option<String> = row.get(6)?;
        let text = text.unwrap_or_default();
        bytes = bytes.saturating_add(text.len());
        if bytes > text_bytes {
            return Ok(None);
        }
        events.push(StoredEvent {
            seq: Seq::new(row.get(0)?),
            nonce: Nonce::from_bytes(row.get(4)?),
            event: event(row, text)?,
        });
    }
    Ok(Some(events))
}

fn event(row: &Row<'_>, text: String) -> Result<RoomEvent, StoreError> {
    let by = UserId::new(row.get(2)?);
    let at = Timestamp::from_seconds(row.get(3)?);
    let message = MessageId::new(row.get::<_, Option<u64>>(5)?.unwrap_or_default());
    match row.get::<_, u8>(1)? {
        0 => Ok(RoomEvent::MessagePosted {
            author: by,
            at,
            text,
        }),
        EDITED => Ok(RoomEvent::MessageEdited {
            message,
            by,
            at,
            text,
        }),
        DELETED => Ok(RoomEvent::MessageDeleted { message, by, at }),
        ROOM => {
            let change = room_change(&text)?;
            Ok(RoomEvent::RoomChanged { by, at, change })
        }
        kind => Err(StoreError::Corrupt(format!("an event of kind {kind}"))),
    }
}

/// A change of a room as it is kept.
pub(super) fn room_change(kept: &str) -> Result<RoomChange, StoreError> {
    serde_json::from_str(kept).map_err(|error| StoreError::Corrupt(error.to_string()))
}
