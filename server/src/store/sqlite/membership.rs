//! Changes of a room itself, inside the writer's transaction.

use rusqlite::{Connection, OptionalExtension, params};
use shared::{
    RoomId, Timestamp, UserId,
    frame::RoomEvent,
    model::{MyRoom, Place, Role, RoomChange, RoomKind, Writers},
    rules::{Deed, Standing},
};

use super::{
    bounded,
    changes::Kept,
    members,
    rooms::{role, role_number},
    unread,
};
use crate::store::{Change, Personal, StoreError};

/// Does what was wished for, if the actor may.
pub(super) fn change(
    connection: &Connection,
    change: &Change,
    standing: Standing,
    wish: &RoomChange,
    head: Place,
) -> Result<Kept, StoreError> {
    grant(connection, change, standing, wish)?;
    told(connection, change, standing.kind, wish, head)
}

/// The event of a change that was made, and what it is to some people in particular.
pub(super) fn told(
    connection: &Connection,
    change: &Change,
    kind: RoomKind,
    wish: &RoomChange,
    head: Place,
) -> Result<Kept, StoreError> {
    let kept = serde_json::to_string(wish);
    let kept = kept.map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let event = RoomEvent::RoomChanged {
        by: change.actor,
        at: change.at,
        change: wish.clone(),
    };
    Ok(Kept {
        event,
        body: Some(kept),
        personal: personal(connection, change, kind, wish, head)?,
    })
}

/// Who comes or goes, and what that is to them.
fn personal(
    connection: &Connection,
    change: &Change,
    kind: RoomKind,
    wish: &RoomChange,
    head: Place,
) -> Result<Personal, StoreError> {
    let joined = match joined(change, wish) {
        Some(user) => {
            unread::begin(connection, change.room, user, head)?;
            let room = unread::mine(connection, user, change.room)?;
            // The head is written down when the transaction ends.
            Some((user, MyRoom { head, ..room }))
        }
        None => None,
    };
    Ok(Personal {
        expelled: expelled(change, kind, wish),
        joined,
        parted: parted(change, wish),
        mentions: Vec::new(),
    })
}

fn grant(
    connection: &Connection,
    change: &Change,
    standing: Standing,
    wish: &RoomChange,
) -> Result<(), StoreError> {
    let room = change.room;
    let may = |deed| standing.allows(deed).map_err(StoreError::from_rule);
    match wish {
        RoomChange::Join => {
            may(Deed::Join)?;
            members::add(connection, room, change.actor, Role::Member)
        }
        RoomChange::Leave => {
            may(Deed::Leave)?;
            keep_an_owner(connection, room, standing.role)?;
            remove_member(connection, room, change.actor)
        }
        RoomChange::Add { user } => {
            may(Deed::Add)?;
            add(connection, change, *user)
        }
        RoomChange::Remove { user } => {
            let of = role_of(connection, room, *user)?.ok_or(StoreError::NotFound)?;
            may(Deed::Remove(Some(of)))?;
            remove_member(connection, room, *user)
        }
        RoomChange::Ban { user, until } => {
            may(Deed::Remove(role_of(connection, room, *user)?))?;
            remove_member(connection, room, *user)?;
            let until = until.map(Timestamp::seconds);
            ban(connection, room, *user, until)
        }
        RoomChange::Pardon { user } => {
            may(Deed::Pardon)?;
            pardon(connection, room, *user)
        }
        RoomChange::SetRole { user, role } => {
            let from = role_of(connection, room, *user)?.ok_or(StoreError::NotFound)?;
            may(Deed::Promote { from, to: *role })?;
            if *role != Role::Owner {
                keep_an_owner(connection, room, Some(from))?;
            }
            set_role(connection, room, *user, *role)
        }
        RoomChange::Rename { .. }
        | RoomChange::SetTopic { .. }
        | RoomChange::SetWriters { .. }
        | RoomChange::SetArchived { .. } => {
            may(Deed::Govern)?;
            govern(connection, change, wish)
        }
    }
}

/// Whom a change puts out of the room: they follow it no more. In an open room everybody may
/// go on reading, except those who are kept out.
const fn expelled(change: &Change, kind: RoomKind, wish: &RoomChange) -> Option<UserId> {
    match (wish, kind) {
        (RoomChange::Ban { user, .. }, _) => Some(*user),
        (RoomChange::Remove { .. } | RoomChange::Leave, RoomKind::Open) => None,
        (RoomChange::Remove { user }, _) => Some(*user),
        (RoomChange::Leave, _) => Some(change.actor),
        _ => None,
    }
}

