//! The schema's history, embedded. `PRAGMA user_version` says how far a database has come.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::StoreError;

/// In order; append only. The version of a database is how many of them it has seen.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_rooms_and_messages.sql"),
    include_str!("../../../migrations/sqlite/0003_events.sql"),
    include_str!("../../../migrations/sqlite/0004_members.sql"),
    include_str!("../../../migrations/sqlite/0005_accounts.sql"),
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
