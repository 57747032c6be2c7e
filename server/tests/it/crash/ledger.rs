//! What the server has told its clients, and when to kill it.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard},
};

use tokio::{sync::watch, time::timeout};

use super::check::Line;
use crate::common::PATIENCE;

/// What came from the server since it was started.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    acknowledgements: u64,
    bytes: u64,
}

/// When to kill: after so much has come from the server since it was started.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    Acknowledgements(u64),
    Bytes(u64),
}

impl Moment {
    /// From at once to after a thousand messages.
    pub fn any(random: &mut fastrand::Rng) -> Self {
        if random.bool() {
            Self::Acknowledgements(random.u64(0..1_000))
        } else {
            Self::Bytes(random.u64(0..1_000_000))
        }
    }

    fn has_come(self, progress: &Progress) -> bool {
        match self {
            Self::Acknowledgements(count) => progress.acknowledgements >= count,
            Self::Bytes(count) => progress.bytes >= count,
        }
    }
}

/// Everything that all clients together were told, over all lives of the server.
#[derive(Default)]
pub struct Ledger {
    promised: Mutex<BTreeSet<Line>>,
    progress: watch::Sender<Progress>,
}

impl Ledger {
    pub fn promised(&self) -> MutexGuard<'_, BTreeSet<Line>> {
        self.promised.lock().unwrap()
    }

    /// A message that somebody was shown, or whose author was told that it is kept.
    pub fn promise(&self, line: Line) {
        self.promised().insert(line);
    }

    pub fn count(&self, acknowledgements: u64, bytes: usize) {
        self.progress.send_modify(|progress| {
            progress.acknowledgements += acknowledgements;
            progress.bytes += u64::try_from(bytes).unwrap();
        });
    }

    /// Counts from nothing again.
    pub fn restart(&self) {
        self.progress.send_replace(Progress::default());
    }

    pub async fn until(&self, moment: Moment) {
        let mut progress = self.progress.subscribe();
        let come = progress.wait_for(|progress| moment.has_come(progress));
        let come = timeout(PATIENCE, come).await;
        drop(come.expect("the server goes on answering").unwrap());
    }
}
