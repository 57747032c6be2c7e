use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, params};
use shared::{SessionId, Timestamp, UserId, model::Person};

use super::{SqliteStore, bounded, sessions};
use crate::store::{AccountStore, Credentials, NewAccount, NewSession, Permit, StoreError};

#[async_trait]
impl AccountStore for SqliteStore {
    async fn credentials(&self, handle: String) -> Result<Option<Credentials>, StoreError> {
        self.read(move |connection| {
            let found = connection
                .prepare_cached("SELECT id, handle, password FROM users WHERE handle = ?1")?
                .query_row([handle], credentials)
                .optional()?;
            Ok(found)
        })
        .await
    }

    async fn credentials_of(&self, user: UserId) -> Result<Option<Credentials>, StoreError> {
        self.read(move |connection| {
            let found = connection
                .prepare_cached(
                    "SELECT id, handle, password FROM users
                     WHERE id = ?1 AND handle IS NOT NULL",
                )?
                .query_row([bounded(user.get())], credentials)
                .optional()?;
            Ok(found)
        })
        .await
    }

    async fn create_account(
        &self,
        account: NewAccount,
        permit: Permit,
        session: NewSession,
    ) -> Result<Person, StoreError> {
        self.write(move |connection| {
            use_permit(connection, permit, session.now)?;
            let person = insert(connection, account, false, session.now)?;
            sessions::begin(connection, person.id, &session)?;
            Ok(person)
        })
        .await
    }

    async fn promote_guest(
        &self,
        guest: UserId,
        account: NewAccount,
        permit: Permit,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |connection| {
            use_permit(connection, permit, now)?;
            let promoted = connection
                .prepare_cached(
                    "UPDATE users SET handle = ?2, name = ?3, password = ?4
                     WHERE id = ?1 AND handle IS NULL",
                )?
                .execute(params![
                    bounded(guest.get()),
                    account.handle,
                    account.name,
                    account.password
                ])?;
            match promoted {
                0 => Err(StoreError::Taken),
                _ => Ok(()),
            }
        })
        .await
    }

    async fn change_password(
        &self,
        user: UserId,
        old: String,
        new: String,
        keep: Option<SessionId>,
    ) -> Result<Vec<SessionId>, StoreError> {
        self.write(move |connection| {
            let changed = connection
                .prepare_cached("UPDATE users SET password = ?3 WHERE id = ?1 AND password = ?2")?
                .execute(params![bounded(user.get()), old, new])?;
            match (changed, keep) {
                (0, _) => Err(StoreError::NotFound),
                (_, Some(keep)) => sessions::end_others(connection, user, keep),
                (_, None) => Ok(Vec::new()),
            }
        })
        .await
    }

    async fn rename(&self, user: UserId, name: String) -> Result<(), StoreError> {
        self.write(move |connection| {
            let renamed = connection
                .prepare_cached("UPDATE users SET name = ?2 WHERE id = ?1")?
                .execute(params![bounded(user.get()), name])?;
            match renamed {
                0 => Err(StoreError::NotFound),
                _ => Ok(()),
            }
        })
        .await
    }
}

/// Makes an account in the transaction of the caller.
pub(super) fn insert(
    connection: &Connection,
    account: NewAccount,
    is_owner: bool,
    now: Timestamp,
) -> Result<Person, StoreError> {
    let NewAccount {
        handle,
        name,
        password,
    } = account;
    connection
        .prepare_cached(
            "INSERT INTO users (name, created_at, handle, password, is_owner)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![name, now.seconds(), handle, password, is_owner])?;
    let id = sessions::user_id(connection.last_insert_rowid())?;
    Ok(Person { id, name })
}

/// Uses an invite up by one. One statement looks and counts, so of two who come with the last
/// use one is refused.
fn use_permit(connection: &Connection, permit: Permit, now: Timestamp) -> Result<(), StoreError> {
    let Permit::Invite(code) = permit else {
        return Ok(());
    };
    let used = connection
        .prepare_cached(
            "UPDATE house_invites SET used = used + 1
             WHERE code_hash = ?1 AND expires_at > ?2 AND used < uses",
        )?
        .execute(params![code, now.seconds()])?;
    match used {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

fn credentials(row: &Row<'_>) -> rusqlite::Result<Credentials> {
    Ok(Credentials {
        user: UserId::new(row.get(0)?),
        handle: row.get(1)?,
        password: row.get(2)?,
    })
}
