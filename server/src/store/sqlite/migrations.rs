//! The schema's history, embedded. `PRAGMA user_version` says how far a database has come.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::StoreError;

/// In order; append only. The version of a database is how many of them it has seen.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_rooms_and_messages.sql"),
    include_str!("../../../migrations/sqlite/0003_events.sql"),
    include_str!("../../../migrations/sqlite/0004_members.sql"),
    include_str!("../../../migrations/sqlite/0005_accounts.sql"),
    include_str!("../../../migrations/sqlite/0006_bots.sql"),
    include_str!("../../../migrations/sqlite/0007_read_marks.sql"),
    include_str!("../../../migrations/sqlite/0008_room_invites.sql"),
    include_str!("../../../migrations/sqlite/0009_open_rooms.sql"),
];

/// Brings the schema up to date, all or nothing per step.
///
/// # Errors
/// [`StoreError::Open`] for a database written by a newer Teahouse, which must not be touched.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: usize = transaction.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if version > MIGRATIONS.len() {
        return Err(StoreError::Open(format!(
            "it was written by a newer Teahouse (schema {version}, known are {})",
            MIGRATIONS.len()
        )));
    }
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(version) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", step.saturating_add(1))?;
        tracing::info!(step, "schema migrated");
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_from_before_there_were_accounts_keeps_its_people_and_gets_no_owner() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 INSERT INTO users (name, created_at) VALUES ('Ada', 1), ('Bao', 2);
                 INSERT INTO sessions VALUES (x'02', 2, 20, 40), (x'01', 1, 10, 30);
                 INSERT INTO messages VALUES (1, 1, 1, 5, x'00', 'hello');",
            )
            .unwrap();
        run(&mut connection).unwrap();
        let count = |what: &str| {
            let sql = format!("SELECT count(*) FROM {what}");
            connection.query_row(&sql, [], |row| row.get::<_, i64>(0))
        };
        assert_eq!(count("users WHERE handle IS NULL"), Ok(2));
        assert_eq!(count("users WHERE is_owner = 1"), Ok(0));
        assert_eq!(count("messages"), Ok(1));
        assert_eq!(count("house WHERE guests = 1 AND sign_up = 'open'"), Ok(1));
        let kept = "sessions WHERE (token_hash, user_id, created_at, last_seen_at, expires_at)";
        assert_eq!(count(&format!("{kept} = (x'01', 1, 10, 10, 30)")), Ok(1));
        assert_eq!(count(&format!("{kept} = (x'02', 2, 20, 20, 40)")), Ok(1));
        let half = "UPDATE users SET handle = 'ada' WHERE id = 1";
        assert!(
            connection.execute(half, []).is_err(),
            "no handle without a password"
        );
    }

    #[test]
    fn running_twice_changes_nothing_and_newer_schemas_are_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
        let rooms = connection.query_row("SELECT count(*) FROM rooms", [], |r| r.get(0));
        assert_eq!(rooms, Ok(1));
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(run(&mut connection), Err(StoreError::Open(_))));
    }
}
