//! Lists that pages about rooms show.

use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use shared::{
    RoomId, UserId,
    model::{
        Banned, Directory, DirectoryEntry, Person, RoomKind, RoomOverview, RoomTally, Roster,
        RosterMember,
    },
    rules::Deed,
};

use super::{
    SqliteStore, bounded,
    rooms::{role, room_for, stored_room},
};
use crate::store::{Find, Look, RoomPageStore, StoreError, StoredRoom};

#[async_trait]
impl RoomPageStore for SqliteStore {
    async fn directory(&self, look: Look, find: Find) -> Result<Directory, StoreError> {
        self.read(move |connection| directory(connection, look, &find))
            .await
    }

    async fn room_overview(&self, look: Look) -> Result<RoomOverview, StoreError> {
        self.read(move |connection| overview(connection, look))
            .await
    }

    async fn roster(&self, look: Look, find: Find) -> Result<Roster, StoreError> {
        self.read(move |connection| roster(connection, look, &find))
            .await
    }

    async fn banned(&self, look: Look, limit: usize) -> Result<Vec<Banned>, StoreError> {
        self.read(move |connection| banned(connection, look, limit))
            .await
    }

    async fn kept_out_of(&self, who: UserId) -> Result<Vec<RoomId>, StoreError> {
        self.read(move |connection| {
            let mut query =
                connection.prepare_cached("SELECT room_id FROM bans WHERE user_id = ?1")?;
            let rooms = query.query_map([bounded(who.get())], |row| row.get(0))?;
            rooms.map(|room| Ok(RoomId::new(room?))).collect()
        })
        .await
    }
}

/// The room of a member; nothing for everybody else. What two people have between them has no
/// settings.
pub(super) fn room_of_member(
    connection: &Connection,
    look: Look,
) -> Result<StoredRoom, StoreError> {
    let room = room_for(connection, look)?;
    if room.info.role.is_none() || room.info.kind == RoomKind::Direct {
        return Err(StoreError::NotFound);
    }
    Ok(room)
}

/// Takes the page that is wanted out of rows in their order, and whether there are more. Reads
/// no further than it has to.
fn page_of<T>(
    rows: impl Iterator<Item = rusqlite::Result<T>>,
    find: &Find,
    texts: impl Fn(&T) -> [&str; 2],
) -> Result<(Vec<T>, bool), StoreError> {
    let words = find.words.to_lowercase();
    let fits = |row: &T| {
        let mut texts = texts(row).into_iter();
        words.is_empty() || texts.any(|text| text.to_lowercase().contains(&words))
    };
    let mut found = Vec::new();
    let mut before = find.skip;
    for row in rows {
        let row = row?;
        if !fits(&row) {
            continue;
        }
        if before > 0 {
            before = before.saturating_sub(1);
        } else if found.len() < find.limit {
            found.push(row);
        } else {
            return Ok((found, true));
        }
    }
    Ok((found, false))
}

/// Walks the index of the directory, so that nothing is sorted and a page at the start reads
/// only its own rows. Whatever the case, in any script: SQLite itself folds only ASCII.
const IN_DIRECTORY: &str = "SELECT r.id, r.name, r.epoch, r.last_seq, r.kind, r.topic, r.writers,
            r.archived_at IS NOT NULL, m.role, r.messages
     FROM rooms r LEFT JOIN members m ON m.room_id = r.id AND m.user_id = ?1
     WHERE (r.kind = 0 OR (r.kind = 1 AND m.role IS NOT NULL))
     AND NOT EXISTS (
         SELECT 1 FROM bans b WHERE b.room_id = r.id AND b.user_id = ?1
         AND (b.until IS NULL OR b.until > ?2))
     ORDER BY r.archived_at IS NOT NULL, r.name COLLATE NOCASE, r.id";

fn directory(connection: &Connection, look: Look, find: &Find) -> Result<Directory, StoreError> {
    let mut query = connection.prepare_cached(IN_DIRECTORY)?;
    let who = params![bounded(look.viewer.get()), look.now.seconds()];
    let rows = query.query_map(who, stored_room)?;
    let (rooms, has_more) = page_of(rows, find, |room| [&room.info.name, &room.info.topic])?;
    let mut count = connection.prepare_cached("SELECT count(*) FROM members WHERE room_id = ?1")?;
    let rooms = rooms.into_iter().map(|room| {
        let members = count.query_row([room.info.id.get()], |row| row.get(0))?;
        let info = room.info;
        Ok(DirectoryEntry { info, members })
    });
    Ok(Directory {
        rooms: rooms.collect::<Result<_, StoreError>>()?,
        has_more,
    })
}

