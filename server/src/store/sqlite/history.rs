//! Reading a room's messages and events, each in one snapshot.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row};
use shared::{
    MessageId, Nonce, RoomId, Seq, Timestamp, UserId,
    frame::RoomEvent,
    limits,
    model::{Entry, Fate, HistoryPage, Message},
};

use super::{
    bounded,
    changes::{DELETED, EDITED, ROOM},
    rooms, sessions,
};
use crate::store::{CatchUp, CatchUpLimit, Look, StoreError, StoredEvent};

/// See [`crate::store::MessageStore::page`].
pub(super) fn page(
    connection: &Connection,
    look: Look,
    before: Option<Seq>,
    text_bytes: usize,
) -> Result<HistoryPage, StoreError> {
    let room = rooms::room_for(connection, look)?;
    let end = before.unwrap_or(room.last_seq.next());
    let mut query = connection.prepare_cached(
        "SELECT seq, author, at, nonce, text, edited_at, deleted_at FROM messages
         WHERE room_id = ?1 AND seq < ?2 ORDER BY seq DESC",
    )?;
    let mut rows = query.query([bounded(look.room.get()), bounded(end.get())])?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut bytes = 0_usize;
    let mut has_earlier = false;
    while let Some(row) = rows.next()? {
        let entry = entry(row, look.viewer)?;
        bytes = bytes.saturating_add(entry.message.text.len());
        let is_full = entries.len() >= limits::PAGE_MESSAGES || bytes > text_bytes;
        if is_full && !entries.is_empty() {
            has_earlier = true;
            break;
        }
        entries.push(entry);
    }
    entries.reverse();
    let authors: BTreeSet<_> = entries.iter().map(|entry| entry.message.author).collect();
    Ok(HistoryPage {
        room: look.room,
        epoch: room.epoch,
        last_seq: room.last_seq,
        entries,
        has_earlier,
        has_later: end <= room.last_seq,
        people: sessions::people(connection, authors)?,
    })
}

/// A message with its nonce only where that is the viewer's own.
fn entry(row: &Row<'_>, viewer: UserId) -> rusqlite::Result<Entry> {
    let author = UserId::new(row.get(1)?);
    let nonce = Nonce::from_bytes(row.get(3)?);
    let message = Message {
        id: MessageId::new(row.get(0)?),
        author,
        at: Timestamp::from_seconds(row.get(2)?),
        text: row.get(4)?,
        nonce: (author == viewer).then_some(nonce),
    };
    let (edited, deleted): (Option<u32>, Option<u32>) = (row.get(5)?, row.get(6)?);
    let fate = match (deleted, edited) {
        (Some(at), _) => Fate::Deleted {
            at: Timestamp::from_seconds(at),
        },
        (None, Some(at)) => Fate::Edited {
            at: Timestamp::from_seconds(at),
        },
        (None, None) => Fate::Original,
    };
    Ok(Entry { message, fate })
}

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
            let change = serde_json::from_str(&text);
            let change = change.map_err(|error| StoreError::Corrupt(error.to_string()))?;
            Ok(RoomEvent::RoomChanged { by, at, change })
        }
        kind => Err(StoreError::Corrupt(format!("an event of kind {kind}"))),
    }
}
