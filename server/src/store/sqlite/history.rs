//! Reading stretches of a room's history, each in one snapshot. All of it goes by places in
//! the sequence, so a page costs the same wherever in a history of any length it is.

use std::collections::BTreeSet;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};
use shared::{
    MessageId, Nonce, Seq, Timestamp, UserId, limits,
    model::{Entry, Fate, HistoryAt, HistoryPage, Message, RoomNotice},
};

use super::{bounded, changes::ROOM, events::room_change, rooms, sessions};
use crate::store::{History, Look, StoreError, StoredRoom};

/// Of a page around a message, how many come before it at most, unless few come after it.
const HALF: usize = limits::PAGE_MESSAGES / 2;

const ANY_BEFORE: &str = "SELECT 1 FROM messages WHERE room_id = ?1 AND seq < ?2 LIMIT 1";
const ANY_FROM: &str = "SELECT 1 FROM messages WHERE room_id = ?1 AND seq >= ?2 LIMIT 1";

/// See [`crate::store::MessageStore::history`].
pub(super) fn stretch(
    connection: &Connection,
    look: Look,
    at: HistoryAt,
    text_bytes: usize,
) -> Result<History, StoreError> {
    let room = rooms::room_for(connection, look)?;
    let end = room.last_seq.next();
    let reader = Reader { connection, look };
    let whole = limits::PAGE_MESSAGES;
    let around = |seq: Seq| {
        let half = text_bytes / 2;
        let after = reader.from(seq, whole, half)?;
        let mut entries = reader.before(seq, whole, half)?;
        // Where one side is short, the other fills the page.
        let kept = HALF.max(whole.saturating_sub(after.len()));
        entries.drain(..entries.len().saturating_sub(kept));
        let room = whole.saturating_sub(entries.len());
        entries.extend(after.into_iter().take(room));
        Ok::<_, StoreError>(entries)
    };
    let entries = match at {
        HistoryAt::Before(seq) => reader.before(seq, whole, text_bytes)?,
        HistoryAt::After(seq) => reader.from(seq.next(), whole, text_bytes)?,
        HistoryAt::Around(seq) => around(seq)?,
        HistoryAt::Since(at) => match reader.first_since(room.last_seq, at)? {
            Some(seq) => around(seq)?,
            None => reader.before(end, whole, text_bytes)?,
        },
    };
    let first = entries.first().map(|entry| Seq::from(entry.message.id));
    let last = entries.last().map(|entry| Seq::from(entry.message.id));
    // Where nothing was found, what was asked for is all there is to say.
    let (low, high) = match at {
        HistoryAt::Before(seq) => (first.unwrap_or(seq.min(end)), seq.min(end)),
        HistoryAt::After(seq) => (seq.next(), last.map_or(seq, Seq::next)),
        HistoryAt::Around(_) | HistoryAt::Since(_) => {
            (first.unwrap_or(end), last.map_or(end, Seq::next))
        }
    };
    let has_earlier = reader.is_any(ANY_BEFORE, low)?;
    let has_later = reader.is_any(ANY_FROM, high)?;
    let range = (
        if has_earlier { low } else { Seq::ZERO },
        if has_later { high } else { end },
    );
    reader.finish(&room, entries, (has_earlier, has_later), range)
}

struct Reader<'a> {
    connection: &'a Connection,
    look: Look,
}

