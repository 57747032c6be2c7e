//! The embedded store: one SQLite file, one thread that writes, a pool that reads.
//!
//! - [`writer`] commits whatever has gathered while the last commit was on its way to the
//!   disk, in one transaction with one sync; [`publish`] then tells the outcomes, in order.
//! - [`readers`] never wait for the writer, thanks to the write-ahead log.
//! - [`checkpoint`] moves the log into the database file off the writer's thread.

use std::path::Path;

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{Publisher, Store, StoreError};

mod accounts;
mod bots;
mod changes;
mod checkpoint;
mod connection;
mod edits;
mod events;
mod history;
mod house;
mod members;
mod membership;
mod mentions;
mod messages;
mod migrations;
mod people;
mod publish;
mod readers;
mod room_invites;
mod room_pages;
mod rooms;
mod sessions;
#[cfg(test)]
mod tests;
mod unread;
mod versions;
mod writer;

use readers::Readers;
use writer::{Job, Writer};

/// The store on one SQLite file.
pub struct SqliteStore {
    writer: Writer,
    readers: Readers,
}

impl SqliteStore {
    /// Opens the database in `dir`, creating and migrating it as needed. Blocking.
    ///
    /// `publisher` is moved to the store's publishing thread.
    ///
    /// # Errors
    /// [`StoreError::Open`] with what went wrong and where.
    pub fn open(dir: &Path, publisher: Box<dyn Publisher>) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir)
            .map_err(|error| StoreError::Open(format!("{}: {error}", dir.display())))?;
        let file = dir.join("teahouse.db");
        let opened = || -> Result<Self, StoreError> {
            connection::check_version()?;
            let mut connection = connection::open_writer(&file)?;
            migrations::run(&mut connection)?;
            let checkpoints = connection::open_writer(&file)?;
            let readers = Readers::open(&file)?;
            let writer = Writer::start(connection, checkpoints, publisher)?;
            Ok(Self { writer, readers })
        };
        opened().map_err(|error| StoreError::Open(format!("{}: {error}", file.display())))
    }

    /// Runs `work` in the writer's next group and answers once that is durable. Work that
    /// fails leaves nothing behind and does not disturb the rest of its group.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job = Job::Write(Box::new(move |connection| {
            let result = writer::in_savepoint(connection, work);
            Box::new(move |commit| {
                // The caller may have gone; the work is done all the same.
                let _ = answer.send(commit.and(result));
            })
        }));
        self.writer.submit(job).await;
        answered.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Runs `work` on a reader, in one snapshot of the database.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.read(work).await
    }

    /// The same for a few rows that are found by their keys, without leaving the thread.
    async fn find<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.find(work).await
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn is_ready(&self) -> bool {
        let answers = |connection: &Connection| {
            connection.query_row("SELECT 1 FROM house", [], |_| Ok(()))?;
            Ok(())
        };
        !self.writer.is_closed() && self.read(answers).await.is_ok()
    }

    async fn close(&self) {
        self.writer.close().await;
    }
}

/// A number that came from a client, as SQLite can hold it: what is beyond names nothing.
fn bounded(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match error {
            E::SqliteFailure(failure, _)
                if failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE =>
            {
                Self::Taken
            }
            E::QueryReturnedNoRows => Self::NotFound,
            E::FromSqlConversionFailure(..)
            | E::IntegralValueOutOfRange(..)
            | E::InvalidColumnType(..)
            | E::Utf8Error(..) => Self::Corrupt(error.to_string()),
            other => Self::Unavailable(other.to_string()),
        }
    }
}
