use async_trait::async_trait;
use rusqlite::Connection;
use shared::{Seq, model::HistoryAt};

use super::{SqliteStore, events, history, rooms, writer::Job};
use crate::store::{
    CatchUp, CatchUpLimit, Change, History, Look, MessageStore, Receipt, StoreError,
};

/// So little is read at once, on the thread that asks: whoever comes back to a quiet room has
/// missed nothing, or a few words.
const NEAR: CatchUpLimit = CatchUpLimit {
    events: 16,
    bytes: 8 * 1024,
};

/// So close to the end is what was said lately, which is in memory.
const LATELY: u64 = 200;

/// Whether a stretch is one that almost everybody asks for.
fn is_near(at: HistoryAt, last: Seq) -> bool {
    match at {
        HistoryAt::Before(seq) | HistoryAt::Around(seq) | HistoryAt::After(seq) => {
            last.get().saturating_sub(seq.get()) <= LATELY
        }
        HistoryAt::Since(_) => false,
    }
}

#[async_trait]
impl MessageStore for SqliteStore {
    async fn change(&self, change: Change, receipt: Box<dyn Receipt>) {
        self.writer.submit(Job::Change(change, receipt)).await;
    }

    async fn history(
        &self,
        look: Look,
        at: HistoryAt,
        text_bytes: usize,
    ) -> Result<History, StoreError> {
        let near = move |connection: &Connection| {
            let room = rooms::room_for(connection, look)?;
            match is_near(at, room.last_seq) {
                true => history::stretch(connection, look, at, text_bytes).map(Some),
                false => Ok(None),
            }
        };
        if let Some(history) = self.find(near).await? {
            return Ok(history);
        }
        self.read(move |connection| history::stretch(connection, look, at, text_bytes))
            .await
    }

    async fn catch_up(
        &self,
        look: Look,
        after: Seq,
        limit: CatchUpLimit,
    ) -> Result<CatchUp, StoreError> {
        let near = CatchUpLimit {
            events: limit.events.min(NEAR.events),
            bytes: limit.bytes.min(NEAR.bytes),
        };
        let caught = self
            .find(move |connection| events::catch_up(connection, look, after, near))
            .await?;
        let behind = caught.room.last_seq.get().checked_sub(after.get());
        let is_within = |limit: CatchUpLimit| behind.is_some_and(|events| events <= limit.events);
        if caught.missed.is_some() || !is_within(limit) {
            return Ok(caught);
        }
        self.read(move |connection| events::catch_up(connection, look, after, limit))
            .await
    }
}
