//! What happens to a group that the disk does not take.

use std::sync::Arc;

use parking_lot::Mutex;
use shared::{Nonce, RoomId, Seq, Timestamp, UserId};
use tokio::sync::oneshot;

use super::SqliteStore;
use crate::store::{
    Applied, Change, Look, MessageStore, NewSession, Publication, Publisher, Receipt, RoomStore,
    SessionStore, StoreError, What,
};

const ROOM: RoomId = RoomId::new(1);
const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

#[derive(Clone, Default)]
struct Published(Arc<Mutex<Vec<Seq>>>);

impl Publisher for Published {
    fn publish(&mut self, group: &[Publication]) {
        self.0.lock().extend(group.iter().map(|one| one.seq));
    }
}

type Outcome = Result<Applied, StoreError>;

struct Answer(Option<Outcome>, oneshot::Sender<Outcome>);

impl Receipt for Answer {
    fn settle(&mut self, outcome: &Outcome) {
        self.0 = Some(outcome.clone());
    }

    fn release(self: Box<Self>) {
        self.1.send(self.0.unwrap()).unwrap();
    }
}

struct Subject {
    store: SqliteStore,
    published: Published,
    author: UserId,
    _dir: tempfile::TempDir,
}

impl Subject {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let published = Published::default();
        let store = SqliteStore::open(dir.path(), Box::new(published.clone())).unwrap();
        let later = Timestamp::from_seconds(1_900_000_000);
        let session = NewSession {
            token: [0; 32],
            browser: None,
            system: None,
            now: NOW,
            expires: later,
        };
        let author = store.create_guest("a".to_owned(), session);
        let author = author.await.unwrap().id;
        Self {
            store,
            published,
            author,
            _dir: dir,
        }
    }

    /// Runs SQL on the writer's own connection.
    async fn sabotage(&self, sql: &'static str) {
        let work = move |connection: &rusqlite::Connection| Ok(connection.execute_batch(sql)?);
        self.store.write(work).await.unwrap();
    }

    async fn post(&self, number: u8, text: &str) -> oneshot::Receiver<Outcome> {
        let (sender, receiver) = oneshot::channel();
        let text = text.to_owned();
        let change = Change {
            room: ROOM,
            actor: self.author,
            nonce: Nonce::from_bytes([number; 16]),
            at: NOW,
            what: What::Post { text },
            origin: None,
        };
        self.store
            .change(change, Box::new(Answer(None, sender)))
            .await;
        receiver
    }
}

#[tokio::test]
async fn a_full_disk_refuses_messages_and_publishes_none_of_them() {
    let subject = Subject::new().await;
    subject
        .post(0, "before")
        .await
        .await
        .unwrap()
        .expect("there is room yet");
    // As many pages as there are: nothing larger than what is left in them fits.
    subject.sabotage("PRAGMA max_page_count = 1").await;
    let large = "x".repeat(100_000);
    let refused = subject.post(1, &large).await.await.unwrap();
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    assert_eq!(*subject.published.0.lock(), [Seq::new(1)]);
    subject.sabotage("PRAGMA max_page_count = 1000000").await;
    let kept = subject.post(1, &large).await.await.unwrap().unwrap();
    assert_eq!(
        (kept.seq, kept.fresh),
        (Seq::new(2), true),
        "it left nothing"
    );
    assert_eq!(*subject.published.0.lock(), [Seq::new(1), Seq::new(2)]);
}

/// Some errors end the transaction behind the writer's back. What was in it before is as
/// lost as what comes after in its group, and everyone concerned hears so.
#[tokio::test]
async fn a_group_whose_transaction_was_ended_leaves_nothing_behind() {
    let subject = Subject::new().await;
    subject
        .sabotage(
            "CREATE TEMP TRIGGER sabotage BEFORE INSERT ON main.messages
             WHEN NEW.text = 'boom' BEGIN SELECT RAISE(ROLLBACK, 'boom'); END",
        )
        .await;
    let mut answers = Vec::new();
    for number in 0..100 {
        let text = if number % 10 == 5 { "boom" } else { "x" };
        answers.push((number, subject.post(number, text).await));
    }
    let (mut kept, mut refused) = (Vec::new(), 0);
    for (number, answer) in answers {
        match answer.await.unwrap() {
            Ok(posted) => {
                assert_ne!(number % 10, 5);
                kept.push(posted.seq);
            }
            Err(StoreError::Unavailable(_)) => refused += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(refused >= 10, "every message that breaks its group fails");
    let after = subject.post(200, "after").await.await.unwrap().unwrap();
    kept.push(after.seq);
    assert_eq!(*subject.published.0.lock(), kept, "kept is published");
    let look = Look {
        viewer: subject.author,
        room: ROOM,
        now: NOW,
    };
    let room = subject.store.room(look).await.unwrap();
    assert_eq!(room.last_seq, after.seq);
    assert!(
        kept.into_iter().eq((1..=after.seq.get()).map(Seq::new)),
        "no holes"
    );
}
