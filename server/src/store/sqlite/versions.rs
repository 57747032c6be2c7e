//! What messages said before they were edited.

use rusqlite::{Connection, params};
use shared::{MessageId, Timestamp};

use super::{bounded, changes::EDITED, rooms};
use crate::store::{Look, StoreError, StoredVersion};

/// See [`crate::store::PeopleStore::versions`].
///
/// Each edit keeps what the message said before it, so a version is the text of one row and
/// the time of the row before.
pub(super) fn list(
    connection: &Connection,
    look: Look,
    message: MessageId,
    limit: usize,
) -> Result<Vec<StoredVersion>, StoreError> {
    rooms::room_for(connection, look)?;
    let (room, message) = (bounded(look.room.get()), bounded(message.get()));
    let (posted, mut text): (u32, String) = connection
        .prepare_cached(
            "SELECT at, text FROM messages
             WHERE room_id = ?1 AND seq = ?2 AND deleted_at IS NULL",
        )?
        .query_row([room, message], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut query = connection.prepare_cached(
        "SELECT at, ifnull(body, '') FROM events
         WHERE room_id = ?1 AND message = ?2 AND kind = ?3 ORDER BY seq DESC LIMIT ?4",
    )?;
    let mut rows = query.query(params![room, message, EDITED, limit])?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        let at = Timestamp::from_seconds(row.get(0)?);
        let before = row.get(1)?;
        let text = std::mem::replace(&mut text, before);
        versions.push(StoredVersion { at, text });
    }
    if versions.len() < limit {
        let at = Timestamp::from_seconds(posted);
        versions.push(StoredVersion { at, text });
    }
    Ok(versions)
}
