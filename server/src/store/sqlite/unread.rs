//! How far the members of a room have read, and the list of their rooms.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, params};
use shared::{
    MessageId, RoomId, Seq, Timestamp, UserId, limits,
    model::{MyRoom, Place, ReadMark, RoomKind},
};

use super::{SqliteStore, bounded, rooms};
use crate::store::{Look, StoreError, UnreadStore};

#[async_trait]
impl UnreadStore for SqliteStore {
    async fn my_room_ids(
        &self,
        viewer: UserId,
        after: RoomId,
        limit: usize,
    ) -> Result<Vec<RoomId>, StoreError> {
        self.find(move |connection| ids(connection, viewer, after, limit))
            .await
    }

    async fn my_rooms(
        &self,
        viewer: UserId,
        after: RoomId,
        limit: usize,
    ) -> Result<Vec<MyRoom>, StoreError> {
        self.find(move |connection| list(connection, viewer, after, limit))
            .await
    }

    async fn my_room(&self, viewer: UserId, room: RoomId) -> Result<MyRoom, StoreError> {
        self.find(move |connection| mine(connection, viewer, room))
            .await
    }

    async fn mark_read(&self, look: Look, seq: Seq) -> Result<ReadMark, StoreError> {
        self.write(move |connection| mark_read(connection, look, seq))
            .await
    }

    async fn mark_unread(&self, look: Look, message: MessageId) -> Result<ReadMark, StoreError> {
        self.write(move |connection| mark_unread(connection, look, message))
            .await
    }
}

/// What [`listed`] reads, from `members m` and `rooms r`.
macro_rules! columns {
    () => {
        "SELECT r.id, r.kind, r.name, r.archived_at IS NOT NULL, r.last_seq, r.messages,
                ifnull((SELECT x.at FROM messages x WHERE x.room_id = r.id
                        ORDER BY x.seq DESC LIMIT 1), r.created_at),
                m.read_seq, m.read_messages, m.again_seq, m.again_messages, m.read_revision,
                CASE r.kind WHEN 2 THEN (SELECT o.user_id FROM members o
                    WHERE o.room_id = r.id AND o.user_id <> m.user_id) END
         FROM members m JOIN rooms r ON r.id = m.room_id "
    };
}

fn ids(
    connection: &Connection,
    viewer: UserId,
    after: RoomId,
    limit: usize,
) -> Result<Vec<RoomId>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT room_id FROM members WHERE user_id = ?1 AND room_id > ?2
         ORDER BY room_id LIMIT ?3",
    )?;
    let rows = query.query_map(
        params![bounded(viewer.get()), bounded(after.get()), limit],
        |row| Ok(RoomId::new(row.get(0)?)),
    )?;
    rows.map(|row| Ok(row?)).collect()
}

fn list(
    connection: &Connection,
    viewer: UserId,
    after: RoomId,
    limit: usize,
) -> Result<Vec<MyRoom>, StoreError> {
    let mut query = connection.prepare_cached(concat!(
        columns!(),
        "WHERE m.user_id = ?1 AND m.room_id > ?2 ORDER BY m.room_id LIMIT ?3"
    ))?;
    let rows = query.query_map(
        params![bounded(viewer.get()), bounded(after.get()), limit],
        listed,
    )?;
    rows.map(|room| completed(connection, viewer, room?))
        .collect()
}

/// A room in its member's list, as it stands in the connection's snapshot.
pub(super) fn mine(
    connection: &Connection,
    viewer: UserId,
    room: RoomId,
) -> Result<MyRoom, StoreError> {
    let room = connection
        .prepare_cached(concat!(
            columns!(),
            "WHERE m.user_id = ?1 AND m.room_id = ?2"
        ))?
        .query_row([bounded(viewer.get()), bounded(room.get())], listed)?;
    completed(connection, viewer, room)
}

fn listed(row: &Row<'_>) -> rusqlite::Result<MyRoom> {
    let again: (Option<u64>, Option<u64>) = (row.get(9)?, row.get(10)?);
    Ok(MyRoom {
        id: RoomId::new(row.get(0)?),
        kind: rooms::kind(row.get(1)?),
        name: row.get(2)?,
        archived: row.get(3)?,
        with: row.get::<_, Option<u64>>(12)?.map(UserId::new),
        head: place(row.get(4)?, row.get(5)?),
        at: Timestamp::from_seconds(row.get(6)?),
        mark: ReadMark {
            read: place(row.get(7)?, row.get(8)?),
            again: again.0.zip(again.1).map(|(seq, n)| place(seq, n)),
            revision: row.get(11)?,
        },
        mentions: Vec::new(),
    })
}

