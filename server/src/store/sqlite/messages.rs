use async_trait::async_trait;
use shared::{RoomId, Seq, UserId, model::HistoryPage};

use super::{SqliteStore, history, writer::Job};
use crate::store::{CatchUp, CatchUpLimit, Change, MessageStore, Receipt, StoreError};

#[async_trait]
impl MessageStore for SqliteStore {
    async fn change(&self, change: Change, receipt: Box<dyn Receipt>) {
        self.writer.submit(Job::Change(change, receipt)).await;
    }

    async fn page(
        &self,
        room: RoomId,
        before: Option<Seq>,
        viewer: UserId,
        text_bytes: usize,
    ) -> Result<HistoryPage, StoreError> {
        self.read(move |connection| history::page(connection, room, before, viewer, text_bytes))
            .await
    }

    async fn catch_up(
        &self,
        room: RoomId,
        after: Seq,
        limit: CatchUpLimit,
    ) -> Result<CatchUp, StoreError> {
        self.read(move |connection| history::catch_up(connection, room, after, limit))
            .await
    }
}
