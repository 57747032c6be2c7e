use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use shared::{
    InviteId, Timestamp,
    model::{Person, SignUp},
};

use super::{SqliteStore, accounts, bounded, members, sessions};
use crate::store::{
    CodeHash, HouseStore, NewAccount, NewInvite, NewSession, StoreError, StoredHouse, StoredInvite,
};

/// How long a link that no longer works stays in the list.
const KEPT_S: u32 = 7 * 24 * 60 * 60;

#[async_trait]
impl HouseStore for SqliteStore {
    async fn house(&self) -> Result<StoredHouse, StoreError> {
        self.read(|connection| {
            let (house, sign_up) = connection
                .prepare_cached(
                    "SELECT name, guests, EXISTS (SELECT 1 FROM users WHERE is_owner = 1), sign_up
                     FROM house",
                )?
                .query_row([], stored_house)?;
            let sign_up = SignUp::from_word(&sign_up)
                .ok_or_else(|| StoreError::Corrupt("who may sign up".to_owned()))?;
            Ok(StoredHouse { sign_up, ..house })
        })
        .await
    }

    async fn set_up(
        &self,
        owner: NewAccount,
        house: StoredHouse,
        session: NewSession,
    ) -> Result<Person, StoreError> {
        self.write(move |connection| {
            // A second owner breaks the index on them.
            let person = accounts::insert(connection, owner, true, session.now)?;
            members::own_the_ownerless(connection, person.id)?;
            update(connection, &house)?;
            sessions::begin(connection, person.id, &session)?;
            Ok(person)
        })
        .await
    }

    async fn change_house(&self, house: StoredHouse) -> Result<(), StoreError> {
        self.write(move |connection| update(connection, &house))
            .await
    }

    async fn create_invite(&self, invite: NewInvite) -> Result<InviteId, StoreError> {
        self.write(move |connection| {
            let long_over = invite.now.seconds().saturating_sub(KEPT_S);
            connection
                .prepare_cached("DELETE FROM house_invites WHERE expires_at <= ?1")?
                .execute([long_over])?;
            let id = connection
                .prepare_cached(
                    "INSERT INTO house_invites
                     (code_hash, ending, created_by, created_at, expires_at, uses)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
                )?
                .query_row(
                    params![
                        invite.code,
                        invite.ending,
                        bounded(invite.by.get()),
                        invite.now.seconds(),
                        invite.expires.seconds(),
                        invite.uses
                    ],
                    |row| row.get(0),
                )?;
            Ok(InviteId::new(id))
        })
        .await
    }

    async fn invites(&self, now: Timestamp, limit: usize) -> Result<Vec<StoredInvite>, StoreError> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id, ending, expires_at, used, uses FROM house_invites
                     WHERE expires_at > ?1 ORDER BY id DESC LIMIT ?2",
                )?
                .query_map(
                    params![now.seconds().saturating_sub(KEPT_S), limit],
                    stored_invite,
                )?
                .collect::<Result<_, _>>()
                .map_err(StoreError::from)
        })
        .await
    }

    async fn is_invited(&self, code: CodeHash, now: Timestamp) -> Result<bool, StoreError> {
        self.read(move |connection| {
            let found = connection
                .prepare_cached(
                    "SELECT 1 FROM house_invites
                     WHERE code_hash = ?1 AND expires_at > ?2 AND used < uses",
                )?
                .exists(params![code, now.seconds()])?;
            Ok(found)
        })
        .await
    }

    async fn revoke_invite(&self, invite: InviteId) -> Result<bool, StoreError> {
        self.write(move |connection| {
            let gone = connection
                .prepare_cached("DELETE FROM house_invites WHERE id = ?1")?
                .execute([bounded(invite.get())])?;
            Ok(gone > 0)
        })
        .await
    }
}

fn update(connection: &Connection, house: &StoredHouse) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE house SET name = ?1, guests = ?2, sign_up = ?3")?
        .execute(params![house.name, house.guests, house.sign_up.word()])?;
    Ok(())
}

fn stored_house(row: &Row<'_>) -> rusqlite::Result<(StoredHouse, String)> {
    let house = StoredHouse {
        name: row.get(0)?,
        guests: row.get(1)?,
        has_owner: row.get(2)?,
        sign_up: SignUp::default(),
    };
    Ok((house, row.get(3)?))
}

fn stored_invite(row: &Row<'_>) -> rusqlite::Result<StoredInvite> {
    Ok(StoredInvite {
        id: InviteId::new(row.get(0)?),
        ending: row.get(1)?,
        expires: Timestamp::from_seconds(row.get(2)?),
        used: row.get(3)?,
        uses: row.get(4)?,
    })
}
