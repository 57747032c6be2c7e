//! The delivery contract, over real sockets: durable before acknowledged, once, in order.

use std::collections::HashSet;

use crate::common::{Client, HALL, TestServer, nonce};
use shared::{
    ApiError, Field, Problem, RoomId, Seq,
    frame::{ClientFrame, ServerFrame, Subject},
};

#[tokio::test]
async fn two_people_talk_both_ways() {
    let server = TestServer::start().await;
    let (mut ada, mut bao) = (server.client("Ada").await, server.client("宝").await);
    ada.enter(None).await;
    bao.enter(None).await;
    ada.post(1, "  hello 🍵  ").await;
    assert_eq!(
        bao.message().await,
        (Seq::new(1), ada.me.id, "hello 🍵".to_owned())
    );
    bao.post(1, "你好").await;
    assert_eq!(
        ada.message().await.0,
        Seq::new(1),
        "one's own message comes back too"
    );
    assert_eq!(
        ada.message().await,
        (Seq::new(2), bao.me.id, "你好".to_owned())
    );
}

#[tokio::test]
async fn the_acknowledgement_comes_before_the_event_on_every_connection_of_the_author() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut here = Client::connect(server.address, &session).await;
    let mut there = Client::connect(server.address, &session).await;
    here.enter(None).await;
    there.enter(None).await;
    for number in 1..=50 {
        here.post(number, "tick").await;
    }
    for client in [&mut here, &mut there] {
        let mut acked = HashSet::new();
        let mut events = 0;
        while events < 50 {
            match client.next().await {
                ServerFrame::Acked { seq, .. } => assert!(acked.insert(seq), "acked once"),
                ServerFrame::Event { seq, .. } => {
                    assert!(acked.contains(&seq), "{seq} was not acknowledged before");
                    events += 1;
                }
                _ => {}
            }
        }
    }
}

#[tokio::test]
async fn sending_again_changes_nothing_and_gives_the_first_acknowledgement() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut ada = Client::connect(server.address, &session).await;
    let mut bao = server.client("Bao").await;
    ada.enter(None).await;
    bao.enter(None).await;
    ada.post(7, "once").await;
    let first = ada.acked(7).await;
    for _ in 0..3 {
        ada.post(7, "twice?").await;
        assert_eq!(ada.acked(7).await, first);
    }
    // The same over the other door.
    let form = format!("text=thrice&nonce={}", nonce(7));
    let answer = server
        .http()
        .post_as(&session, "/r/1/messages", &form)
        .await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some("/r/1#m1"))
    );
    // And from somebody else the nonce is another one.
    bao.post(7, "mine").await;
    assert_eq!(bao.message().await.2, "once");
    assert_eq!(
        bao.message().await,
        (Seq::new(2), bao.me.id, "mine".to_owned())
    );
}

#[tokio::test]
async fn everyone_sees_one_order_without_holes() {
    const WRITERS: u64 = 8;
    const EACH: u64 = 40;
    let server = TestServer::start().await;
    let mut clients = Vec::new();
    for writer in 0..WRITERS {
        let mut client = server.client(&format!("w{writer}")).await;
        client.enter(None).await;
        clients.push(client);
    }
    let talking = clients.into_iter().enumerate().map(|(writer, mut client)| {
        tokio::spawn(async move {
            for number in 0..EACH {
                client.post(number, &format!("{writer}:{number}")).await;
            }
            let mut seen = Vec::new();
            while seen.len() < usize::try_from(WRITERS * EACH).unwrap() {
                seen.push(client.message().await);
            }
            seen
        })
    });
    let mut transcripts = Vec::new();
    for task in talking.collect::<Vec<_>>() {
        transcripts.push(task.await.unwrap());
    }
    let first = &transcripts[0];
    assert!(
        first
            .iter()
            .map(|(seq, ..)| seq.get())
            .eq(1..=WRITERS * EACH)
    );
    assert!(transcripts.iter().all(|transcript| transcript == first));
    // Each writer's own messages keep the order in which they were sent.
    for writer in 0..WRITERS {
        let own = first
            .iter()
            .filter_map(|(_, _, text)| text.strip_prefix(&format!("{writer}:")));
        assert!(own.eq((0..EACH).map(|number| number.to_string())));
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_pulling_the_plug() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let mut acked = Vec::new();
    for number in 0..30 {
        ada.post(number, &format!("m{number}")).await;
        acked.push((ada.acked(number).await, format!("m{number}")));
    }
    let data = std::sync::Arc::clone(&server.data);
    drop(server);
    let again = TestServer::on(data, |_| {}).await;
    let mut bao = again.client("Bao").await;
    bao.enter(None).await;
    bao.send(&ClientFrame::LoadPage {
        room: HALL,
        before: Seq::new(u64::MAX),
    })
    .await;
    let page = bao
        .until(|frame| match frame {
            ServerFrame::HistoryLoaded { page } => Some(page.clone()),
            _ => None,
        })
        .await;
    let kept = page
        .entries
        .into_iter()
        .map(|entry| (Seq::from(entry.message.id), entry.message.text));
    assert_eq!(kept.collect::<Vec<_>>(), acked);
}

#[tokio::test]
async fn texts_that_break_a_rule_are_refused_and_the_connection_goes_on() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let too_long = "茶".repeat(4_001);
    let cases = [
        ("", Problem::Empty),
        (" \n\u{200B} ", Problem::Empty),
        (too_long.as_str(), Problem::TooLong { max: 4_000 }),
        ("a\u{7}b", Problem::ControlCharacter),
    ];
    for (number, (text, problem)) in (0..).zip(cases) {
        ada.post(number, text).await;
        let refused = ada
            .until(|frame| match frame {
                ServerFrame::Rejected { subject, error } => Some((*subject, *error)),
                _ => None,
            })
            .await;
        let error = ApiError::Invalid {
            field: Field::Text,
            problem,
        };
        assert_eq!(refused, (Subject::Message(nonce(number)), error));
    }
    ada.post(99, &"茶".repeat(4_000)).await;
    assert_eq!(
        ada.acked(99).await,
        Seq::new(1),
        "refused texts took no place"
    );
}

#[tokio::test]
async fn rooms_that_do_not_exist_or_were_not_entered_are_not_found() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    let (nowhere, beyond) = (RoomId::new(999), RoomId::new(u64::MAX));
    let commands = [
        (
            ClientFrame::EnterRoom {
                room: beyond,
                cursor: None,
            },
            Subject::Room(beyond),
        ),
        (
            ClientFrame::EnterRoom {
                room: nowhere,
                cursor: None,
            },
            Subject::Room(nowhere),
        ),
        (
            ClientFrame::LoadPage {
                room: HALL,
                before: Seq::new(9),
            },
            Subject::Room(HALL),
        ),
        (
            ClientFrame::PostMessage {
                room: HALL,
                nonce: nonce(1),
                text: "x".to_owned(),
            },
            Subject::Message(nonce(1)),
        ),
    ];
    for (command, subject) in commands {
        ada.send(&command).await;
        let expected = ServerFrame::Rejected {
            subject,
            error: ApiError::NotFound,
        };
        assert_eq!(ada.next().await, expected, "{command:?}");
    }
    let answer = server.http().get("/healthz").await;
    assert_eq!(answer.status, 200);
}
