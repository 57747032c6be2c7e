//! The database of a server, looked at without the server.

use std::{collections::BTreeMap, path::Path};

use rusqlite::{Connection, OpenFlags};

use super::check::Line;

/// What is in the database.
pub struct Found {
    /// By room and place; events that are no messages have no text.
    pub lines: Vec<Line>,
    /// Where each room stands.
    pub heads: BTreeMap<u64, u64>,
    /// What SQLite itself finds wrong.
    pub faults: Vec<String>,
}

/// Lets the sessions of people of this name end in five seconds; how many there are.
pub fn end_soon(data: &Path, name: &str) -> usize {
    let database = Connection::open(data.join("teahouse.db")).unwrap();
    let soon = "UPDATE sessions SET expires_at = unixepoch() + 5
                WHERE user_id IN (SELECT id FROM users WHERE name = ?1)";
    database.execute(soon, [name]).unwrap()
}

/// Reads all of it, read-only.
pub fn read(data: &Path) -> Found {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = Connection::open_with_flags(data.join("teahouse.db"), flags).unwrap();
    let mut faults = texts(&database, "PRAGMA integrity_check");
    faults.retain(|fault| fault != "ok");
    faults.extend(texts(&database, "PRAGMA foreign_key_check"));
    let mut query = database
        .prepare(
            "SELECT room_id, seq, author, text FROM messages
             UNION ALL SELECT room_id, seq, actor, '' FROM events ORDER BY 1, 2",
        )
        .unwrap();
    let lines = query.query_map([], |row| {
        Ok(Line {
            room: row.get(0)?,
            seq: row.get(1)?,
            author: row.get(2)?,
            text: row.get(3)?,
        })
    });
    let mut rooms = database.prepare("SELECT id, last_seq FROM rooms").unwrap();
    let heads = rooms.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    Found {
        lines: lines.unwrap().map(Result::unwrap).collect(),
        heads: heads.unwrap().map(Result::unwrap).collect(),
        faults,
    }
}

fn texts(database: &Connection, query: &str) -> Vec<String> {
    let mut query = database.prepare(query).unwrap();
    let rows = query.query_map([], |row| row.get(0));
    rows.unwrap().map(Result::unwrap).collect()
}

/// Deletes the newest message of a room: the loss that a check must notice.
pub fn lose_newest(data: &Path, room: u64) {
    let database = Connection::open(data.join("teahouse.db")).unwrap();
    let deleted = database.execute(
        "DELETE FROM messages WHERE room_id = ?1
         AND seq = (SELECT max(seq) FROM messages WHERE room_id = ?1)",
        [room],
    );
    assert_eq!(deleted, Ok(1));
}
