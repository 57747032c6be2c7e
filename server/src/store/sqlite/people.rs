//! People as others see them.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, params};
use shared::{
    MessageId, RoomId, UserId,
    model::{Acquaintance, NoAccount, Person, Profile},
};

use super::{SqliteStore, bounded, members, membership, rooms, versions};
use crate::store::{Look, PeopleStore, Search, StoreError, StoredVersion};

#[async_trait]
impl PeopleStore for SqliteStore {
    async fn acquaintances(&self, search: Search) -> Result<Vec<Acquaintance>, StoreError> {
        self.read(move |connection| acquaintances(connection, &search))
            .await
    }

    async fn profile(
        &self,
        viewer: UserId,
        user: UserId,
        room: Option<Look>,
    ) -> Result<Profile, StoreError> {
        self.read(move |connection| profile(connection, viewer, user, room))
            .await
    }

    async fn without_account(
        &self,
        viewer: UserId,
        users: Vec<UserId>,
    ) -> Result<Vec<NoAccount>, StoreError> {
        self.read(move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM bots WHERE user_id = u.id)
                 FROM users u WHERE u.id = ?2 AND u.handle IS NULL AND EXISTS (
                     SELECT 1 FROM members a JOIN members b ON b.room_id = a.room_id
                     WHERE a.user_id = ?1 AND b.user_id = u.id)",
            )?;
            let mut found = Vec::new();
            for user in users {
                let both = [bounded(viewer.get()), bounded(user.get())];
                let is_bot = query.query_row(both, |row| row.get(0)).optional()?;
                found.extend(is_bot.map(|is_bot| NoAccount { user, is_bot }));
            }
            Ok(found)
        })
        .await
    }

    async fn others(
        &self,
        room: RoomId,
        viewer: UserId,
        limit: usize,
    ) -> Result<Vec<Person>, StoreError> {
        self.read(move |connection| members::others(connection, room, viewer, limit))
            .await
    }

    async fn rooms_of(&self, user: UserId) -> Result<Vec<RoomId>, StoreError> {
        self.read(move |connection| {
            let mut query =
                connection.prepare_cached("SELECT room_id FROM members WHERE user_id = ?1")?;
            let rooms =
                query.query_map([bounded(user.get())], |row| Ok(RoomId::new(row.get(0)?)))?;
            rooms.map(|room| Ok(room?)).collect()
        })
        .await
    }

    async fn versions(
        &self,
        look: Look,
        message: MessageId,
        limit: usize,
    ) -> Result<Vec<StoredVersion>, StoreError> {
        self.read(move |connection| versions::list(connection, look, message, limit))
            .await
    }
}

/// Fails where two people share no room.
pub(super) fn acquainted(
    connection: &Connection,
    viewer: UserId,
    user: UserId,
) -> Result<(), StoreError> {
    let shares = connection
        .prepare_cached(
            "SELECT 1 FROM members a JOIN members b ON b.room_id = a.room_id
             WHERE a.user_id = ?1 AND b.user_id = ?2",
        )?
        .exists([bounded(viewer.get()), bounded(user.get())])?;
    if shares {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}

fn acquaintances(
    connection: &Connection,
    search: &Search,
) -> Result<Vec<Acquaintance>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT u.id, u.name, u.handle, EXISTS (SELECT 1 FROM bots WHERE user_id = u.id)
         FROM users u
         WHERE u.id <> ?1
         AND u.id IN (
             SELECT b.user_id FROM members a JOIN members b ON b.room_id = a.room_id
             WHERE a.user_id = ?1)
         AND (u.handle IS NOT NULL OR EXISTS (
             SELECT 1 FROM sessions s WHERE s.user_id = u.id AND s.expires_at > ?2))",
    )?;
    let viewer = bounded(search.viewer.get());
    let mut rows = query.query(params![viewer, search.now.seconds()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let one = acquaintance(row)?;
        // Not in SQL: SQLite knows the case of ASCII only.
        let name = one.person.name.to_lowercase();
        let handle = one.handle.as_deref().unwrap_or_default();
        if name.contains(&search.text) || handle.contains(&search.text) {
            found.push((name, one));
        }
    }
    found.sort_by(|(a, one), (b, other)| a.cmp(b).then(one.person.id.cmp(&other.person.id)));
    found.truncate(search.limit);
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

fn profile(
    connection: &Connection,
    viewer: UserId,
    user: UserId,
    room: Option<Look>,
) -> Result<Profile, StoreError> {
    if viewer != user {
        acquainted(connection, viewer, user)?;
    }
    let Acquaintance {
        person,
        handle,
        is_bot,
    } = connection
        .prepare_cached(
            "SELECT u.id, u.name, u.handle, EXISTS (SELECT 1 FROM bots WHERE user_id = u.id)
             FROM users u WHERE u.id = ?1",
        )?
        .query_row([bounded(user.get())], acquaintance)?;
    let role = match room {
        Some(look) => {
            rooms::room_for(connection, look)?;
            membership::role_of(connection, look.room, user)?
        }
        None => None,
    };
    Ok(Profile {
        person,
        handle,
        role,
        is_bot,
    })
}

fn acquaintance(row: &Row<'_>) -> rusqlite::Result<Acquaintance> {
    let (id, name) = (UserId::new(row.get(0)?), row.get(1)?);
    Ok(Acquaintance {
        person: Person { id, name },
        handle: row.get(2)?,
        is_bot: row.get(3)?,
    })
}
