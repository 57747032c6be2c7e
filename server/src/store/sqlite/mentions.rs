//! Whom messages mention, inside the writer's transaction.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use shared::{MessageId, RoomId, UserId, limits, mention};

use crate::store::{Change, MentionMade, StoreError};

/// Keeps whom a message mentions now that it says this; what that changed.
pub(super) fn keep(
    connection: &Connection,
    change: &Change,
    message: MessageId,
    text: &str,
) -> Result<Vec<MentionMade>, StoreError> {
    let mut named = BTreeSet::new();
    if text.contains('@') {
        for (_, handle) in mention::mentions(text).take(limits::MENTIONED_PEOPLE) {
            named.extend(member(connection, change.room, &handle)?);
        }
        named.remove(&change.actor);
    }
    let known = match change.what.is_new_message() {
        true => BTreeSet::new(),
        false => known(connection, change.room, message)?,
    };
    for user in named.difference(&known) {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO mentions (user_id, room_id, seq) VALUES (?1, ?2, ?3)",
            )?
            .execute([user.get(), change.room.get(), message.get()])?;
    }
    for user in known.difference(&named) {
        connection
            .prepare_cached(
                "DELETE FROM mentions WHERE user_id = ?1 AND room_id = ?2 AND seq = ?3",
            )?
            .execute([user.get(), change.room.get(), message.get()])?;
    }
    let made = |mentioned| {
        move |user: &UserId| MentionMade {
            user: *user,
            message,
            mentioned,
        }
    };
    let gained = named.difference(&known).map(made(true));
    let lost = known.difference(&named).map(made(false));
    Ok(gained.chain(lost).collect())
}

fn member(
    connection: &Connection,
    room: RoomId,
    handle: &str,
) -> Result<Option<UserId>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT u.id FROM users u JOIN members m ON m.room_id = ?1 AND m.user_id = u.id
             WHERE u.handle = ?2",
        )?
        .query_row(params![room.get(), handle], |row| row.get(0))
        .optional()?;
    Ok(found.map(UserId::new))
}

fn known(
    connection: &Connection,
    room: RoomId,
    message: MessageId,
) -> Result<BTreeSet<UserId>, StoreError> {
    let mut query = connection
        .prepare_cached("SELECT user_id FROM mentions WHERE room_id = ?1 AND seq = ?2")?;
    let users = query.query_map([room.get(), message.get()], |row| {
        Ok(UserId::new(row.get(0)?))
    })?;
    users.map(|user| Ok(user?)).collect()
}
