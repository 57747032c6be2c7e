//! Moves the write-ahead log into the database file, off the writer's thread.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use rusqlite::Connection;

use super::writer::spawn;
use crate::store::StoreError;

/// How long commits gather before they are moved.
const PAUSE: Duration = Duration::from_secs(1);

/// Pages of 4 KiB after which the writer itself pauses for a checkpoint: only while nobody
/// writes can the log start over, and without that it would grow for as long as a burst lasts.
const LONG_LOG: i64 = 16_384;

/// The writer's side.
pub(super) struct Checkpointer {
    nudge: SyncSender<()>,
    log_is_long: Arc<AtomicBool>,
}

impl Checkpointer {
    pub(super) fn start(connection: Connection) -> Result<(Self, JoinHandle<()>), StoreError> {
        let (nudge, nudges) = sync_channel(1);
        let log_is_long = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&log_is_long);
        let thread = spawn("store-checkpoints", move || {
            run(&connection, &nudges, &flag)
        })?;
        Ok((Self { nudge, log_is_long }, thread))
    }

    /// To be called between transactions.
    pub(super) fn committed(&self, writer: &Connection) {
        // Full means that a nudge is waiting already.
        let _ = self.nudge.try_send(());
        if self.log_is_long.swap(false, Ordering::Relaxed) {
            drop(checkpoint(writer));
        }
    }
}

fn run(connection: &Connection, nudges: &Receiver<()>, log_is_long: &AtomicBool) {
    while nudges.recv().is_ok() {
        let closing = pause(nudges);
        let pages = checkpoint(connection).unwrap_or_default();
        log_is_long.store(pages > LONG_LOG, Ordering::Relaxed);
        if closing {
            break;
        }
    }
}

/// Waits for [`PAUSE`], or less when the writer has gone.
fn pause(nudges: &Receiver<()>) -> bool {
    let end = std::time::Instant::now() + PAUSE;
    loop {
        let left = end.saturating_duration_since(std::time::Instant::now());
        match nudges.recv_timeout(left) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return false,
            Err(RecvTimeoutError::Disconnected) => return true,
        }
    }
}

/// Moves what can be moved without waiting for anybody; the pages then in the log.
fn checkpoint(connection: &Connection) -> Result<i64, StoreError> {
    let pages = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1));
    pages.map_err(|error| {
        tracing::warn!(%error, "a checkpoint failed; it is tried again");
        error.into()
    })
}
