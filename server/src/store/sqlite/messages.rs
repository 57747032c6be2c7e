use async_trait::async_trait;
use shared::{Seq, model::HistoryAt};

use super::{SqliteStore, events, history, writer::Job};
use crate::store::{
    CatchUp, CatchUpLimit, Change, History, Look, MessageStore, Receipt, StoreError,
};

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
        self.read(move |connection| history::stretch(connection, look, at, text_bytes))
            .await
    }

    async fn catch_up(
        &self,
        look: Look,
        after: Seq,
        limit: CatchUpLimit,
    ) -> Result<CatchUp, StoreError> {
        self.read(move |connection| events::catch_up(connection, look, after, limit))
            .await
    }
}