fn overview(connection: &Connection, look: Look) -> Result<RoomOverview, StoreError> {
    let room = room_of_member(connection, look)?;
    let standing = room.info.standing();
    let count = |sql: &str| -> Result<u32, StoreError> {
        let which = params![look.room.get(), look.now.seconds()];
        let mut counted = connection.prepare_cached(sql)?;
        Ok(counted.query_row(which, |row| row.get(0))?)
    };
    let tally = |deed, sql| match standing.allows(deed) {
        Ok(()) => count(sql).map(Some),
        Err(_) => Ok(None),
    };
    let tally = RoomTally {
        members: count("SELECT count(*) FROM members WHERE room_id = ?1 AND ?2 = ?2")?,
        invites: tally(
            Deed::Invite,
            "SELECT count(*) FROM room_invites
             WHERE room_id = ?1 AND expires_at > ?2 AND used < uses",
        )?,
        bans: tally(
            Deed::Pardon,
            "SELECT count(*) FROM bans WHERE room_id = ?1 AND (until IS NULL OR until > ?2)",
        )?,
    };
    let owners = count("SELECT count(*) FROM members WHERE room_id = ?1 AND role = 2 AND ?2 = ?2")?;
    Ok(RoomOverview {
        info: room.info,
        tally,
        one_owner: owners <= 1,
    })
}

fn roster(connection: &Connection, look: Look, find: &Find) -> Result<Roster, StoreError> {
    room_of_member(connection, look)?;
    let mut query = connection.prepare_cached(
        "SELECT u.id, u.name, u.handle, m.role,
                EXISTS (SELECT 1 FROM bots WHERE user_id = u.id)
         FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = ?1 ORDER BY m.role DESC, u.name COLLATE NOCASE, u.id",
    )?;
    let rows = query.query_map([look.room.get()], |row| {
        Ok(RosterMember {
            person: person(row)?,
            handle: row.get(2)?,
            role: role(row.get(3)?),
            is_bot: row.get(4)?,
        })
    })?;
    let texts = |member: &RosterMember| -> [String; 2] {
        let handle = member.handle.clone().unwrap_or_default();
        [member.person.name.clone(), format!("@{handle}")]
    };
    let rows = rows.map(|row| row.map(|member| (texts(&member), member)));
    let (members, has_more) = page_of(rows, find, |([name, handle], _)| [name, handle])?;
    Ok(Roster {
        members: members.into_iter().map(|(_, member)| member).collect(),
        has_more,
    })
}

fn banned(connection: &Connection, look: Look, limit: usize) -> Result<Vec<Banned>, StoreError> {
    let room = room_of_member(connection, look)?;
    let allowed = room.info.standing().allows(Deed::Pardon);
    allowed.map_err(StoreError::from_rule)?;
    let mut query = connection.prepare_cached(
        "SELECT u.id, u.name, u.handle, b.until,
                EXISTS (SELECT 1 FROM bots WHERE user_id = u.id)
         FROM bans b JOIN users u ON u.id = b.user_id
         WHERE b.room_id = ?1 AND (b.until IS NULL OR b.until > ?2)
         ORDER BY u.name COLLATE NOCASE, u.id LIMIT ?3",
    )?;
    let rows = query.query_map(params![look.room.get(), look.now.seconds(), limit], |row| {
        let until: Option<u32> = row.get(3)?;
        Ok(Banned {
            person: person(row)?,
            handle: row.get(2)?,
            is_bot: row.get(4)?,
            left_s: until.map(|until| until.saturating_sub(look.now.seconds())),
        })
    })?;
    rows.map(|row| Ok(row?)).collect()
}

/// The person in the first two columns.
pub(super) fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: UserId::new(row.get(0)?),
        name: row.get(1)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing else would show that somebody changed the order of the one or the other.
    #[test]
    fn the_directory_is_read_in_the_order_of_its_index() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::migrations::run(&mut connection).unwrap();
        let plan = |sql: &str| {
            let sql = format!("EXPLAIN QUERY PLAN {sql}");
            let mut query = connection.prepare(&sql).unwrap();
            let rows = query.query_map([1, 1], |row| row.get::<_, String>(3));
            rows.unwrap()
                .map(Result::unwrap)
                .collect::<Vec<_>>()
                .join("; ")
        };
        let used = plan(IN_DIRECTORY);
        assert!(used.contains("rooms_in_directory"), "{used}");
        assert!(!used.contains("TEMP B-TREE"), "{used}");
        let other = plan(&IN_DIRECTORY.replace("r.name COLLATE NOCASE", "r.topic"));
        assert!(other.contains("TEMP B-TREE"), "{other}");
    }
}
