//! Coming back: nothing missed, nothing twice, or a plain word that a page is needed.

use crate::common::{Client, HALL, Road, TestServer};
use shared::{
    Epoch, Seq,
    frame::{ClientFrame, Cursor, Replay, RoomEvent, ServerFrame},
    limits::REPLAY_EVENTS,
};

/// Enters with a cursor; how, and every event up to `last_seq`.
async fn resume(client: &mut Client, cursor: Cursor) -> (Replay, Vec<u64>) {
    client
        .send(&ClientFrame::EnterRoom {
            room: HALL,
            cursor: Some(cursor),
        })
        .await;
    let (replay, last) = client
        .until(|frame| match frame {
            ServerFrame::RoomEntered {
                replay, last_seq, ..
            } => Some((*replay, *last_seq)),
            _ => None,
        })
        .await;
    let mut seen = Vec::new();
    if replay == Replay::Complete {
        for _ in cursor.seq.get()..last.get() {
            seen.push(client.message().await.0.get());
        }
    }
    (replay, seen)
}

/// A room in which `count` messages were said; its epoch.
async fn talked(server: &TestServer, count: u64) -> (Client, Epoch) {
    let mut ada = server.client("Ada").await;
    let (epoch, _) = ada.enter(None).await;
    for number in 0..count {
        ada.post(number, "x").await;
    }
    for number in 0..count {
        ada.acked(number).await;
    }
    (ada, epoch)
}

#[tokio::test]
async fn every_cursor_within_reach_gets_exactly_what_it_missed() {
    let server = TestServer::start().await;
    let last = REPLAY_EVENTS + 20;
    let (_ada, epoch) = talked(&server, last).await;
    for road in Road::ALL {
        let mut bao = server.client_over(road, "Bao").await;
        for seq in [0, 1, 19, 20, 21, 100, last - 1, last] {
            let cursor = Cursor {
                epoch,
                seq: Seq::new(seq),
            };
            let found = resume(&mut bao, cursor).await;
            let expected = match last - seq > REPLAY_EVENTS {
                true => (Replay::Limited, vec![]),
                false => (Replay::Complete, (seq + 1..=last).collect()),
            };
            assert_eq!(found, expected, "{seq} over {road:?}");
        }
    }
}

/// What does not fit would cut the link, and the next one in the same way, for ever.
#[tokio::test]
async fn what_does_not_fit_an_outbox_is_not_sent_unasked() {
    let server = TestServer::with(|config| config.outbox_bytes = 128 * 1024).await;
    let mut ada = server.client("Ada").await;
    let (epoch, _) = ada.enter(None).await;
    let last = 60;
    for number in 0..last {
        ada.post(number, &"x".repeat(3_000)).await;
        ada.acked(number).await;
    }
    for road in Road::ALL {
        let mut bao = server.client_over(road, "Bao").await;
        for (seq, replay) in [
            (0, Replay::Limited),
            (20, Replay::Limited),
            (last - 5, Replay::Complete),
        ] {
            let cursor = Cursor {
                epoch,
                seq: Seq::new(seq),
            };
            let (found, events) = resume(&mut bao, cursor).await;
            assert_eq!(found, replay, "{seq} over {road:?}");
            assert_eq!(events.len(), if seq == last - 5 { 5 } else { 0 });
        }
    }
}

#[tokio::test]
async fn a_void_cursor_gets_nothing_rather_than_something_wrong() {
    let server = TestServer::start().await;
    let (_ada, epoch) = talked(&server, 5).await;
    let mut bao = server.client("Bao").await;
    let future = Cursor {
        epoch,
        seq: Seq::new(6),
    };
    let foreign = Cursor {
        epoch: Epoch::new(epoch.get() ^ 1),
        seq: Seq::new(3),
    };
    for cursor in [future, foreign] {
        assert_eq!(
            resume(&mut bao, cursor).await,
            (Replay::Limited, vec![]),
            "{cursor:?}"
        );
    }
}

#[tokio::test]
async fn a_replay_names_its_authors_first_and_acknowledges_one_s_own() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut ada = Client::connect(server.address, &session).await;
    let (epoch, _) = ada.enter(None).await;
    ada.post(1, "mine").await;
    ada.acked(1).await;
    drop(ada);
    let mut ada = Client::connect(server.address, &session).await;
    let cursor = Some(Cursor {
        epoch,
        seq: Seq::ZERO,
    });
    ada.send(&ClientFrame::EnterRoom { room: HALL, cursor })
        .await;
    assert!(matches!(ada.next().await, ServerFrame::RoomEntered { .. }));
    let described = ada.next().await;
    assert!(matches!(described, ServerFrame::RoomDescribed { .. }));
    let ServerFrame::PeopleDescribed { people } = ada.next().await else {
        panic!("no people")
    };
    assert_eq!(people, [ada.me.clone()]);
    assert!(matches!(ada.next().await, ServerFrame::Acked { .. }));
    let event = ada.next().await;
    let ServerFrame::Event {
        event: RoomEvent::MessagePosted { text, .. },
        ..
    } = event
    else {
        panic!("{event:?}")
    };
    assert_eq!(text, "mine");
}

/// Subscribing, reading and following live while others talk: no gap, no repeat, whatever
/// the moment.
#[tokio::test]
async fn entering_in_the_middle_of_a_conversation_loses_nothing() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    let (epoch, _) = ada.enter(None).await;
    let talking = tokio::spawn(async move {
        for number in 0..600 {
            ada.post(number, "x").await;
        }
        ada.acked(599).await;
    });
    let mut reader = server.client("Bao").await;
    let mut seen = 0;
    while seen < 600 {
        let cursor = Cursor {
            epoch,
            seq: Seq::new(seen),
        };
        reader
            .send(&ClientFrame::EnterRoom {
                room: HALL,
                cursor: Some(cursor),
            })
            .await;
        let replay = reader
            .until(|frame| match frame {
                ServerFrame::RoomEntered { replay, .. } => Some(*replay),
                _ => None,
            })
            .await;
        if replay == Replay::Limited {
            // Too far behind: begin again from wherever the room is, as a page would.
            let (_, last) = reader.enter(None).await;
            seen = last.get();
        }
        for _ in 0..(600 - seen).min(25) {
            let (seq, ..) = reader.message().await;
            assert_eq!(seq.get(), seen + 1);
            seen += 1;
        }
        reader = server.client("Bao").await;
    }
    talking.await.unwrap();
}
