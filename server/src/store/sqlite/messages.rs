use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use shared::{
    MessageId, Nonce, RoomId, Seq, Timestamp, UserId, limits,
    model::{Message, RoomPage},
};

use super::{SqliteStore, bounded, rooms, sessions, writer::Job};
use crate::store::{
    CatchUp, CatchUpLimit, MessageStore, NewMessage, Posted, Receipt, StoreError, StoredEvent,
};

#[async_trait]
impl MessageStore for SqliteStore {
    async fn post(&self, message: NewMessage, receipt: Box<dyn Receipt>) {
        self.writer.submit(Job::Post(message, receipt)).await;
    }

    async fn page(
        &self,
        room: RoomId,
        before: Option<Seq>,
        viewer: UserId,
        text_bytes: usize,
    ) -> Result<RoomPage, StoreError> {
        self.read(move |connection| page(connection, room, before, viewer, text_bytes))
            .await
    }

    async fn catch_up(
        &self,
        room: RoomId,
        after: Seq,
        limit: CatchUpLimit,
    ) -> Result<CatchUp, StoreError> {
        self.read(move |connection| catch_up(connection, room, after, limit))
            .await
    }
}

/// Stores a message at the next place of its room, or finds where its first sending went.
/// `heads` holds the places given out in this transaction; [`move_heads`] writes them down.
pub(super) fn insert(
    connection: &Connection,
    heads: &mut HashMap<RoomId, Seq>,
    message: &NewMessage,
) -> Result<Posted, StoreError> {
    let head = match heads.entry(message.room) {
        Entry::Occupied(head) => head.into_mut(),
        Entry::Vacant(head) => head.insert(rooms::room(connection, message.room)?.last_seq),
    };
    let seq = head.next();
    let stored = connection
        .prepare_cached(
            "INSERT INTO messages (room_id, seq, author, at, nonce, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (author, nonce) DO NOTHING",
        )?
        .execute(params![
            message.room.get(),
            seq.get(),
            message.author.get(),
            message.at.seconds(),
            message.nonce.as_bytes(),
            message.text,
        ])?;
    if stored == 0 {
        return first_sending(connection, message);
    }
    *head = seq;
    Ok(Posted {
        room: message.room,
        message: MessageId::from(seq),
        seq,
        fresh: true,
    })
}

fn first_sending(connection: &Connection, message: &NewMessage) -> Result<Posted, StoreError> {
    let (room, seq) = connection
        .prepare_cached("SELECT room_id, seq FROM messages WHERE author = ?1 AND nonce = ?2")?
        .query_row(
            params![message.author.get(), message.nonce.as_bytes()],
            |row| Ok((RoomId::new(row.get(0)?), Seq::new(row.get(1)?))),
        )?;
    Ok(Posted {
        room,
        message: MessageId::from(seq),
        seq,
        fresh: false,
    })
}

/// Writes the heads of the rooms down, in the transaction that moved them.
pub(super) fn move_heads(
    connection: &Connection,
    heads: &HashMap<RoomId, Seq>,
) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached("UPDATE rooms SET last_seq = ?2 WHERE id = ?1")?;
    for (room, seq) in heads {
        update.execute([room.get(), seq.get()])?;
    }
    Ok(())
}

fn page(
    connection: &Connection,
    room: RoomId,
    before: Option<Seq>,
    viewer: UserId,
    text_bytes: usize,
) -> Result<RoomPage, StoreError> {
    let room = rooms::room(connection, room)?;
    let end = before.unwrap_or(room.last_seq.next());
    let mut query = connection.prepare_cached(
        "SELECT seq, author, at, nonce, text FROM messages
         WHERE room_id = ?1 AND seq < ?2 ORDER BY seq DESC",
    )?;
    let mut rows = query.query([bounded(room.id.get()), bounded(end.get())])?;
    let mut messages: Vec<Message> = Vec::new();
    let mut bytes = 0_usize;
    let mut has_earlier = false;
    while let Some(row) = rows.next()? {
        let event = stored_event(row)?;
        bytes = bytes.saturating_add(event.text.len());
        let is_full = messages.len() >= limits::PAGE_MESSAGES || bytes > text_bytes;
        if is_full && !messages.is_empty() {
            has_earlier = true;
            break;
        }
        messages.push(as_seen_by(viewer, event));
    }
    messages.reverse();
    let authors: BTreeSet<_> = messages.iter().map(|message| message.author).collect();
    Ok(RoomPage {
        room: room.id,
        epoch: room.epoch,
        last_seq: room.last_seq,
        messages,
        has_earlier,
        people: sessions::people(connection, authors)?,
    })
}

/// A message with its nonce only where that is the viewer's own.
fn as_seen_by(viewer: UserId, event: StoredEvent) -> Message {
    Message {
        id: MessageId::from(event.seq),
        author: event.author,
        at: event.at,
        text: event.text,
        nonce: (event.author == viewer).then_some(event.nonce),
    }
}

fn catch_up(
    connection: &Connection,
    room: RoomId,
    after: Seq,
    limit: CatchUpLimit,
) -> Result<CatchUp, StoreError> {
    let room = rooms::room(connection, room)?;
    let behind = room.last_seq.get().checked_sub(after.get());
    let missed = match behind {
        Some(events) if events <= limit.events => {
            events_after(connection, room.id, after, limit.bytes)?
        }
        _ => None,
    };
    let authors: BTreeSet<_> = missed.iter().flatten().map(|event| event.author).collect();
    let people = sessions::people(connection, authors)?;
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
        "SELECT seq, author, at, nonce, text FROM messages
         WHERE room_id = ?1 AND seq > ?2 ORDER BY seq",
    )?;
    let mut rows = query.query([room.get(), after.get()])?;
    let mut events = Vec::new();
    let mut bytes = 0_usize;
    while let Some(row) = rows.next()? {
        let event = stored_event(row)?;
        bytes = bytes.saturating_add(event.text.len());
        if bytes > text_bytes {
            return Ok(None);
        }
        events.push(event);
    }
    Ok(Some(events))
}

fn stored_event(row: &Row<'_>) -> rusqlite::Result<StoredEvent> {
    Ok(StoredEvent {
        seq: Seq::new(row.get(0)?),
        author: UserId::new(row.get(1)?),
        at: Timestamp::from_seconds(row.get(2)?),
        nonce: Nonce::from_bytes(row.get(3)?),
        text: row.get(4)?,
    })
}
