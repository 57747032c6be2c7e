//! Messages that are edited and deleted.

use server::store::{Applied, CatchUpLimit, StoreError, What};
use shared::{
    MessageId, RoomId, Seq, UserId,
    frame::RoomEvent,
    model::{Entry, Fate},
};

use super::subject::{NOW, Said, Subject, subject};
use crate::common::HALL;

const FIRST: MessageId = MessageId::new(1);

fn edit(text: &str) -> What {
    What::Edit {
        message: FIRST,
        text: text.to_owned(),
    }
}

const DELETE: What = What::Delete { message: FIRST };

async fn does(
    subject: &Subject,
    who: UserId,
    number: u64,
    what: What,
) -> Result<Applied, StoreError> {
    subject.change(who, number, HALL, what).await.await.unwrap()
}

async fn first(subject: &Subject, viewer: UserId) -> Entry {
    let page = subject
        .page(subject.look(viewer, HALL), None, usize::MAX)
        .await;
    page.unwrap().entries.remove(0)
}

async fn events(subject: &Subject, viewer: UserId) -> Vec<(u64, RoomEvent)> {
    let limit = CatchUpLimit {
        events: 100,
        bytes: 10_000,
    };
    let caught = subject
        .store
        .catch_up(subject.look(viewer, HALL), Seq::ZERO, limit)
        .await
        .unwrap();
    let missed = caught.missed.unwrap().into_iter();
    missed
        .map(|stored| (stored.seq.get(), stored.event))
        .collect()
}

#[tokio::test]
async fn edits_and_deletions_have_places_in_the_sequence_and_change_the_message() {
    let subject = subject();
    let ada = subject.author("a").await;
    subject.post(ada, 1, HALL).await.await.unwrap().unwrap();
    let applied = does(&subject, ada, 2, edit("better")).await.unwrap();
    assert_eq!((applied.seq, applied.message), (Seq::new(2), FIRST));
    let read = first(&subject, ada).await;
    assert_eq!(
        (read.message.text.as_str(), read.fate),
        ("better", Fate::Edited { at: NOW })
    );
    subject.post(ada, 3, HALL).await.await.unwrap().unwrap();
    let applied = does(&subject, ada, 4, DELETE).await.unwrap();
    assert_eq!((applied.seq, applied.fresh), (Seq::new(4), true));
    let read = first(&subject, ada).await;
    assert_eq!(
        (read.message.text.as_str(), read.fate),
        ("", Fate::Deleted { at: NOW })
    );
    let kinds: Vec<_> = events(&subject, ada)
        .await
        .into_iter()
        .map(|(seq, event)| match event {
            RoomEvent::MessagePosted { text, .. } => (seq, "posted", text),
            RoomEvent::MessageEdited { text, .. } => (seq, "edited", text),
            RoomEvent::MessageDeleted { .. } => (seq, "deleted", String::new()),
            RoomEvent::RoomChanged { .. } => panic!("the room stays as it is"),
        })
        .collect();
    let gone = String::new;
    let expected = [
        (1, "posted", gone()),
        (2, "edited", gone()),
        (3, "posted", "x".to_owned()),
        (4, "deleted", gone()),
    ];
    assert_eq!(
        kinds, expected,
        "the text of what is deleted is in no event"
    );
    let said = subject.log.all();
    let published = said.into_iter().filter_map(|said| match said {
        Said::Published(_, seq) => Some(seq.get()),
        _ => None,
    });
    assert!(published.eq(1..=4));
}

#[tokio::test]
async fn a_change_repeated_happens_once() {
    let subject = subject();
    let ada = subject.author("a").await;
    subject.post(ada, 1, HALL).await.await.unwrap().unwrap();
    let once = does(&subject, ada, 2, edit("better")).await.unwrap();
    let again = does(&subject, ada, 2, edit("another")).await.unwrap();
    assert_eq!(
        again,
        Applied {
            fresh: false,
            ..once
        }
    );
    let deleted = does(&subject, ada, 3, DELETE).await.unwrap();
    let again = does(&subject, ada, 3, DELETE).await.unwrap();
    assert_eq!(
        again,
        Applied {
            fresh: false,
            ..deleted
        }
    );
    // Even after what would refuse it now.
    assert_eq!(
        does(&subject, ada, 2, edit("x")).await.unwrap().seq,
        once.seq
    );
    assert_eq!(events(&subject, ada).await.len(), 3);
}

#[tokio::test]
async fn who_may_not_or_comes_too_late_leaves_nothing_behind() {
    let subject = subject();
    let (ada, bao) = (subject.author("a").await, subject.author("b").await);
    subject.post(ada, 1, HALL).await.await.unwrap().unwrap();
    for what in [edit("mine now"), DELETE] {
        let refused = does(&subject, bao, 9, what).await;
        assert_eq!(refused, Err(StoreError::Forbidden));
    }
    for message in [0, 2, u64::MAX] {
        let message = MessageId::new(message);
        let refused = does(&subject, ada, 9, What::Delete { message }).await;
        assert_eq!(refused, Err(StoreError::NotFound));
    }
    let elsewhere = subject.change(ada, 9, RoomId::new(99), DELETE).await;
    assert_eq!(elsewhere.await.unwrap(), Err(StoreError::NotFound));
    does(&subject, ada, 2, DELETE).await.unwrap();
    for what in [edit("back again"), DELETE] {
        let refused = does(&subject, ada, 9, what).await;
        assert_eq!(refused, Err(StoreError::Conflict));
    }
    assert_eq!(events(&subject, ada).await.len(), 2);
    assert_eq!(subject.last_seq(ada).await, Seq::new(2));
}
