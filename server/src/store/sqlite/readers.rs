//! A pool of connections that only read.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection;
use crate::store::{StoreError, blocking};

/// Reads are short and the data is in memory: a few per core keep up.
const READERS: usize = 4;

pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    /// As many permits as there are connections: whoever holds one finds one idle.
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(file: &Path) -> Result<Self, StoreError> {
        let open = |_| connection::open_reader(file);
        let idle = (0..READERS).map(open).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            idle: Arc::new(Mutex::new(idle)),
            permits: Arc::new(Semaphore::new(READERS)),
        })
    }

    /// Runs `work` in one snapshot. Cancelling the future does not stop work that has begun.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| super::closed())?;
        let idle = Arc::clone(&self.idle);
        blocking(move || with_one(&idle, permit, work)).await
    }

    /// The same for work that finds its few rows by their keys: at once and on this very thread
    /// where a connection is idle. To hand it to another thread, and to be woken again, takes many
    /// times as long. What it reads is in memory unless nobody has asked for it lately.
    pub(super) async fn find<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(permit) => with_one(&self.idle, permit, work),
            Err(_) => self.read(work).await,
        }
    }
}

fn with_one<T>(
    idle: &Mutex<Vec<Connection>>,
    permit: OwnedSemaphorePermit,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let connection = idle.lock().pop().ok_or_else(super::closed)?;
    // Whoever asks is spared a panic, and the others the loss of a connection.
    let result = catch_unwind(AssertUnwindSafe(|| snapshot(&connection, work)));
    let result =
        result.unwrap_or_else(|_| Err(StoreError::Unavailable("a read failed".to_owned())));
    // What goes badly wrong ends a transaction by itself; anything else is ended here.
    let is_idle = connection.is_autocommit() || end(&connection).is_ok();
    if !is_idle {
        // It would stand in the way of checkpoints for ever.
        permit.forget();
        return result;
    }
    idle.lock().push(connection);
    // Whoever gets it next finds the connection.
    drop(permit);
    result
}

/// With statements that are compiled once, which those of [`rusqlite::Transaction`] are not: they
/// would take as long as what is read between them. Whoever calls this ends the transaction.
fn snapshot<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.prepare_cached("BEGIN DEFERRED")?.execute([])?;
    work(connection)
}

fn end(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("ROLLBACK")?.execute([])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readers() -> (Readers, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.db");
        let writer = connection::open_writer(&file).unwrap();
        writer.execute_batch("CREATE TABLE t (x)").unwrap();
        (Readers::open(&file).unwrap(), folder)
    }

    #[tokio::test]
    async fn a_read_that_panics_costs_its_caller_an_answer_and_nobody_a_connection() {
        let (readers, _folder) = readers();
        for _ in 0..=READERS {
            let found = readers.find(|_| -> Result<(), _> { panic!("on purpose") });
            assert!(matches!(found.await, Err(StoreError::Unavailable(_))));
        }
        assert_eq!(readers.idle.lock().len(), READERS);
        let is_alone = readers.find(|connection| Ok(connection.is_autocommit()));
        assert!(!is_alone.await.unwrap(), "in one snapshot");
        assert!(readers.idle.lock().iter().all(Connection::is_autocommit));
    }
}
