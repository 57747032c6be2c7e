//! The list of rooms that every page has.

use rusqlite::{Connection, params};
use shared::{Timestamp, UserId};

use super::{bounded, named, stored_room};
use crate::store::{StoreError, StoredRoom};

/// The rooms that somebody may enter, their own first, each part by id.
pub(super) fn rooms(
    connection: &Connection,
    viewer: UserId,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<StoredRoom>, StoreError> {
    let mut rooms = Vec::new();
    for sql in [LIST_OWN, LIST_OPEN] {
        let mut query = connection.prepare_cached(sql)?;
        let left = limit.saturating_sub(rooms.len());
        let who = params![bounded(viewer.get()), now.seconds(), left];
        for room in query.query_map(who, stored_room)? {
            rooms.push(named(connection, viewer, room?)?);
        }
    }
    Ok(rooms)
}

/// The rooms that somebody is a member of, by their key: however many others there are, nothing of
/// them is read.
const LIST_OWN: &str = "SELECT r.id, r.name, r.epoch, r.last_seq, r.kind, r.topic, r.writers,
            r.archived_at IS NOT NULL, m.role, r.messages
     FROM members m JOIN rooms r ON r.id = m.room_id
     WHERE m.user_id = ?1
     AND NOT EXISTS (
         SELECT 1 FROM bans b WHERE b.room_id = r.id AND b.user_id = ?1
         AND (b.until IS NULL OR b.until > ?2))
     ORDER BY m.room_id LIMIT ?3";

/// And those that they may enter, by the index that has no others.
const LIST_OPEN: &str = "SELECT r.id, r.name, r.epoch, r.last_seq, r.kind, r.topic, r.writers,
            0, NULL, r.messages
     FROM rooms r
     WHERE r.kind = 0 AND r.archived_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM members m WHERE m.room_id = r.id AND m.user_id = ?1)
     AND NOT EXISTS (
         SELECT 1 FROM bans b WHERE b.room_id = r.id AND b.user_id = ?1
         AND (b.until IS NULL OR b.until > ?2))
     ORDER BY r.id LIMIT ?3";

#[cfg(test)]
mod tests {
    use super::*;

    /// Thousands of people have thousands of rooms between them, and every page has this list.
    #[test]
    fn the_list_of_rooms_reads_none_that_are_not_in_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::super::migrations::run(&mut connection).unwrap();
        let plan = |sql: &str| {
            let sql = format!("EXPLAIN QUERY PLAN {sql}");
            let mut query = connection.prepare(&sql).unwrap();
            let rows = query.query_map([1, 1, 1], |row| row.get::<_, String>(3));
            let rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
            rows.join("; ")
        };
        let (own, open) = (plan(LIST_OWN), plan(LIST_OPEN));
        assert!(own.contains("members_by_user"), "{own}");
        assert!(open.contains("rooms_open"), "{open}");
        for used in [own, open] {
            assert!(!used.contains("TEMP B-TREE"), "{used}");
        }
        let other = plan(&LIST_OPEN.replace("r.kind = 0", "r.kind = 1"));
        assert!(!other.contains("rooms_open"), "{other}");
    }
}
