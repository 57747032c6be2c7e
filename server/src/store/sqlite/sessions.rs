use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, params};
use shared::{
    SessionId, Timestamp, UserId,
    model::{Account, Person},
};

use super::{SqliteStore, bounded};
use crate::store::{NewSession, SessionStore, StoreError, StoredSession, TokenHash, Visit};

#[async_trait]
impl SessionStore for SqliteStore {
    async fn create_guest(&self, name: String, session: NewSession) -> Result<Person, StoreError> {
        self.write(move |connection| {
            connection
                .prepare_cached("INSERT INTO users (name, created_at) VALUES (?1, ?2)")?
                .execute(params![name, session.now.seconds()])?;
            let id = user_id(connection.last_insert_rowid())?;
            begin(connection, id, &session)?;
            Ok(Person { id, name })
        })
        .await
    }

    async fn open_session(
        &self,
        user: UserId,
        session: NewSession,
        instead_of: Option<TokenHash>,
    ) -> Result<Person, StoreError> {
        self.write(move |connection| {
            let person = connection
                .prepare_cached("SELECT id, name FROM users WHERE id = ?1")?
                .query_row([bounded(user.get())], person)?;
            connection
                .prepare_cached("DELETE FROM sessions WHERE token_hash = ?1")?
                .execute([instead_of])?;
            begin(connection, user, &session)?;
            Ok(person)
        })
        .await
    }

    async fn session(&self, token: TokenHash, now: Timestamp) -> Result<Option<Visit>, StoreError> {
        self.find(move |connection| {
            let visit = connection
                .prepare_cached(
                    "SELECT users.id, users.name, users.handle, users.is_owner,
                            sessions.id, sessions.last_seen_at, sessions.expires_at
                     FROM sessions JOIN users ON users.id = sessions.user_id
                     WHERE token_hash = ?1 AND expires_at > ?2",
                )?
                .query_row(params![token, now.seconds()], visit)
                .optional()?;
            Ok(visit)
        })
        .await
    }

    async fn is_open(&self, session: SessionId) -> Result<bool, StoreError> {
        self.find(move |connection| {
            let found = connection
                .prepare_cached("SELECT 1 FROM sessions WHERE id = ?1")?
                .exists([bounded(session.get())])?;
            Ok(found)
        })
        .await
    }

    async fn touch(
        &self,
        session: SessionId,
        now: Timestamp,
        unless_after: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "UPDATE sessions SET last_seen_at = ?2 WHERE id = ?1 AND last_seen_at <= ?3",
                )?
                .execute(params![
                    bounded(session.get()),
                    now.seconds(),
                    unless_after.seconds()
                ])?;
            Ok(())
        })
        .await
    }

    async fn sessions(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<StoredSession>, StoreError> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id, browser, system, created_at, last_seen_at FROM sessions
                     WHERE user_id = ?1 AND expires_at > ?2
                     ORDER BY last_seen_at DESC, id DESC",
                )?
                .query_map(params![bounded(user.get()), now.seconds()], stored_session)?
                .collect::<Result<_, _>>()
                .map_err(StoreError::from)
        })
        .await
    }

    async fn end_session(&self, user: UserId, session: SessionId) -> Result<bool, StoreError> {
        self.write(move |connection| {
            let ended = connection
                .prepare_cached("DELETE FROM sessions WHERE id = ?1 AND user_id = ?2")?
                .execute([bounded(session.get()), bounded(user.get())])?;
            Ok(ended > 0)
        })
        .await
    }

    async fn end_other_sessions(
        &self,
        user: UserId,
        keep: SessionId,
    ) -> Result<Vec<SessionId>, StoreError> {
        self.write(move |connection| end_others(connection, user, keep))
            .await
    }

    async fn people(&self, ids: Vec<UserId>) -> Result<Vec<Person>, StoreError> {
        self.read(move |connection| people(connection, ids)).await
    }
}

/// Begins a session in the transaction of the caller.
pub(super) fn begin(
    connection: &Connection,
    user: UserId,
    session: &NewSession,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO sessions
             (token_hash, user_id, browser, system, created_at, last_seen_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
        )?
        .execute(params![
            session.token,
            user.get(),
            session.browser,
            session.system,
            session.now.seconds(),
            session.expires.seconds()
        ])?;
    // Sessions are made one at a time: a few expired ones with each keep pace.
    connection
        .prepare_cached(
            "DELETE FROM sessions WHERE id IN
             (SELECT id FROM sessions WHERE expires_at <= ?1 LIMIT 8)",
        )?
        .execute([session.now.seconds()])?;
    Ok(())
}

/// Ends every session of `user` but one, in the transaction of the caller.
pub(super) fn end_others(
    connection: &Connection,
    user: UserId,
    keep: SessionId,
) -> Result<Vec<SessionId>, StoreError> {
    connection
        .prepare_cached("DELETE FROM sessions WHERE user_id = ?1 AND id <> ?2 RETURNING id")?
        .query_map([bounded(user.get()), bounded(keep.get())], |row| {
            row.get(0).map(SessionId::new)
        })?
        .collect::<Result<_, _>>()
        .map_err(StoreError::from)
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

fn visit(row: &Row<'_>) -> rusqlite::Result<Visit> {
    Ok(Visit {
        person: person(row)?,
        account: Account {
            handle: row.get(2)?,
            is_owner: row.get(3)?,
        },
        session: SessionId::new(row.get(4)?),
        seen: Timestamp::from_seconds(row.get(5)?),
        expires: Timestamp::from_seconds(row.get(6)?),
    })
}

fn stored_session(row: &Row<'_>) -> rusqlite::Result<StoredSession> {
    Ok(StoredSession {
        id: SessionId::new(row.get(0)?),
        browser: row.get(1)?,
        system: row.get(2)?,
        created: Timestamp::from_seconds(row.get(3)?),
        seen: Timestamp::from_seconds(row.get(4)?),
    })
}

/// The number of a row that was just made.
pub(super) fn user_id(rowid: i64) -> Result<UserId, StoreError> {
    u64::try_from(rowid)
        .map(UserId::new)
        .map_err(|_| StoreError::Corrupt(format!("user id {rowid}")))
}
