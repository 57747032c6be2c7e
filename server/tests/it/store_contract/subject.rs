//! A store under test, and everything that it says.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use server::store::{
    Applied, Change, Look, NewSession, Publication, Publisher, Receipt, Store, StoreError,
    TokenHash, What, sqlite::SqliteStore,
};
use shared::{
    RoomId, Seq, Timestamp, UserId,
    model::{HistoryAt, HistoryPage},
};
use tokio::sync::oneshot;

use crate::common::{HALL, nonce};

pub const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);
pub const LATER: Timestamp = Timestamp::from_seconds(1_900_000_000);

/// Everything a store said, in the order it said it.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Said>>>);

/// What a store says of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Settled(u64),
    Published(RoomId, Seq),
    Released(u64),
}

impl Log {
    fn say(&self, said: Said) {
        self.0.lock().unwrap().push(said);
    }

    pub fn all(&self) -> Vec<Said> {
        self.0.lock().unwrap().clone()
    }
}

impl Publisher for Log {
    fn publish(&mut self, group: &[Publication]) {
        for publication in group {
            self.say(Said::Published(publication.room, publication.seq));
        }
    }
}

struct Answer {
    number: u64,
    log: Log,
    outcome: Option<Result<Applied, StoreError>>,
    sender: Option<oneshot::Sender<Result<Applied, StoreError>>>,
}

impl Receipt for Answer {
    fn settle(&mut self, outcome: &Result<Applied, StoreError>) {
        self.log.say(Said::Settled(self.number));
        self.outcome = Some(outcome.clone());
    }

    fn release(mut self: Box<Self>) {
        self.log.say(Said::Released(self.number));
        let outcome = self.outcome.take().expect("settled before released");
        drop(self.sender.take().map(|sender| sender.send(outcome)));
    }
}

pub struct Subject {
    pub store: Arc<dyn Store>,
    pub log: Log,
    pub dir: tempfile::TempDir,
}

pub fn open(dir: &Path, log: &Log) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(dir, Box::new(log.clone())).unwrap())
}

pub fn subject() -> Subject {
    let (dir, log) = (tempfile::tempdir().unwrap(), Log::default());
    Subject {
        store: open(dir.path(), &log),
        log,
        dir,
    }
}

/// A session from [`NOW`] to [`LATER`].
pub fn session(token: TokenHash) -> NewSession {
    NewSession {
        token,
        browser: Some("Firefox".to_owned()),
        system: None,
        now: NOW,
        expires: LATER,
    }
}

impl Subject {
    /// Somebody in the house, and so a member of the hall.
    pub async fn author(&self, name: &str) -> UserId {
        let token = std::array::from_fn(|_| name.as_bytes()[0]);
        let made = self.store.create_guest(name.to_owned(), session(token));
        made.await.unwrap().id
    }

    pub fn look(&self, viewer: UserId, room: RoomId) -> Look {
        Look {
            viewer,
            room,
            now: NOW,
        }
    }

    /// The page before this place, or the newest one.
    pub async fn page(
        &self,
        look: Look,
        before: Option<Seq>,
        bytes: usize,
    ) -> Result<HistoryPage, StoreError> {
        let before = before.unwrap_or(Seq::new(u64::MAX));
        let read = self.store.history(look, HistoryAt::Before(before), bytes);
        read.await.map(|history| history.page)
    }

    pub async fn last_seq(&self, viewer: UserId) -> Seq {
        let room = self.store.room(self.look(viewer, HALL)).await;
        room.unwrap().last_seq
    }

    pub async fn post(
        &self,
        author: UserId,
        number: u64,
        room: RoomId,
    ) -> oneshot::Receiver<Result<Applied, StoreError>> {
        let text = "x".to_owned();
        self.change(author, number, room, What::Post { text }).await
    }

    pub async fn change(
        &self,
        actor: UserId,
        number: u64,
        room: RoomId,
        what: What,
    ) -> oneshot::Receiver<Result<Applied, StoreError>> {
        let change = Change {
            room,
            actor,
            nonce: nonce(number),
            at: NOW,
            what,
            origin: None,
        };
        self.hand_over_as(number, change).await
    }

    /// Hands a change over as it is.
    pub async fn hand_over(
        &self,
        change: Change,
    ) -> oneshot::Receiver<Result<Applied, StoreError>> {
        self.hand_over_as(0, change).await
    }

    async fn hand_over_as(
        &self,
        number: u64,
        change: Change,
    ) -> oneshot::Receiver<Result<Applied, StoreError>> {
        let (sender, receiver) = oneshot::channel();
        let log = self.log.clone();
        let answer = Answer {
            number,
            log,
            outcome: None,
            sender: Some(sender),
        };
        self.store.change(change, Box::new(answer)).await;
        receiver
    }
}