impl Reader<'_> {
    /// The last messages before an event, oldest first.
    fn before(&self, end: Seq, most: usize, bytes: usize) -> Result<Vec<Entry>, StoreError> {
        let query = self.connection.prepare_cached(
            "SELECT seq, author, at, nonce, text, edited_at, deleted_at FROM messages
             WHERE room_id = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
        )?;
        let mut entries = self.entries(query, end, most, bytes)?;
        entries.reverse();
        Ok(entries)
    }

    /// The first messages from an event on.
    fn from(&self, start: Seq, most: usize, bytes: usize) -> Result<Vec<Entry>, StoreError> {
        let query = self.connection.prepare_cached(
            "SELECT seq, author, at, nonce, text, edited_at, deleted_at FROM messages
             WHERE room_id = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3",
        )?;
        self.entries(query, start, most, bytes)
    }

    /// As many as there may be, at least one.
    fn entries(
        &self,
        mut query: CachedStatement<'_>,
        edge: Seq,
        most: usize,
        text_bytes: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let (room, edge) = (bounded(self.look.room.get()), bounded(edge.get()));
        let mut rows = query.query(params![room, edge, most])?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut bytes = 0_usize;
        while let Some(row) = rows.next()? {
            let entry = entry(row, self.look.viewer)?;
            bytes = bytes.saturating_add(entry.message.text.len());
            if bytes > text_bytes && !entries.is_empty() {
                break;
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// The first message posted at a time or later. Halves the sequence again and again: times
    /// grow with it, but for a clock that was set back.
    fn first_since(&self, last: Seq, at: Timestamp) -> Result<Option<Seq>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT seq, at FROM messages WHERE room_id = ?1 AND seq >= ?2 ORDER BY seq LIMIT 1",
        )?;
        let room = bounded(self.look.room.get());
        let mut found = None;
        let (mut low, mut high) = (1, last.get());
        while low <= high {
            let middle = low.midpoint(high);
            let next: Option<(u64, u32)> = query
                .query_row([room, bounded(middle)], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            match next {
                Some((seq, time)) if time < at.seconds() => low = seq.saturating_add(1),
                Some((seq, _)) => {
                    found = Some(Seq::new(seq));
                    high = middle.saturating_sub(1);
                }
                None => high = middle.saturating_sub(1),
            }
        }
        Ok(found)
    }

    /// Whether there is a message on one side of an event.
    fn is_any(&self, side: &str, edge: Seq) -> Result<bool, StoreError> {
        let mut query = self.connection.prepare_cached(side)?;
        Ok(query.exists([bounded(self.look.room.get()), bounded(edge.get())])?)
    }

    /// What happened to the room itself from one event to before another, the newest of it.
    fn notices(&self, low: Seq, high: Seq) -> Result<Vec<RoomNotice>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT seq, actor, at, body FROM events
             WHERE room_id = ?1 AND seq >= ?2 AND seq < ?3 AND kind = ?4
             ORDER BY seq DESC LIMIT ?5",
        )?;
        let mut rows = query.query(params![
            bounded(self.look.room.get()),
            bounded(low.get()),
            bounded(high.get()),
            ROOM,
            limits::PAGE_NOTICES
        ])?;
        let mut notices = Vec::new();
        while let Some(row) = rows.next()? {
            let kept: String = row.get(3)?;
            notices.push(RoomNotice {
                seq: Seq::new(row.get(0)?),
                by: UserId::new(row.get(1)?),
                at: Timestamp::from_seconds(row.get(2)?),
                change: room_change(&kept)?,
            });
        }
        notices.reverse();
        Ok(notices)
    }

    fn finish(
        &self,
        room: &StoredRoom,
        entries: Vec<Entry>,
        (has_earlier, has_later): (bool, bool),
        (low, high): (Seq, Seq),
    ) -> Result<History, StoreError> {
        let notices = self.notices(low, high)?;
        let named = notices
            .iter()
            .flat_map(|notice| [Some(notice.by), notice.change.user()]);
        let named: BTreeSet<_> = named.flatten().collect();
        let authors: BTreeSet<_> = entries.iter().map(|entry| entry.message.author).collect();
        let page = HistoryPage {
            room: self.look.room,
            epoch: room.epoch,
            last_seq: room.last_seq,
            entries,
            has_earlier,
            has_later,
            people: sessions::people(self.connection, authors)?,
        };
        Ok(History {
            page,
            notices,
            named: sessions::people(self.connection, named)?,
        })
    }
}

/// A message with its nonce only where that is the viewer's own.
fn entry(row: &Row<'_>, viewer: UserId) -> rusqlite::Result<Entry> {
    let author = UserId::new(row.get(1)?);
    let nonce = Nonce::from_bytes(row.get(3)?);
    let message = Message {
        id: MessageId::new(row.get(0)?),
        author,
        at: Timestamp::from_seconds(row.get(2)?),
        text: row.get(4)?,
        nonce: (author == viewer).then_some(nonce),
    };
    let (edited, deleted): (Option<u32>, Option<u32>) = (row.get(5)?, row.get(6)?);
    let fate = match (deleted, edited) {
        (Some(at), _) => Fate::Deleted {
            at: Timestamp::from_seconds(at),
        },
        (None, Some(at)) => Fate::Edited {
            at: Timestamp::from_seconds(at),
        },
        (None, None) => Fate::Original,
    };
    Ok(Entry { message, fate })
}
