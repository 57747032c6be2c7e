//! What a change does to the tables, inside the writer's transaction.

use std::collections::{HashMap, hash_map::Entry};

use rusqlite::{Connection, OptionalExtension, params};
use shared::{
    MessageId, RoomId, Seq, UserId,
    frame::RoomEvent,
    rules::{Deed, Standing},
};

use super::{bounded, edits, membership, rooms, writer::in_savepoint};
use crate::store::{Applied, Change, Look, StoreError, What};

/// Numbers of events in the table, those of the variants of [`RoomEvent`].
pub(super) const EDITED: u8 = 1;
pub(super) const DELETED: u8 = 2;
pub(super) const ROOM: u8 = 3;

/// What a transaction has looked up and given out so far.
#[derive(Default)]
pub(super) struct Scratch {
    /// Heads of the rooms written to, as they stand inside the transaction.
    heads: HashMap<RoomId, Seq>,
    /// How the actors stand to their rooms, until a room itself changes.
    standings: HashMap<(RoomId, UserId), Standing>,
}

/// What a change led to.
pub(super) struct Made {
    pub applied: Applied,
    /// What happened, where something did.
    pub event: Option<RoomEvent>,
    /// Who may not follow the room any more.
    pub expelled: Option<UserId>,
}

impl Scratch {
    /// Makes a change at the next place of its room, or finds where its first time went: a
    /// command that was carried out stays so, whatever its actor may do by now.
    /// [`Self::move_heads`] writes the places down that were given out.
    pub(super) fn apply(
        &mut self,
        connection: &Connection,
        change: &Change,
    ) -> Result<Made, StoreError> {
        let outcome = self.make(connection, change);
        if let Err(StoreError::NotFound | StoreError::Forbidden | StoreError::Conflict) = &outcome
            && let Some(made) = first_time(connection, change)?
        {
            return Ok(made);
        }
        let made = outcome?;
        if made.applied.fresh {
            self.heads.insert(change.room, made.applied.seq);
        }
        Ok(made)
    }

    /// Writes the heads of the rooms down, in the transaction that moved them.
    pub(super) fn move_heads(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut update =
            connection.prepare_cached("UPDATE rooms SET last_seq = ?2 WHERE id = ?1")?;
        for (room, seq) in &self.heads {
            update.execute([room.get(), seq.get()])?;
        }
        Ok(())
    }

    fn make(&mut self, connection: &Connection, change: &Change) -> Result<Made, StoreError> {
        let standing = self.standing(connection, change)?;
        let head = self.heads.get(&change.room).copied();
        let seq = head.ok_or(StoreError::NotFound)?.next();
        let may = |deed| standing.allows(deed).map_err(StoreError::from_rule);
        match &change.what {
            What::Post { text } => {
                may(Deed::Write)?;
                post(connection, change, seq, text)
            }
            What::Edit { message, text } => once(connection, change, seq, EDITED, || {
                may(Deed::Write)?;
                edits::edit(connection, change, *message, text)
            }),
            What::Delete { message } => once(connection, change, seq, DELETED, || {
                edits::delete(connection, change, standing, *message)
            }),
            What::Room(wish) => {
                self.standings.retain(|(room, _), _| *room != change.room);
                let made = once(connection, change, seq, ROOM, || {
                    membership::change(connection, change, standing, wish)
                })?;
                let expelled = membership::expelled(change, standing.kind, wish);
                Ok(Made {
                    expelled: expelled.filter(|_| made.applied.fresh),
                    ..made
                })
            }
        }
    }

    fn standing(
        &mut self,
        connection: &Connection,
        change: &Change,
    ) -> Result<Standing, StoreError> {
        match self.standings.entry((change.room, change.actor)) {
            Entry::Occupied(standing) => Ok(*standing.get()),
            Entry::Vacant(place) => {
                let look = Look {
                    viewer: change.actor,
                    room: change.room,
                    now: change.at,
                };
                let room = rooms::room_for(connection, look)?;
                self.heads.entry(change.room).or_insert(room.last_seq);
                Ok(*place.insert(room.info.standing()))
            }
        }
    }
}

fn post(
    connection: &Connection,
    change: &Change,
    seq: Seq,
    text: &str,
) -> Result<Made, StoreError> {
    let stored = connection
        .prepare_cached(
            "INSERT INTO messages (room_id, seq, author, at, nonce, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (author, nonce) DO NOTHING",
        )?
        .execute(params![
            change.room.get(),
            seq.get(),
            change.actor.get(),
            change.at.seconds(),
            change.nonce.as_bytes(),
            text,
        ])?;
    if stored == 0 {
        return first_time(connection, change)?.ok_or(StoreError::NotFound);
    }
    let event = RoomEvent::MessagePosted {
        author: change.actor,
        at: change.at,
        text: text.to_owned(),
    };
    Ok(made(change.room, seq, event))
}

/// Does `work` and records its event with what goes into its row, unless that was done
/// before. All of it happens, or none.
fn once(
    connection: &Connection,
    change: &Change,
    seq: Seq,
    kind: u8,
    work: impl FnOnce() -> Result<(RoomEvent, Option<String>), StoreError>,
) -> Result<Made, StoreError> {
    if let Some(made) = first_time(connection, change)? {
        return Ok(made);
    }
    in_savepoint(connection, |connection| {
        let (event, body) = work()?;
        let message = Some(event.message(seq).get()).filter(|message| *message > 0);
        connection
            .prepare_cached(
                "INSERT INTO events (room_id, seq, kind, actor, at, nonce, message, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                change.room.get(),
                seq.get(),
                kind,
                change.actor.get(),
                change.at.seconds(),
                change.nonce.as_bytes(),
                message,
                body,
            ])?;
        Ok(made(change.room, seq, event))
    })
}

fn made(room: RoomId, seq: Seq, event: RoomEvent) -> Made {
    let message = event.message(seq);
    Made {
        applied: Applied {
            room,
            message,
            seq,
            fresh: true,
        },
        event: Some(event),
        expelled: None,
    }
}

/// Where the same command went when it came before.
fn first_time(connection: &Connection, change: &Change) -> Result<Option<Made>, StoreError> {
    let sql = match change.what {
        What::Post { .. } => {
            "SELECT room_id, seq, seq FROM messages WHERE author = ?1 AND nonce = ?2"
        }
        _ => "SELECT room_id, seq, ifnull(message, 0) FROM events WHERE actor = ?1 AND nonce = ?2",
    };
    let found = connection
        .prepare_cached(sql)?
        .query_row(
            params![bounded(change.actor.get()), change.nonce.as_bytes()],
            |row| {
                Ok(Applied {
                    room: RoomId::new(row.get(0)?),
                    seq: Seq::new(row.get(1)?),
                    message: MessageId::new(row.get(2)?),
                    fresh: false,
                })
            },
        )
        .optional()?;
    Ok(found.map(|applied| Made {
        applied,
        event: None,
        expelled: None,
    }))
}
