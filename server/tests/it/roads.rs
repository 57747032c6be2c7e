//! The roads that take a WebSocket's place: the same frames in the same order, whoever takes
//! which, and nothing lost where one of them ends.

use shared::{
    RoomId, Seq, codec,
    frame::{ClientFrame, CloseReason, Cursor, RoomEvent, ServerFrame},
    parcel,
};

use crate::common::{Client, Ended, HALL, Road, TestServer};

const RELAYED: [Road; 2] = [Road::Stream, Road::Poll];

/// The next event, whole.
async fn event(client: &mut Client) -> (Seq, RoomEvent) {
    client
        .until(|frame| match frame {
            ServerFrame::Event { seq, event, .. } => Some((*seq, event.clone())),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn everybody_hears_the_same_whatever_road_they_and_the_others_take() {
    let server = TestServer::start().await;
    let mut clients = Vec::new();
    for road in Road::ALL {
        let mut client = server.client_over(road, &format!("{road:?}")).await;
        client.enter(None).await;
        clients.push(client);
    }
    for number in 0..30 {
        let talker = &mut clients[number % 3];
        let number = u64::try_from(number).unwrap();
        talker.post(number, &number.to_string()).await;
        assert_eq!(talker.acked(number).await.get(), number + 1);
    }
    let mut heard = Vec::new();
    for client in &mut clients {
        client.send(&ClientFrame::LeaveRoom { room: HALL }).await;
        let (epoch, _) = client.enter(None).await;
        let seq = Seq::ZERO;
        client.enter(Some(Cursor { epoch, seq })).await;
        let mut events = Vec::new();
        for _ in 0..30 {
            events.push(event(client).await);
        }
        heard.push(events);
    }
    assert_eq!(heard[0], heard[1]);
    assert_eq!(heard[0], heard[2]);
}

/// One reader changes roads again and again while somebody talks, going on from where it was.
#[tokio::test]
async fn changing_roads_in_the_middle_of_a_conversation_loses_and_doubles_nothing() {
    const MESSAGES: u64 = 400;
    let server = TestServer::start().await;
    let session = server.http().join("Bao").await;
    let mut ada = server.client_over(Road::Stream, "Ada").await;
    let (epoch, _) = ada.enter(None).await;
    let talking = tokio::spawn(async move {
        for number in 0..MESSAGES {
            ada.post(number, "x").await;
        }
        ada.acked(MESSAGES - 1).await;
    });
    let mut seen = 0;
    let mut roads = Road::ALL.into_iter().cycle();
    while seen < MESSAGES {
        let road = roads.next().unwrap();
        let mut reader = Client::connect_over(road, server.address, &session).await;
        let seq = Seq::new(seen);
        let last = reader.enter(Some(Cursor { epoch, seq })).await.1.get();
        // Some of what is replayed, and some of what comes live.
        let until = MESSAGES.min(last + 7);
        while seen < until {
            assert_eq!(reader.message().await.0.get(), seen + 1, "over {road:?}");
            seen += 1;
        }
    }
    talking.await.unwrap();
}

#[tokio::test]
async fn an_answer_that_is_lost_is_given_again_until_it_is_known_to_have_come() {
    let server = TestServer::start().await;
    let mut ada = server.client_over(Road::Poll, "Ada").await;
    ada.enter(None).await;
    let told = ada.relay();
    // That she has come is told last, and a moment later.
    let before = loop {
        let answer = told.after(1, 0).await;
        let frames = parcel::unpack(&answer.body).unwrap();
        let mut frames = frames.iter().map(|frame| codec::decode_server(frame));
        if frames.any(|frame| matches!(frame, Ok(ServerFrame::PresenceChanged { .. }))) {
            break answer;
        }
    };
    assert_eq!(
        (before.status, told.after(1, 0).await.body),
        (200, before.body.clone())
    );
    let frames = parcel::unpack(&before.body).unwrap().len();
    assert!(frames > 1, "what came of entering");
    let rest = told.after(2, 0).await;
    let frames_left = parcel::unpack(&rest.body).unwrap().len();
    assert_eq!(frames_left, frames - 1, "the first is known to have come");
    let nothing = told.after(frames + 1, 0).await;
    assert_eq!((nothing.status, nothing.body.len()), (204, 0));
    let beyond = told.after(frames + 2, 0).await;
    assert_eq!(
        beyond.ended(),
        Ended::Closed(CloseReason::ProtocolViolation.code())
    );
}

#[tokio::test]
async fn a_link_is_its_session_s_own() {
    let server = TestServer::start().await;
    let stranger = server.http().join("Eve").await;
    for road in RELAYED {
        let mut ada = server.client_over(road, "Ada").await;
        ada.enter(None).await;
        let mut eve = Client::connect_over(road, server.address, &stranger).await;
        let hers = eve.relay().link.clone();
        eve.relay().link.clone_from(&ada.relay().link);
        let ping = codec::encode(&ClientFrame::Ping).unwrap();
        assert_eq!(
            eve.relay().say(std::slice::from_ref(&ping)).await.status,
            410
        );
        assert_eq!(eve.relay().after(0, 0).await.status, 410);
        for unknown in ["", "0", &"0".repeat(32), "%00"] {
            eve.relay().link = unknown.to_owned();
            let said = eve.relay().say(std::slice::from_ref(&ping)).await;
            assert_eq!((said.status, said.ended()), (410, Ended::Lost), "{unknown}");
        }
        eve.relay().link = hers;
        assert_eq!(eve.relay().say(&[ping]).await.status, 204, "hers works");
    }
}

#[tokio::test]
async fn nobody_and_those_who_sign_out_are_told_so() {
    let server = TestServer::start().await;
    let http = server.http();
    let signed_out = Ended::Closed(CloseReason::SignedOut.code());
    for road in RELAYED {
        let nobody = Client::try_connect_over(road, server.address, "").await;
        assert_eq!(nobody.err(), Some(signed_out), "{road:?}");
        let session = http.join("Ada").await;
        let mut ada = Client::connect_over(road, server.address, &session).await;
        ada.enter(None).await;
        http.post_as(&session, "/leave", "").await;
        // A request brings a session that is none any more: the poll finds no link of it.
        let end = ada.end().await;
        assert!(end == signed_out || road == Road::Poll, "{road:?}: {end:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_ends_the_link_that_it_came_over() {
    let server = TestServer::start().await;
    let mut bao = server.client("Bao").await;
    bao.enter(None).await;
    for road in RELAYED {
        let malformed = Ended::Closed(CloseReason::MalformedFrame.code());
        for said in [vec![0, 0, 0, 9, 1], vec![0, 0, 0, 2, 1, 0xff]] {
            let mut ada = server.client_over(road, "Ada").await;
            ada.relay().say_bytes(&said).await;
            assert_eq!(ada.end().await, malformed, "{said:?} over {road:?}");
        }
        let mut ada = server.client_over(road, "Ada").await;
        ada.relay().say_bytes(&[0, 0, 0, 1, 9]).await;
        let version = Ended::Closed(CloseReason::UnknownVersion.code());
        assert_eq!(ada.end().await, version);
        let mut ada = server.client_over(road, "Ada").await;
        let huge = vec![0; 200 * 1024];
        assert_eq!(ada.relay().say_bytes(&huge).await.status, 413);
    }
    bao.post(1, "still here").await;
    bao.acked(1).await;
}

#[tokio::test]
async fn a_stopping_server_tells_everybody_to_come_back() {
    for road in Road::ALL {
        let mut server = TestServer::start().await;
        let mut ada = server.client_over(road, "Ada").await;
        ada.enter(None).await;
        server.begin_stop();
        let back = Ended::Closed(CloseReason::ServerRestarting.code());
        assert_eq!(ada.end().await, back, "{road:?}");
        server.stop().await;
    }
}

/// Many commands in one parcel are done in their order, and a room that was not entered is
/// as unknown as over a WebSocket.
#[tokio::test]
async fn a_parcel_is_obeyed_in_its_order() {
    let server = TestServer::start().await;
    for (road, name) in RELAYED.into_iter().zip(["Ada", "Bao"]) {
        let mut ada = server.client_over(road, name).await;
        let (_, last) = ada.enter(None).await;
        let post = |number: u64, room| {
            let number = number + last.get() * 1_000;
            let frame = ClientFrame::PostMessage {
                room,
                nonce: crate::common::nonce(number),
                text: number.to_string(),
            };
            codec::encode(&frame).unwrap()
        };
        let parcel: Vec<_> = (0..50).map(|number| post(number, HALL)).collect();
        assert_eq!(ada.relay().say(&parcel).await.status, 204);
        for number in 0..50 {
            let (seq, _, text) = ada.message().await;
            assert_eq!(seq.get(), last.get() + number + 1);
            assert_eq!(text, (number + last.get() * 1_000).to_string());
        }
        ada.relay().say(&[post(99, RoomId::new(77))]).await;
        let refused = |frame: &ServerFrame| matches!(frame, ServerFrame::Rejected { .. });
        ada.until(|frame| refused(frame).then_some(())).await;
    }
}
