//! What every implementation of the store must do. Each promise is a function over the
//! traits, so that the next implementation runs the same.

mod accounts;
mod bots;
mod changes;
mod fold;
mod history;
mod house;
mod people;
mod room_invites;
mod room_pages;
mod rooms;
mod sessions;
mod subject;
mod unread;

use server::store::{CatchUpLimit, StoreError};
use shared::{RoomId, Seq, model::Entry};

use crate::common::HALL;
use subject::{Said, Subject, open, subject};

#[tokio::test]
async fn the_sequence_has_no_holes_whatever_is_refused_in_between() {
    let subject = subject();
    let author = subject.author("a").await;
    let mut answers = Vec::new();
    for number in 0..100 {
        // Every third is a repeat, every fourth goes to a room that does not exist.
        let room = if number % 4 == 3 {
            RoomId::new(99)
        } else {
            HALL
        };
        let number = if number % 3 == 2 { number - 1 } else { number };
        answers.push(subject.post(author, number, room).await);
    }
    let mut seqs = Vec::new();
    for answer in answers {
        match answer.await.unwrap() {
            Ok(posted) if posted.fresh => seqs.push(posted.seq.get()),
            Ok(_) | Err(StoreError::NotFound) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let count = u64::try_from(seqs.len()).unwrap();
    assert!(count > 30);
    assert!(seqs.into_iter().eq(1..=count));
    assert_eq!(subject.last_seq(author).await, Seq::new(count));
}

#[tokio::test]
async fn everything_is_settled_then_published_then_released_in_commit_order() {
    let subject = subject();
    let author = subject.author("a").await;
    let mut answers = Vec::new();
    for number in 1..=200 {
        answers.push(subject.post(author, number, HALL).await);
    }
    for answer in answers {
        answer.await.unwrap().unwrap();
    }
    let said = subject.log.all();
    let place = |wanted: Said| said.iter().position(|said| *said == wanted).expect("said");
    for number in 1..=200 {
        let published = place(Said::Published(HALL, Seq::new(number)));
        assert!(place(Said::Settled(number)) < published);
        assert!(published < place(Said::Released(number)));
    }
    let published = said.iter().filter_map(|said| match said {
        Said::Published(_, seq) => Some(seq.get()),
        _ => None,
    });
    assert!(published.eq(1..=200));
}

#[tokio::test]
async fn what_was_settled_before_closing_is_there_after_opening_again() {
    let subject = subject();
    let author = subject.author("a").await;
    let mut answers = Vec::new();
    for number in 0..50 {
        answers.push(subject.post(author, number, HALL).await);
    }
    subject.store.close().await;
    for answer in answers {
        answer.await.unwrap().unwrap();
    }
    let refused = subject.post(author, 99, HALL).await.await.unwrap();
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    assert!(!subject.store.is_ready().await);
    let again = Subject {
        store: open(subject.dir.path(), &subject.log),
        ..subject
    };
    let page = again
        .page(again.look(author, HALL), None, usize::MAX)
        .await
        .unwrap();
    assert_eq!(
        (page.last_seq, page.entries.len(), page.has_earlier),
        (Seq::new(50), 50, false)
    );
}

#[tokio::test]
async fn pages_meet_without_gap_or_overlap_and_hide_the_nonces_of_others() {
    let subject = subject();
    let (ada, bao) = (subject.author("a").await, subject.author("b").await);
    for number in 1..=120 {
        let author = if number % 2 == 0 { ada } else { bao };
        subject
            .post(author, number, HALL)
            .await
            .await
            .unwrap()
            .unwrap();
    }
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = subject
            .page(subject.look(ada, HALL), before, usize::MAX)
            .await
            .unwrap();
        for Entry { message, .. } in &page.entries {
            assert_eq!(message.nonce.is_some(), message.author == ada);
        }
        let ids = page.entries.iter().map(|entry| entry.message.id.get());
        seen.splice(0..0, ids);
        before = page
            .entries
            .first()
            .map(|entry| Seq::from(entry.message.id));
        if !page.has_earlier {
            break;
        }
    }
    assert!(seen.into_iter().eq(1..=120));
    let short = subject
        .page(subject.look(ada, HALL), None, 10)
        .await
        .unwrap();
    assert_eq!(
        (short.entries.len(), short.has_earlier),
        (10, true),
        "ten texts of one byte"
    );
}

#[tokio::test]
async fn a_catch_up_is_whole_or_nothing() {
    let subject = subject();
    let author = subject.author("a").await;
    for number in 1..=20 {
        subject
            .post(author, number, HALL)
            .await
            .await
            .unwrap()
            .unwrap();
    }
    let missed = async |after: u64, events: u64, bytes: usize| {
        let limit = CatchUpLimit { events, bytes };
        let caught = subject
            .store
            .catch_up(subject.look(author, HALL), Seq::new(after), limit)
            .await
            .unwrap();
        caught
            .missed
            .map(|events| events.iter().map(|e| e.seq.get()).collect::<Vec<_>>())
    };
    assert_eq!(missed(5, 15, 100).await, Some((6..=20).collect()));
    assert_eq!(missed(20, 0, 0).await, Some(vec![]));
    assert_eq!(missed(5, 14, 100).await, None, "one event too many");
    assert_eq!(missed(5, 15, 14).await, None, "one byte too many");
    assert_eq!(missed(21, 100, 100).await, None, "from the future");
}
