use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, params};
use shared::{Timestamp, UserId, model::Person};

use super::{SqliteStore, bounded};
use crate::store::{SessionStore, StoreError, TokenHash};

#[async_trait]
impl SessionStore for SqliteStore {
    async fn create_guest(
        &self,
        name: String,
        token: TokenHash,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<Person, StoreError> {
        self.write(move |connection| {
            connection
                .prepare_cached("INSERT INTO users (name, created_at) VALUES (?1, ?2)")?
                .execute(params![name, now.seconds()])?;
            let id = user_id(connection.last_insert_rowid())?;
            connection
                .prepare_cached(
                    "INSERT INTO sessions (token_hash, user_id, created_at, expires_at)
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![token, id.get(), now.seconds(), expires.seconds()])?;
            // Sessions are made one at a time: a few expired ones with each keep pace.
            connection
                .prepare_cached(
                    "DELETE FROM sessions WHERE token_hash IN
                     (SELECT token_hash FROM sessions WHERE expires_at <= ?1 LIMIT 8)",
                )?
                .execute([now.seconds()])?;
            Ok(Person { id, name })
        })
        .await
    }

    async fn session(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Person>, StoreError> {
        self.read(move |connection| {
            let person = connection
                .prepare_cached(
                    "SELECT users.id, users.name FROM sessions
                     JOIN users ON users.id = sessions.user_id
                     WHERE token_hash = ?1 AND expires_at > ?2",
                )?
                .query_row(params![token, now.seconds()], person)
                .optional()?;
            Ok(person)
        })
        .await
    }

    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection
                .prepare_cached("DELETE FROM sessions WHERE token_hash = ?1")?
                .execute([token])?;
            Ok(())
        })
        .await
    }

    async fn people(&self, ids: Vec<UserId>) -> Result<Vec<Person>, StoreError> {
        self.read(move |connection| people(connection, ids)).await
    }
}

/// Those of these people who exist.
pub(super) fn people(
    connection: &Connection,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<Vec<Person>, StoreError> {
    let mut query = connection.prepare_cached("SELECT id, name FROM users WHERE id = ?1")?;
    ids.into_iter()
        .filter_map(|id| {
            query
                .query_row([bounded(id.get())], person)
                .optional()
                .transpose()
        })
        .collect::<Result<_, _>>()
        .map_err(StoreError::from)
}

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: UserId::new(row.get(0)?),
        name: row.get(1)?,
    })
}

fn user_id(rowid: i64) -> Result<UserId, StoreError> {
    u64::try_from(rowid)
        .map(UserId::new)
        .map_err(|_| StoreError::Corrupt(format!("user id {rowid}")))
}