/// With what is not in its own row.
fn completed(
    connection: &Connection,
    viewer: UserId,
    mut room: MyRoom,
) -> Result<MyRoom, StoreError> {
    let from_others = matches!(room.kind, RoomKind::Direct | RoomKind::Group);
    if from_others && room.name.is_empty() {
        room.name = rooms::name_for(connection, viewer, room.id)?;
    }
    if room.unread() > 0 {
        let mut query = connection.prepare_cached(
            "SELECT seq FROM mentions WHERE user_id = ?1 AND room_id = ?2 AND seq > ?3
             ORDER BY seq DESC LIMIT ?4",
        )?;
        let seqs = query.query_map(
            params![
                bounded(viewer.get()),
                room.id.get(),
                room.mark.place().seq.get(),
                limits::LISTED_MENTIONS
            ],
            |row| Ok(Seq::new(row.get(0)?)),
        )?;
        room.mentions = seqs.collect::<Result<_, _>>()?;
        room.mentions.reverse();
    }
    Ok(room)
}

const fn place(seq: u64, messages: u64) -> Place {
    Place {
        seq: Seq::new(seq),
        messages,
    }
}

fn mark_read(connection: &Connection, look: Look, seq: Seq) -> Result<ReadMark, StoreError> {
    let room = mine(connection, look.viewer, look.room)?;
    let seen = place_of(connection, look.room, seq.min(room.head.seq))?;
    let before = room.mark;
    let mark = ReadMark {
        read: before.read.max(seen),
        again: None,
        ..before
    };
    store(connection, look, before, mark)
}

fn mark_unread(
    connection: &Connection,
    look: Look,
    message: MessageId,
) -> Result<ReadMark, StoreError> {
    let room = mine(connection, look.viewer, look.room)?;
    let ordinal: u64 = connection
        .prepare_cached("SELECT ordinal FROM messages WHERE room_id = ?1 AND seq = ?2")?
        .query_row([bounded(look.room.get()), bounded(message.get())], |row| {
            row.get(0)
        })?;
    let before = room.mark;
    let again = place(message.get().saturating_sub(1), ordinal.saturating_sub(1));
    let again = Some(again).filter(|again| *again < before.read);
    let mark = match again {
        Some(_) => ReadMark { again, ..before },
        None => before,
    };
    store(connection, look, before, mark)
}

/// The event, and how many messages there are up to it.
fn place_of(connection: &Connection, room: RoomId, seq: Seq) -> Result<Place, StoreError> {
    let messages = connection
        .prepare_cached(
            "SELECT ordinal FROM messages WHERE room_id = ?1 AND seq <= ?2
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([bounded(room.get()), bounded(seq.get())], |row| row.get(0))
        .optional()?;
    Ok(place(seq.get(), messages.unwrap_or_default()))
}

fn store(
    connection: &Connection,
    look: Look,
    before: ReadMark,
    mark: ReadMark,
) -> Result<ReadMark, StoreError> {
    if mark == before {
        return Ok(before);
    }
    let mark = ReadMark {
        revision: before.revision.saturating_add(1),
        ..mark
    };
    write(connection, look.room, look.viewer, mark)?;
    Ok(mark)
}

/// Lets a new member begin where the room is when they come.
pub(super) fn begin(
    connection: &Connection,
    room: RoomId,
    user: UserId,
    at: Place,
) -> Result<(), StoreError> {
    let mark = ReadMark {
        read: at,
        again: None,
        revision: 0,
    };
    write(connection, room, user, mark)
}

fn write(
    connection: &Connection,
    room: RoomId,
    user: UserId,
    mark: ReadMark,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE members SET read_seq = ?3, read_messages = ?4, again_seq = ?5,
                    again_messages = ?6, read_revision = ?7
             WHERE room_id = ?1 AND user_id = ?2",
        )?
        .execute(params![
            room.get(),
            user.get(),
            mark.read.seq.get(),
            mark.read.messages,
            mark.again.map(|place| place.seq.get()),
            mark.again.map(|place| place.messages),
            mark.revision,
        ])?;
    Ok(())
}
