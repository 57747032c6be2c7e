use async_trait::async_trait;
use shared::{Seq, model::HistoryPage};

use super::{SqliteStore, history, writer::Job};
use crate::store::{CatchUp, CatchUpLimit, Change, Look, MessageStore, Receipt, StoreError};

#[async_trait]
impl MessageStore for SqliteStore {
    async fn change(&self, change: Change, receipt: Box<dyn Receipt>) {
        self.writer.submit(Job::Change(change, receipt)).await;
    }

    async fn page(
        &self,
        look: Look,
        before: Option<Seq>,
        text_bytes: usize,
    ) -> Result<HistoryPage, StoreError> {
        self.read(move |connection| history::page(connection, look, before, text_bytes))
            .await
    }

    async fn catch_up(
        &self,
        look: Look,
        after: Seq,
        limit: CatchUpLimit,
    ) -> Result<CatchUp, StoreError> {
        self.read(move |connection| history::catch_up(connection, look, after, limit))
            .await
    }
}
