//! Links that make somebody a member of a room.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use shared::{
    InviteId, RoomId, Seq, Timestamp, UserId,
    limits::ROOM_INVITES,
    model::{Invitation, Place, Role, RoomInvite},
    rules::Deed,
};

use super::{
    SqliteStore, bounded, members,
    membership::is_banned,
    room_pages::{person, room_of_member},
};
use crate::store::{Change, CodeHash, Look, NewRoomInvite, RoomInviteStore, StoreError};

/// How long a link that no longer works stays in the list.
const KEPT_S: u32 = 7 * 24 * 60 * 60;

#[async_trait]
impl RoomInviteStore for SqliteStore {
    async fn create_room_invite(
        &self,
        look: Look,
        invite: NewRoomInvite,
    ) -> Result<InviteId, StoreError> {
        self.write(move |connection| {
            may_invite(connection, look)?;
            create(connection, look, &invite)
        })
        .await
    }

    async fn room_invites(&self, look: Look) -> Result<Vec<RoomInvite>, StoreError> {
        self.read(move |connection| {
            may_invite(connection, look)?;
            list(connection, look)
        })
        .await
    }

    async fn revoke_room_invite(&self, look: Look, invite: InviteId) -> Result<(), StoreError> {
        self.write(move |connection| {
            may_invite(connection, look)?;
            let gone = connection
                .prepare_cached("DELETE FROM room_invites WHERE id = ?1 AND room_id = ?2")?
                .execute([bounded(invite.get()), bounded(look.room.get())])?;
            match gone {
                0 => Err(StoreError::NotFound),
                _ => Ok(()),
            }
        })
        .await
    }

    async fn invitation(
        &self,
        code: CodeHash,
        who: UserId,
        now: Timestamp,
    ) -> Result<Invitation, StoreError> {
        self.read(move |connection| invitation(connection, code, who, now))
            .await
    }
}

fn may_invite(connection: &Connection, look: Look) -> Result<(), StoreError> {
    let room = room_of_member(connection, look)?;
    let allowed = room.info.standing().allows(Deed::Invite);
    allowed.map_err(StoreError::from_rule)
}

fn create(
    connection: &Connection,
    look: Look,
    invite: &NewRoomInvite,
) -> Result<InviteId, StoreError> {
    let room = bounded(look.room.get());
    let now = look.now.seconds();
    connection
        .prepare_cached("DELETE FROM room_invites WHERE expires_at <= ?1")?
        .execute([now.saturating_sub(KEPT_S)])?;
    let in_use: usize = connection
        .prepare_cached("SELECT count(*) FROM room_invites WHERE room_id = ?1 AND expires_at > ?2")?
        .query_row(params![room, now], |row| row.get(0))?;
    if in_use >= ROOM_INVITES {
        return Err(StoreError::Conflict);
    }
    let id = connection
        .prepare_cached(
            "INSERT INTO room_invites
             (room_id, code_hash, ending, created_by, created_at, expires_at, uses)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id",
        )?
        .query_row(
            params![
                room,
                invite.code,
                invite.ending,
                bounded(look.viewer.get()),
                now,
                invite.expires.seconds(),
                invite.uses
            ],
            |row| row.get(0),
        )?;
    Ok(InviteId::new(id))
}

fn list(connection: &Connection, look: Look) -> Result<Vec<RoomInvite>, StoreError> {
    let now = look.now.seconds();
    let mut query = connection.prepare_cached(
        "SELECT u.id, u.name, i.id, i.ending, i.used, i.uses, i.expires_at
         FROM room_invites i JOIN users u ON u.id = i.created_by
         WHERE i.room_id = ?1 AND i.expires_at > ?2 ORDER BY i.id DESC LIMIT ?3",
    )?;
    // Twice the bound: those that ran out in the last week are there as well.
    let most = ROOM_INVITES.saturating_mul(2);
    let which = params![look.room.get(), now.saturating_sub(KEPT_S), most];
    let rows = query.query_map(which, |row| {
        let expires: u32 = row.get(6)?;
        Ok(RoomInvite {
            by: person(row)?,
            id: InviteId::new(row.get(2)?),
            ending: row.get(3)?,
            used: row.get(4)?,
            uses: row.get(5)?,
            left_s: expires.saturating_sub(now),
        })
    })?;
    rows.map(|row| Ok(row?)).collect()
}

fn invitation(
    connection: &Connection,
    code: CodeHash,
    who: UserId,
    now: Timestamp,
) -> Result<Invitation, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT r.id, r.name,
                    EXISTS (SELECT 1 FROM members m WHERE m.room_id = r.id AND m.user_id = ?3)
             FROM room_invites i JOIN rooms r ON r.id = i.room_id
             WHERE i.code_hash = ?1 AND i.expires_at > ?2 AND i.used < i.uses
             AND r.archived_at IS NULL",
        )?
        .query_row(params![code, now.seconds(), bounded(who.get())], |row| {
            Ok(Invitation {
                room: RoomId::new(row.get(0)?),
                name: row.get(1)?,
                is_member: row.get(2)?,
            })
        })?;
    if is_banned(connection, found.room, who, now)? {
        return Err(StoreError::NotFound);
    }
    Ok(found)
}

/// The head of the room that a link leads to, where the actor of a change may use it: looked
/// up without asking whether they see the room, because the link is what shows it to them.
pub(super) fn door(
    connection: &Connection,
    change: &Change,
    code: CodeHash,
) -> Result<Place, StoreError> {
    let found = invitation(connection, code, change.actor, change.at)?;
    if found.room != change.room {
        return Err(StoreError::NotFound);
    }
    if found.is_member {
        return Err(StoreError::Conflict);
    }
    let head = connection
        .prepare_cached("SELECT last_seq, messages FROM rooms WHERE id = ?1")?
        .query_row([change.room.get()], |row| {
            Ok(Place {
                seq: Seq::new(row.get(0)?),
                messages: row.get(1)?,
            })
        })?;
    Ok(head)
}

/// Uses a link up by one and makes the actor a member. One statement looks and counts, so of
/// two who come with the last use one is refused.
pub(super) fn accept(
    connection: &Connection,
    change: &Change,
    code: CodeHash,
) -> Result<(), StoreError> {
    let used = connection
        .prepare_cached(
            "UPDATE room_invites SET used = used + 1
             WHERE code_hash = ?1 AND room_id = ?2 AND expires_at > ?3 AND used < uses",
        )?
        .execute(params![code, change.room.get(), change.at.seconds()])?;
    if used == 0 {
        return Err(StoreError::NotFound);
    }
    members::add(connection, change.room, change.actor, Role::Member)
}
