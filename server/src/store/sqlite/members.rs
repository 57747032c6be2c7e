//! Who belongs to a room.

use rusqlite::{Connection, params};
use shared::{
    RoomId, UserId,
    model::{Member, Person, Role},
};

use super::{
    bounded,
    rooms::{role, role_number},
};
use crate::store::StoreError;

/// Makes somebody a member.
///
/// # Errors
/// [`StoreError::NotFound`] where there is no such person.
pub(super) fn add(
    connection: &Connection,
    room: RoomId,
    user: UserId,
    role: Role,
) -> Result<(), StoreError> {
    let added = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO members (room_id, user_id, role)
             SELECT ?1, id, ?3 FROM users WHERE id = ?2",
        )?
        .execute(params![room.get(), bounded(user.get()), role_number(role)])?;
    if added == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

/// Makes the owner of the house the owner of the rooms that came with it.
pub(super) fn own_the_ownerless(connection: &Connection, owner: UserId) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE members SET role = 2 WHERE user_id = ?1 AND room_id IN (
                 SELECT id FROM rooms WHERE is_default AND id NOT IN (
                     SELECT room_id FROM members WHERE role = 2))",
        )?
        .execute([owner.get()])?;
    Ok(())
}

/// Members of a room besides one of them, by id.
pub(super) fn others(
    connection: &Connection,
    room: RoomId,
    viewer: UserId,
    limit: usize,
) -> Result<Vec<Person>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT u.id, u.name FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = ?1 AND m.user_id <> ?2 ORDER BY m.user_id LIMIT ?3",
    )?;
    let rows = query.query_map(
        params![bounded(room.get()), bounded(viewer.get()), limit],
        |row| {
            let (id, name) = (UserId::new(row.get(0)?), row.get(1)?);
            Ok(Person { id, name })
        },
    )?;
    rows.map(|row| Ok(row?)).collect()
}

/// See [`crate::store::RoomStore::members`].
pub(super) fn list(
    connection: &Connection,
    room: RoomId,
    after: UserId,
    limit: usize,
) -> Result<Vec<Member>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT u.id, u.name, m.role FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = ?1 AND m.user_id > ?2 ORDER BY m.user_id LIMIT ?3",
    )?;
    let rows = query.query_map(
        params![bounded(room.get()), bounded(after.get()), limit],
        |row| {
            let person = Person {
                id: UserId::new(row.get(0)?),
                name: row.get(1)?,
            };
            Ok(Member {
                person,
                role: role(row.get(2)?),
            })
        },
    )?;
    rows.map(|row| Ok(row?)).collect()
}