/// Who is a member after a change who was none before.
const fn joined(change: &Change, wish: &RoomChange) -> Option<UserId> {
    match wish {
        RoomChange::Join => Some(change.actor),
        RoomChange::Add { user } => Some(*user),
        _ => None,
    }
}

/// Who is no member after a change.
const fn parted(change: &Change, wish: &RoomChange) -> Option<UserId> {
    match wish {
        RoomChange::Leave => Some(change.actor),
        RoomChange::Remove { user } | RoomChange::Ban { user, .. } => Some(*user),
        _ => None,
    }
}

/// Whether somebody is kept out of a room.
pub(super) fn is_banned(
    connection: &Connection,
    room: RoomId,
    user: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT 1 FROM bans WHERE room_id = ?1 AND user_id = ?2
             AND (until IS NULL OR until > ?3)",
        )?
        .exists(params![room.get(), bounded(user.get()), now.seconds()])?;
    Ok(found)
}

fn add(connection: &Connection, change: &Change, user: UserId) -> Result<(), StoreError> {
    if is_banned(connection, change.room, user, change.at)? {
        return Err(StoreError::Forbidden);
    }
    if role_of(connection, change.room, user)?.is_some() {
        return Err(StoreError::Conflict);
    }
    members::add(connection, change.room, user, Role::Member)
}

pub(super) fn role_of(
    connection: &Connection,
    room: RoomId,
    user: UserId,
) -> Result<Option<Role>, StoreError> {
    let found = connection
        .prepare_cached("SELECT role FROM members WHERE room_id = ?1 AND user_id = ?2")?
        .query_row(params![room.get(), bounded(user.get())], |row| row.get(0))
        .optional()?;
    Ok(found.map(role))
}

/// An owner may not go while they are the only one and others stay.
fn keep_an_owner(
    connection: &Connection,
    room: RoomId,
    from: Option<Role>,
) -> Result<(), StoreError> {
    if from != Some(Role::Owner) {
        return Ok(());
    }
    let (owners, members): (u64, u64) = connection
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE role = 2), count(*) FROM members WHERE room_id = ?1",
        )?
        .query_row([room.get()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if owners <= 1 && members > 1 {
        return Err(StoreError::Conflict);
    }
    Ok(())
}

fn remove_member(connection: &Connection, room: RoomId, user: UserId) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM members WHERE room_id = ?1 AND user_id = ?2")?
        .execute(params![room.get(), bounded(user.get())])?;
    Ok(())
}

fn ban(
    connection: &Connection,
    room: RoomId,
    user: UserId,
    until: Option<u32>,
) -> Result<(), StoreError> {
    let banned = connection
        .prepare_cached(
            "INSERT INTO bans (room_id, user_id, until) SELECT ?1, id, ?3 FROM users WHERE id = ?2
             ON CONFLICT (room_id, user_id) DO UPDATE SET until = excluded.until",
        )?
        .execute(params![room.get(), bounded(user.get()), until])?;
    if banned == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

fn pardon(connection: &Connection, room: RoomId, user: UserId) -> Result<(), StoreError> {
    let pardoned = connection
        .prepare_cached("DELETE FROM bans WHERE room_id = ?1 AND user_id = ?2")?
        .execute(params![room.get(), bounded(user.get())])?;
    if pardoned == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

fn set_role(
    connection: &Connection,
    room: RoomId,
    user: UserId,
    role: Role,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE members SET role = ?3 WHERE room_id = ?1 AND user_id = ?2")?
        .execute(params![room.get(), bounded(user.get()), role_number(role)])?;
    Ok(())
}

fn govern(connection: &Connection, change: &Change, wish: &RoomChange) -> Result<(), StoreError> {
    let room = change.room.get();
    match wish {
        RoomChange::Rename { name } => connection
            .prepare_cached("UPDATE rooms SET name = ?2 WHERE id = ?1")?
            .execute(params![room, name])?,
        RoomChange::SetTopic { topic } => connection
            .prepare_cached("UPDATE rooms SET topic = ?2 WHERE id = ?1")?
            .execute(params![room, topic])?,
        RoomChange::SetWriters { writers } => connection
            .prepare_cached("UPDATE rooms SET writers = ?2 WHERE id = ?1")?
            .execute(params![room, *writers == Writers::Moderators])?,
        RoomChange::SetArchived { archived } => connection
            .prepare_cached("UPDATE rooms SET archived_at = ?2 WHERE id = ?1")?
            .execute(params![room, archived.then_some(change.at.seconds())])?,
        _ => 0,
    };
    Ok(())
}
