//! What a change does to the tables, inside the writer's transaction.

use std::collections::{HashMap, hash_map::Entry};

use rusqlite::{Connection, OptionalExtension, params};
use shared::{
    MessageId, RoomId, Seq, UserId,
    frame::RoomEvent,
    model::{Place, RoomChange, RoomKind},
    rules::{Deed, Standing},
};

use super::{bounded, edits, membership, mentions, room_invites, rooms, writer::in_savepoint};
use crate::store::{Applied, Change, CodeHash, Look, Personal, StoreError, What};

/// Numbers of events in the table, those of the variants of [`RoomEvent`].
pub(super) const EDITED: u8 = 1;
pub(super) const DELETED: u8 = 2;
pub(super) const ROOM: u8 = 3;

/// What a transaction has looked up and given out so far.
#[derive(Default)]
pub(super) struct Scratch {
    /// Heads of the rooms written to, as they stand inside the transaction.
    heads: HashMap<RoomId, Place>,
    /// How the actors stand to their rooms, until a room itself changes.
    standings: HashMap<(RoomId, UserId), Standing>,
}

/// What a change led to.
pub(super) struct Made {
    pub applied: Applied,
    /// What happened, where something did.
    pub event: Option<RoomEvent>,
    /// The room's head with it.
    pub head: Place,
    /// What it is to some people in particular.
    pub personal: Personal,
}

/// An event about to be recorded.
pub(super) struct Kept {
    pub event: RoomEvent,
    /// What goes into its row.
    pub body: Option<String>,
    /// What it is to some people in particular.
    pub personal: Personal,
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
            self.heads.insert(change.room, made.head);
        }
        Ok(made)
    }

    /// Writes the heads of the rooms down, in the transaction that moved them.
    pub(super) fn move_heads(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut update = connection
            .prepare_cached("UPDATE rooms SET last_seq = ?2, messages = ?3 WHERE id = ?1")?;
        for (room, head) in &self.heads {
            update.execute([room.get(), head.seq.get(), head.messages])?;
        }
        Ok(())
    }

    fn make(&mut self, connection: &Connection, change: &Change) -> Result<Made, StoreError> {
        if let What::Accept { code } = change.what {
            return self.accept(connection, change, code);
        }
        let standing = self.standing(connection, change)?;
        let head = self.heads.get(&change.room).copied();
        let head = next(head.ok_or(StoreError::NotFound)?, &change.what);
        let may = |deed| standing.allows(deed).map_err(StoreError::from_rule);
        match &change.what {
            What::Post { text } => {
                may(Deed::Write)?;
                post(connection, change, head, text)
            }
            What::Edit { message, text } => once(connection, change, head, EDITED, || {
                may(Deed::Write)?;
                edits::edit(connection, change, *message, text)
            }),
            What::Delete { message } => once(connection, change, head, DELETED, || {
                edits::delete(connection, change, standing, *message)
            }),
            What::Room(wish) => {
                self.standings.retain(|(room, _), _| *room != change.room);
                once(connection, change, head, ROOM, || {
                    membership::change(connection, change, standing, wish, head)
                })
            }
            What::Accept { code } => self.accept(connection, change, *code),
        }
    }

    /// Lets the actor in by a link. What they may do in the room is not asked: the link is
    /// what they may.
    fn accept(
        &mut self,
        connection: &Connection,
        change: &Change,
        code: CodeHash,
    ) -> Result<Made, StoreError> {
        let stored = room_invites::door(connection, change, code)?;
        let head = *self.heads.entry(change.room).or_insert(stored);
        let head = next(head, &change.what);
        self.standings.retain(|(room, _), _| *room != change.room);
        once(connection, change, head, ROOM, || {
            room_invites::accept(connection, change, code)?;
            // Joining puts nobody out, whatever the kind.
            membership::told(
                connection,
                change,
                RoomKind::Private,
                &RoomChange::Join,
                head,
            )
        })
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
                self.heads.entry(change.room).or_insert(room.head());
                Ok(*place.insert(room.info.standing()))
            }
        }
    }
}

/// The head with one more event.
const fn next(head: Place, what: &What) -> Place {
    let posted = if what.is_new_message() { 1 } else { 0 };
    Place {
        seq: head.seq.next(),
        messages: head.messages.saturating_add(posted),
    }
}

fn post(
    connection: &Connection,
    change: &Change,
    head: Place,
    text: &str,
) -> Result<Made, StoreError> {
    if !text.contains('@') {
        return insert(connection, change, head, text);
    }
    // All of it happens, or none; a message that mentions nobody is a single statement.
    in_savepoint(connection, |connection| {
        let mut made = insert(connection, change, head, text)?;
        if made.applied.fresh {
            let message = made.applied.message;
            made.personal.mentions = mentions::keep(connection, change, message, text)?;
        }
        Ok(made)
    })
}

fn insert(
    connection: &Connection,
    change: &Change,
    head: Place,
    text: &str,
) -> Result<Made, StoreError> {
    let stored = connection
        .prepare_cached(
            "INSERT INTO messages (room_id, seq, author, at, nonce, text, ordinal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (author, nonce) DO NOTHING",
        )?
        .execute(params![
            change.room.get(),
            head.seq.get(),
            change.actor.get(),
            change.at.seconds(),
            change.nonce.as_bytes(),
            text,
            head.messages,
        ])?;
    if stored == 0 {
        return first_time(connection, change)?.ok_or(StoreError::NotFound);
    }
    let event = RoomEvent::MessagePosted {
        author: change.actor,
        at: change.at,
        text: text.to_owned(),
    };
    Ok(made(change.room, head, event, Personal::default()))
}

/// Does `work` and records its event with what goes into its row, unless that was done
/// before. All of it happens, or none.
fn once(
    connection: &Connection,
    change: &Change,
    head: Place,
    kind: u8,
    work: impl FnOnce() -> Result<Kept, StoreError>,
) -> Result<Made, StoreError> {
    if let Some(made) = first_time(connection, change)? {
        return Ok(made);
    }
    in_savepoint(connection, |connection| {
        let Kept {
            event,
            body,
            personal,
        } = work()?;
        let message = Some(event.message(head.seq).get()).filter(|message| *message > 0);
        connection
            .prepare_cached(
                "INSERT INTO events (room_id, seq, kind, actor, at, nonce, message, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                change.room.get(),
                head.seq.get(),
                kind,
                change.actor.get(),
                change.at.seconds(),
                change.nonce.as_bytes(),
                message,
                body,
            ])?;
        Ok(made(change.room, head, event, personal))
    })
}

fn made(room: RoomId, head: Place, event: RoomEvent, personal: Personal) -> Made {
    let seq = head.seq;
    let message = event.message(seq);
    Made {
        applied: Applied {
            room,
            message,
            seq,
            fresh: true,
        },
        event: Some(event),
        head,
        personal,
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
        head: Place::default(),
        personal: Personal::default(),
    }))
}
