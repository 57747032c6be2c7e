//! What a change does to the tables, inside the writer's transaction.

use std::collections::{HashMap, hash_map::Entry};

use rusqlite::{Connection, OptionalExtension, params};
use shared::{MessageId, RoomId, Seq, UserId, frame::RoomEvent};

use super::{bounded, rooms, writer::in_savepoint};
use crate::store::{Applied, Change, StoreError, What};

/// Numbers of events in the table, those of the variants of [`RoomEvent`].
pub(super) const EDITED: u8 = 1;
pub(super) const DELETED: u8 = 2;

/// Makes a change at the next place of its room, or finds where its first time went. With
/// what happened, where something did. `heads` holds the places given out in this
/// transaction; [`move_heads`] writes them down.
pub(super) fn apply(
    connection: &Connection,
    heads: &mut HashMap<RoomId, Seq>,
    change: &Change,
) -> Result<(Applied, Option<RoomEvent>), StoreError> {
    let head = match heads.entry(change.room) {
        Entry::Occupied(head) => head.into_mut(),
        Entry::Vacant(head) => head.insert(rooms::room(connection, change.room)?.last_seq),
    };
    let seq = head.next();
    let (applied, event) = match &change.what {
        What::Post { text } => post(connection, change, seq, text)?,
        What::Edit { message, text } => in_savepoint(connection, |connection| {
            once(connection, change, seq, EDITED, *message, || {
                edit(connection, change, *message, text)
            })
        })?,
        What::Delete { message } => in_savepoint(connection, |connection| {
            once(connection, change, seq, DELETED, *message, || {
                delete(connection, change, *message)
            })
        })?,
    };
    if applied.fresh {
        *head = seq;
    }
    Ok((applied, event))
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

fn post(
    connection: &Connection,
    change: &Change,
    seq: Seq,
    text: &str,
) -> Result<(Applied, Option<RoomEvent>), StoreError> {
    let stored = connection
        .prepare_cached(
            "INSERT INTO messages (room_id, seq, author, at, nonce, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (author, nonce) DO NOTHING",
        )?
        .execute(params![
            change.room.get(),
            seq.get(),
            change.actor.get(),
            change.at.seconds(),
            change.nonce.as_bytes(),
            text,
        ])?;
    if stored == 0 {
        let first = "SELECT room_id, seq, seq FROM messages WHERE author = ?1 AND nonce = ?2";
        let applied = first_time(connection, first, change)?.ok_or(StoreError::NotFound)?;
        return Ok((applied, None));
    }
    let event = RoomEvent::MessagePosted {
        author: change.actor,
        at: change.at,
        text: text.to_owned(),
    };
    Ok((fresh(change.room, seq.into(), seq), Some(event)))
}

/// Does `work` and records its event, unless that was done before.
fn once(
    connection: &Connection,
    change: &Change,
    seq: Seq,
    kind: u8,
    message: MessageId,
    work: impl FnOnce() -> Result<(RoomEvent, Option<String>), StoreError>,
) -> Result<(Applied, Option<RoomEvent>), StoreError> {
    let first = "SELECT room_id, seq, message FROM events WHERE actor = ?1 AND nonce = ?2";
    if let Some(applied) = first_time(connection, first, change)? {
        return Ok((applied, None));
    }
    let (event, body) = work()?;
    connection
        .prepare_cached(
            "INSERT INTO events (room_id, seq, kind, actor, at, nonce, message, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            change.room.get(),
            seq.get(),
            kind,
            change.actor.get(),
            change.at.seconds(),
            change.nonce.as_bytes(),
            message.get(),
            body,
        ])?;
    Ok((fresh(change.room, message, seq), Some(event)))
}

const fn fresh(room: RoomId, message: MessageId, seq: Seq) -> Applied {
    Applied {
        room,
        message,
        seq,
        fresh: true,
    }
}

/// Where the same command went when it came before; `sql` selects room, place and message.
fn first_time(
    connection: &Connection,
    sql: &str,
    change: &Change,
) -> Result<Option<Applied>, StoreError> {
    let found = connection
        .prepare_cached(sql)?
        .query_row(
            params![change.actor.get(), change.nonce.as_bytes()],
            |row| {
                Ok(Applied {
                    room: RoomId::new(row.get(0)?),
                    seq: Seq::new(row.get(1)?),
                    message: MessageId::new(row.get(2)?),
                    fresh: false,
                })
            },
        )
        .optional()?;
    Ok(found)
}

/// The event, and what the message said before.
fn edit(
    connection: &Connection,
    change: &Change,
    message: MessageId,
    text: &str,
) -> Result<(RoomEvent, Option<String>), StoreError> {
    let target = target(connection, change.room, message)?;
    if target.author != change.actor {
        return Err(StoreError::Forbidden);
    }
    connection
        .prepare_cached(
            "UPDATE messages SET text = ?3, edited_at = ?4 WHERE room_id = ?1 AND seq = ?2",
        )?
        .execute(params![
            change.room.get(),
            message.get(),
            text,
            change.at.seconds()
        ])?;
    let event = RoomEvent::MessageEdited {
        message,
        by: change.actor,
        at: change.at,
        text: text.to_owned(),
    };
    Ok((event, Some(target.text)))
}

fn delete(
    connection: &Connection,
    change: &Change,
    message: MessageId,
) -> Result<(RoomEvent, Option<String>), StoreError> {
    let target = target(connection, change.room, message)?;
    if target.author != change.actor {
        return Err(StoreError::Forbidden);
    }
    connection
        .prepare_cached(
            "UPDATE messages SET text = '', deleted_at = ?3 WHERE room_id = ?1 AND seq = ?2",
        )?
        .execute([
            change.room.get(),
            message.get(),
            u64::from(change.at.seconds()),
        ])?;
    // What it said before its edits goes as well.
    connection
        .prepare_cached("UPDATE events SET body = NULL WHERE room_id = ?1 AND message = ?2")?
        .execute([change.room.get(), message.get()])?;
    let event = RoomEvent::MessageDeleted {
        message,
        by: change.actor,
        at: change.at,
    };
    Ok((event, None))
}

struct Target {
    author: UserId,
    text: String,
}

/// The message that a change is about.
fn target(connection: &Connection, room: RoomId, message: MessageId) -> Result<Target, StoreError> {
    let (target, is_deleted) = connection
        .prepare_cached(
            "SELECT author, text, deleted_at IS NOT NULL FROM messages
             WHERE room_id = ?1 AND seq = ?2",
        )?
        .query_row([bounded(room.get()), bounded(message.get())], |row| {
            let author = UserId::new(row.get(0)?);
            let text = row.get(1)?;
            Ok((Target { author, text }, row.get::<_, bool>(2)?))
        })?;
    if is_deleted {
        return Err(StoreError::Conflict);
    }
    Ok(target)
}
