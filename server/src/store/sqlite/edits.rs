//! Messages that are changed or taken back, inside the writer's transaction.

use rusqlite::{Connection, params};
use shared::{
    MessageId, RoomId, UserId,
    frame::RoomEvent,
    rules::{Deed, Standing},
};

use super::{bounded, changes::Kept, mentions};
use crate::store::{Change, Personal, StoreError};

/// The event; kept is what the message said before.
pub(super) fn edit(
    connection: &Connection,
    change: &Change,
    message: MessageId,
    text: &str,
) -> Result<Kept, StoreError> {
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
    Ok(Kept {
        event,
        body: Some(target.text),
        personal: Personal {
            mentions: mentions::keep(connection, change, message, text)?,
            ..Personal::default()
        },
    })
}

/// The event; the text is gone for good.
pub(super) fn delete(
    connection: &Connection,
    change: &Change,
    standing: Standing,
    message: MessageId,
) -> Result<Kept, StoreError> {
    let target = target(connection, change.room, message)?;
    let deed = match target.author == change.actor {
        true => Deed::DeleteOwn,
        false => Deed::DeleteOther,
    };
    standing.allows(deed).map_err(StoreError::from_rule)?;
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
    Ok(Kept {
        event,
        body: None,
        personal: Personal {
            mentions: mentions::keep(connection, change, message, "")?,
            ..Personal::default()
        },
    })
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
