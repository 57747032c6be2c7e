use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use shared::{SessionId, Timestamp, UserId, model::Person};

use super::{SqliteStore, bounded, sessions};
use crate::store::{BotStore, NewBot, NewSession, StoreError, StoredBot};

#[async_trait]
impl BotStore for SqliteStore {
    async fn create_bot(&self, bot: NewBot, most: usize) -> Result<Person, StoreError> {
        self.write(move |connection| {
            let has: usize = connection
                .prepare_cached(
                    "SELECT count(*) FROM bots WHERE owner_id = ?1 AND revoked_at IS NULL",
                )?
                .query_row([bounded(bot.owner.get())], |row| row.get(0))?;
            if has >= most {
                return Err(StoreError::Conflict);
            }
            create(connection, bot)
        })
        .await
    }

    async fn bots(&self, owner: UserId) -> Result<Vec<StoredBot>, StoreError> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT u.id, u.name, b.ending, b.expires_at,
                            (SELECT max(last_seen_at) FROM sessions s WHERE s.user_id = u.id)
                     FROM bots b JOIN users u ON u.id = b.user_id
                     WHERE b.owner_id = ?1 AND b.revoked_at IS NULL ORDER BY u.id DESC",
                )?
                .query_map([bounded(owner.get())], stored_bot)?
                .collect::<Result<_, _>>()
                .map_err(StoreError::from)
        })
        .await
    }

    async fn revoke_bot(
        &self,
        owner: UserId,
        bot: UserId,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StoreError> {
        self.write(move |connection| {
            let revoked = connection
                .prepare_cached(
                    "UPDATE bots SET revoked_at = ?3
                     WHERE user_id = ?1 AND owner_id = ?2 AND revoked_at IS NULL",
                )?
                .execute(params![
                    bounded(bot.get()),
                    bounded(owner.get()),
                    now.seconds()
                ])?;
            if revoked == 0 {
                return Err(StoreError::NotFound);
            }
            connection
                .prepare_cached("DELETE FROM sessions WHERE user_id = ?1 RETURNING id")?
                .query_map([bounded(bot.get())], |row| row.get(0).map(SessionId::new))?
                .collect::<Result<_, _>>()
                .map_err(StoreError::from)
        })
        .await
    }
}

fn create(connection: &Connection, bot: NewBot) -> Result<Person, StoreError> {
    connection
        .prepare_cached("INSERT INTO users (name, created_at) VALUES (?1, ?2)")?
        .execute(params![bot.name, bot.now.seconds()])?;
    let id = sessions::user_id(connection.last_insert_rowid())?;
    connection
        .prepare_cached(
            "INSERT INTO bots (user_id, owner_id, ending, expires_at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            id.get(),
            bounded(bot.owner.get()),
            bot.ending,
            bot.expires.seconds()
        ])?;
    let session = NewSession {
        token: bot.token,
        browser: None,
        system: None,
        now: bot.now,
        expires: bot.expires,
    };
    sessions::begin(connection, id, &session)?;
    // Somebody who signs in is there; a token that was just made has not been used.
    connection
        .prepare_cached("UPDATE sessions SET last_seen_at = 0 WHERE user_id = ?1")?
        .execute([id.get()])?;
    Ok(Person { id, name: bot.name })
}

fn stored_bot(row: &Row<'_>) -> rusqlite::Result<StoredBot> {
    let seen: Option<u32> = row.get(4)?;
    Ok(StoredBot {
        person: Person {
            id: UserId::new(row.get(0)?),
            name: row.get(1)?,
        },
        ending: row.get(2)?,
        expires: Timestamp::from_seconds(row.get(3)?),
        seen: seen.filter(|at| *at > 0).map(Timestamp::from_seconds),
    })
}
