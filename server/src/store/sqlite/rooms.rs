use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, params};
use shared::{
    Epoch, RoomId, Seq, Timestamp, UserId,
    model::{Member, Role, RoomInfo, RoomKind, Writers},
};

use super::{SqliteStore, bounded, members, people};
use crate::store::{Look, NewRoom, RoomStore, StoreError, StoredRoom};

mod list;

#[async_trait]
impl RoomStore for SqliteStore {
    async fn create_room(&self, room: NewRoom, now: Timestamp) -> Result<StoredRoom, StoreError> {
        self.write(move |connection| create(connection, &room, now))
            .await
    }

    async fn direct_room(
        &self,
        who: UserId,
        with: UserId,
        now: Timestamp,
    ) -> Result<StoredRoom, StoreError> {
        self.write(move |connection| direct(connection, who, with, now))
            .await
    }

    async fn rooms(
        &self,
        viewer: Option<UserId>,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<StoredRoom>, StoreError> {
        self.find(move |connection| list::rooms(connection, viewer.unwrap_or_default(), now, limit))
            .await
    }

    async fn room(&self, look: Look) -> Result<StoredRoom, StoreError> {
        self.find(move |connection| room_for(connection, look))
            .await
    }

    async fn members(
        &self,
        room: RoomId,
        after: UserId,
        limit: usize,
    ) -> Result<Vec<Member>, StoreError> {
        self.read(move |connection| members::list(connection, room, after, limit))
            .await
    }
}

/// A room as it stands in the connection's snapshot to somebody, who finds nothing where they
/// may not look.
pub(super) fn room_for(connection: &Connection, look: Look) -> Result<StoredRoom, StoreError> {
    let room = connection
        .prepare_cached(
            "SELECT r.id, r.name, r.epoch, r.last_seq, r.kind, r.topic, r.writers,
                    r.archived_at IS NOT NULL, m.role, r.messages
             FROM rooms r LEFT JOIN members m ON m.room_id = r.id AND m.user_id = ?2
             WHERE r.id = ?1 AND (m.role IS NOT NULL OR r.kind = 0)
             AND NOT EXISTS (
                 SELECT 1 FROM bans b WHERE b.room_id = r.id AND b.user_id = ?2
                 AND (b.until IS NULL OR b.until > ?3))",
        )?
        .query_row(
            params![
                bounded(look.room.get()),
                bounded(look.viewer.get()),
                look.now.seconds()
            ],
            stored_room,
        )?;
    named(connection, look.viewer, room)
}

/// Others whose names stand for a group without one.
const NAMED: usize = 3;

/// A direct room has the other person's name, and a group without a name those of the first
/// others.
fn named(
    connection: &Connection,
    viewer: UserId,
    mut room: StoredRoom,
) -> Result<StoredRoom, StoreError> {
    let is_nameless = matches!(room.info.kind, RoomKind::Direct | RoomKind::Group);
    if is_nameless && room.info.name.is_empty() {
        room.info.name = name_for(connection, viewer, room.info.id)?;
    }
    Ok(room)
}

/// What a room without a name of its own is called for one of its members.
pub(super) fn name_for(
    connection: &Connection,
    viewer: UserId,
    room: RoomId,
) -> Result<String, StoreError> {
    let others = members::others(connection, room, viewer, NAMED)?;
    let names: Vec<_> = others.into_iter().map(|person| person.name).collect();
    Ok(names.join(", "))
}

fn create(
    connection: &Connection,
    room: &NewRoom,
    now: Timestamp,
) -> Result<StoredRoom, StoreError> {
    let id = connection
        .prepare_cached(
            "INSERT INTO rooms (kind, name, epoch, created_by, created_at)
             VALUES (?1, ?2, abs(random()), ?3, ?4) RETURNING id",
        )?
        .query_row(
            params![
                kind_number(room.kind),
                room.name,
                room.by.get(),
                now.seconds()
            ],
            |row| Ok(RoomId::new(row.get(0)?)),
        )?;
    for user in room.others.iter().filter(|user| **user != room.by) {
        people::acquainted(connection, room.by, *user)?;
    }
    members::add(connection, id, room.by, Role::Owner)?;
    for user in room.others.iter().filter(|user| **user != room.by) {
        members::add(connection, id, *user, Role::Member)?;
    }
    let look = Look {
        viewer: room.by,
        room: id,
        now,
    };
    room_for(connection, look)
}

fn direct(
    connection: &Connection,
    who: UserId,
    with: UserId,
    now: Timestamp,
) -> Result<StoredRoom, StoreError> {
    let (low, high) = (who.min(with), who.max(with));
    let found = connection
        .prepare_cached("SELECT room_id FROM directs WHERE low = ?1 AND high = ?2")?
        .query_row([bounded(low.get()), bounded(high.get())], |row| {
            Ok(RoomId::new(row.get(0)?))
        })
        .optional()?;
    if let Some(room) = found {
        let viewer = who;
        return room_for(connection, Look { viewer, room, now });
    }
    let room = create(
        connection,
        &NewRoom {
            by: who,
            kind: RoomKind::Direct,
            name: String::new(),
            others: vec![with],
        },
        now,
    )?;
    connection
        .prepare_cached("UPDATE members SET role = 0 WHERE room_id = ?1")?
        .execute([room.info.id.get()])?;
    connection
        .prepare_cached("INSERT INTO directs (low, high, room_id) VALUES (?1, ?2, ?3)")?
        .execute([low.get(), high.get(), room.info.id.get()])?;
    let look = Look {
        viewer: who,
        room: room.info.id,
        now,
    };
    room_for(connection, look)
}

pub(super) fn stored_room(row: &Row<'_>) -> rusqlite::Result<StoredRoom> {
    let info = RoomInfo {
        id: RoomId::new(row.get(0)?),
        name: row.get(1)?,
        kind: kind(row.get(4)?),
        topic: row.get(5)?,
        writers: writers(row.get(6)?),
        archived: row.get(7)?,
        role: row.get::<_, Option<u8>>(8)?.map(role),
    };
    Ok(StoredRoom {
        info,
        epoch: Epoch::new(row.get(2)?),
        last_seq: Seq::new(row.get(3)?),
        messages: row.get(9)?,
    })
}

/// The most closed kind where the number means nothing.
pub(super) const fn kind(number: u8) -> RoomKind {
    match number {
        0 => RoomKind::Open,
        3 => RoomKind::Group,
        2 => RoomKind::Direct,
        _ => RoomKind::Private,
    }
}

const fn kind_number(kind: RoomKind) -> u8 {
    match kind {
        RoomKind::Open => 0,
        RoomKind::Private => 1,
        RoomKind::Direct => 2,
        RoomKind::Group => 3,
    }
}

/// The least role where the number means nothing.
pub(super) const fn role(number: u8) -> Role {
    match number {
        2 => Role::Owner,
        1 => Role::Moderator,
        _ => Role::Member,
    }
}

pub(super) const fn role_number(role: Role) -> u8 {
    match role {
        Role::Member => 0,
        Role::Moderator => 1,
        Role::Owner => 2,
    }
}

const fn writers(number: u8) -> Writers {
    match number {
        0 => Writers::Everyone,
        _ => Writers::Moderators,
    }
}
