//! The one thread that writes. It takes everything that gathered while the last commit was
//! on its way to the disk, and commits it with one sync: the busier, the larger the groups.

use std::{
    sync::mpsc::SyncSender,
    thread::{self, JoinHandle},
};

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::mpsc;

use super::{
    changes::Scratch,
    checkpoint::Checkpointer,
    closed,
    publish::{self, Group},
};
use crate::store::{Change, Publisher, Receipt, StoreError};

/// Jobs waiting for the writer; beyond this, callers wait.
const QUEUE: usize = 8_192;

/// Most jobs in one transaction, so that the first of a burst does not wait for all of it.
const GROUP: usize = 1_024;

/// Told whether the transaction of a [`Job::Write`] was committed.
pub(super) type Settle = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// One piece of work for the writer.
pub(super) enum Job {
    /// A change of a room, the case everything is tuned for.
    Change(Change, Box<dyn Receipt>),
    /// Anything else.
    Write(Box<dyn FnOnce(&Connection) -> Settle + Send>),
    /// The last job.
    Close,
}

/// The writer thread, seen from outside.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the writing, publishing and checkpointing threads.
    pub(super) fn start(
        connection: Connection,
        checkpoints: Connection,
        publisher: Box<dyn Publisher>,
    ) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (groups, publishing) = publish::start(publisher)?;
        let (checkpointer, checkpointing) = Checkpointer::start(checkpoints)?;
        let work = move || run(&connection, queue, &groups, &checkpointer);
        let writing = spawn("store-writer", work)?;
        let threads = Mutex::new(vec![writing, publishing, checkpointing]);
        Ok(Self { jobs, threads })
    }

    /// Hands a job over; waits while the queue is full. After [`Self::close`] a job is
    /// refused at once.
    pub(super) async fn submit(&self, job: Job) {
        if let Err(mpsc::error::SendError(job)) = self.jobs.send(job).await {
            refuse(job);
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.jobs.is_closed()
    }

    /// Finishes what was handed over before, then ends the threads.
    pub(super) async fn close(&self) {
        // Fails when it was closed before, which is what is wanted.
        let _ = self.jobs.send(Job::Close).await;
        let threads = std::mem::take(&mut *self.threads.lock());
        let join = move || threads.into_iter().for_each(|thread| drop(thread.join()));
        if tokio::task::spawn_blocking(join).await.is_err() {
            tracing::error!("the store's threads did not end in order");
        }
    }
}

/// Starts a named thread of the store's.
pub(super) fn spawn(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, StoreError> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| StoreError::Open(format!("thread {name}: {error}")))
}

/// Runs `work` so that its failure undoes its own changes and no others.
pub(super) fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.execute_batch("SAVEPOINT job")?;
    let result = work(connection);
    let end = match result {
        Ok(_) => "RELEASE job",
        Err(_) => "ROLLBACK TO job; RELEASE job",
    };
    connection.execute_batch(end)?;
    result
}

fn run(
    connection: &Connection,
    mut queue: mpsc::Receiver<Job>,
    groups: &SyncSender<Group>,
    checkpointer: &Checkpointer,
) {
    let mut jobs = Vec::with_capacity(GROUP);
    let mut is_busy = false;
    while queue.blocking_recv_many(&mut jobs, GROUP) > 0 {
        is_busy |= jobs.len() > 1;
        if is_busy {
            gather(&mut queue, &mut jobs);
        }
        is_busy = jobs.len() > 1;
        if jobs.iter().any(|job| matches!(job, Job::Close)) {
            queue.close();
        }
        let group = commit(connection, jobs.drain(..));
        if groups.send(group).is_err() {
            tracing::error!("the publishing thread is gone; the store closes");
            queue.close();
        }
        checkpointer.committed(connection);
    }
}

/// Lets those who are about to hand something over do so first, where they share a core with this
/// thread: it is woken by the first of many, and would otherwise sync for that one alone. Where
/// there is nobody else to run, this waits for nothing. Whoever speaks alone does not wait at all:
/// another thread that only computes might take the core for some milliseconds.
fn gather(queue: &mut mpsc::Receiver<Job>, jobs: &mut Vec<Job>) {
    let mut before = 0;
    while before < jobs.len() && jobs.len() < GROUP {
        before = jobs.len();
        thread::yield_now();
        let more = std::iter::from_fn(|| queue.try_recv().ok());
        jobs.extend(more.take(GROUP.saturating_sub(before)));
    }
}

/// The jobs of one transaction, between their work and their answers.
#[derive(Default)]
struct Pending {
    group: Group,
    settles: Vec<Settle>,
    scratch: Scratch,
}

fn commit(connection: &Connection, jobs: impl Iterator<Item = Job>) -> Group {
    let mut pending = Pending::default();
    let begun = connection.execute_batch("BEGIN IMMEDIATE");
    jobs.for_each(|job| pending.work(connection, job));
    let committed = begun.map_err(StoreError::from).and_then(|()| {
        in_transaction(connection)?;
        pending.scratch.move_heads(connection)?;
        Ok(connection.execute_batch("COMMIT")?)
    });
    if let Err(error) = &committed {
        tracing::error!(%error, "a group was not committed");
        // Fails where there is nothing to undo any more, which is as good.
        let _ = connection.execute_batch("ROLLBACK");
        pending.group.fail(error);
    }
    for settle in pending.settles {
        settle(committed.clone());
    }
    pending.group
}

/// Some errors, a full disk among them, end a transaction behind its owner's back; whatever
/// ran after that would commit by itself.
fn in_transaction(connection: &Connection) -> Result<(), StoreError> {
    if connection.is_autocommit() {
        return Err(StoreError::Unavailable("no transaction".to_owned()));
    }
    Ok(())
}

impl Pending {
    fn work(&mut self, connection: &Connection, job: Job) {
        let ready = in_transaction(connection);
        match job {
            Job::Change(change, receipt) => {
                let apply = |()| self.scratch.apply(connection, &change);
                let outcome = ready.and_then(apply);
                self.group.add(&change, receipt, outcome);
            }
            // Dropped where there is no transaction: its caller hears that nothing was done.
            Job::Write(work) => self.settles.extend(ready.ok().map(|()| work(connection))),
            Job::Close => {}
        }
    }
}

fn refuse(job: Job) {
    match job {
        Job::Change(_, mut receipt) => {
            receipt.settle(&Err(closed()));
            receipt.release();
        }
        // Dropping the work drops its answer's sender, which its caller hears.
        Job::Write(_) | Job::Close => {}
    }
}
