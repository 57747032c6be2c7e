//! Opening connections with the settings that the delivery contract rests on.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::store::StoreError;

/// The first release without the write-ahead log's reset bug, which could lose a commit
/// when a checkpoint and a restart of the log crossed (<https://sqlite.org/wal.html>,
/// "The WAL-reset bug").
const OLDEST: i32 = 3_051_003;

/// Prepared statements kept per connection; more than there are different ones.
const STATEMENTS: usize = 64;

/// Refuses a SQLite that is older than [`OLDEST`].
pub(super) fn check_version() -> Result<(), StoreError> {
    if rusqlite::version_number() < OLDEST {
        let version = rusqlite::version();
        return Err(StoreError::Open(format!("SQLite {version} is too old")));
    }
    Ok(())
}

/// A connection that writes: every commit is on the disk before it returns.
pub(super) fn open_writer(file: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Checkpoints run on their own connection, see `checkpoint`.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    settings(&connection)?;
    Ok(connection)
}

/// A connection that cannot write.
pub(super) fn open_reader(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.pragma_update(None, "query_only", true)?;
    settings(&connection)?;
    Ok(connection)
}

fn settings(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // 2 MiB of pages per connection: the operating system caches the rest.
    connection.pragma_update(None, "cache_size", -2_048)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan that looks at the values it was made for is made anew for others: a statement of ours
    // would be compiled each time it is asked, which costs more than asking it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writers_are_durable_and_readers_cannot_write() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("x.db");
        let writer = open_writer(&file).unwrap();
        let pragma = |name| writer.query_row(&format!("PRAGMA {name}"), [], |r| r.get(0));
        assert_eq!(pragma("synchronous"), Ok(2), "2 is FULL");
        let mode: String = writer
            .query_row("PRAGMA journal_mode", [], |r| r.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
        let mapped: Option<i64> = writer.query_row("PRAGMA mmap_size", [], |r| r.get(0)).ok();
        assert_eq!(
            mapped.unwrap_or(0),
            0,
            "a mapped file turns I/O errors into signals"
        );
        writer.execute_batch("CREATE TABLE t (x)").unwrap();
        let reader = open_reader(&file).unwrap();
        assert!(reader.execute("INSERT INTO t VALUES (1)", []).is_err());
    }
}
