use shared::{
    RoomId, Seq,
    frame::{ClientFrame, Cursor, RoomEvent, ServerFrame, Subject},
    model::RoomChange,
};

use crate::common::{Client, Faults, Road, TestServer, Way, Ways, nonce};

const CELLAR: RoomId = RoomId::new(2);

/// The owner of a private room, in it.
async fn owner(server: &TestServer) -> Client {
    let http = server.http();
    let session = http.join("Ada").await;
    let opened = http.post_as(&session, "/rooms", "name=cellar&private=on");
    assert_eq!(opened.await.header("location"), Some("/r/2"));
    let mut ada = Client::connect(server.address, &session).await;
    enter(&mut ada, None).await;
    ada
}

async fn enter(client: &mut Client, cursor: Option<Cursor>) {
    let room = CELLAR;
    client.send(&ClientFrame::EnterRoom { room, cursor }).await;
}

async fn acked(ada: &mut Client, number: u64, command: &ClientFrame) -> Seq {
    ada.send(command).await;
    ada.acked(number).await
}

async fn post(ada: &mut Client, number: u64, text: &str) -> Seq {
    let post = ClientFrame::PostMessage {
        room: CELLAR,
        nonce: nonce(number),
        text: text.to_owned(),
    };
    acked(ada, number, &post).await
}

async fn change(ada: &mut Client, number: u64, change: RoomChange) {
    let nonce = nonce(number);
    let room = CELLAR;
    let command = ClientFrame::ChangeRoom {
        room,
        nonce,
        change,
    };
    acked(ada, number, &command).await;
}

fn said(frame: &ServerFrame) -> Option<String> {
    match frame {
        ServerFrame::Event {
            event: RoomEvent::MessagePosted { text, .. },
            ..
        } => Some(text.clone()),
        _ => None,
    }
}

/// All that comes before the answer to a ping and, where somebody was put out, before they are told
/// so; where they were not, before they have heard both messages, which whoever sent them knows of
/// sooner: messages, and whether they were told.
async fn rest(bao: &mut Client, is_removed: bool) -> (Vec<String>, bool) {
    bao.send(&ClientFrame::Ping).await;
    let (mut texts, mut is_told, mut is_ponged) = (Vec::new(), false, false);
    let is_missing = |texts: &[String], is_told: bool| match is_removed {
        true => !is_told,
        false => texts.len() < 2,
    };
    while !is_ponged || is_missing(&texts, is_told) {
        let frame = bao.next().await;
        texts.extend(said(&frame));
        is_ponged |= frame == ServerFrame::Ponged;
        let subject = Subject::Room(CELLAR);
        is_told |= matches!(frame, ServerFrame::Rejected { subject: it, .. } if it == subject);
    }
    (texts, is_told)
}

/// A member's link goes half-open; something is said, they are put out or not, something else is
/// said. What they hear once the way is open again, over the same link where it still is there.
async fn heard(road: Road, fault: Way, is_removed: bool) -> Vec<String> {
    let server = TestServer::start().await;
    let faults = Faults::before(server.address).await;
    let mut ada = owner(&server).await;
    let session = server.http().join("Bao").await;
    let mut bao = Client::connect_over(road, faults.address, &session).await;
    let user = bao.me.id;
    change(&mut ada, 1, RoomChange::Add { user }).await;
    enter(&mut bao, None).await;
    let epoch = bao
        .until(|frame| match frame {
            ServerFrame::RoomEntered { epoch, .. } => Some(*epoch),
            _ => None,
        })
        .await;
    let seq = post(&mut ada, 2, "first").await;
    assert_eq!(bao.until(said).await, "first");
    let up = if fault == Way::Stop { Way::Pass } else { fault };
    faults.set(Ways { up, down: fault });
    post(&mut ada, 3, "meanwhile").await;
    if is_removed {
        change(&mut ada, 4, RoomChange::Remove { user }).await;
    }
    post(&mut ada, 5, "secret").await;
    if fault == Way::Swallow {
        faults.cut();
        bao = Client::connect_over(road, server.address, &session).await;
        enter(&mut bao, Some(Cursor { epoch, seq })).await;
    } else {
        faults.set(Ways::OPEN);
    }
    let (texts, is_told) = rest(&mut bao, is_removed).await;
    assert_eq!(is_told, is_removed, "{fault:?} over {road:?}");
    texts
}

/// Before they are put out, what is said is theirs; from then on nothing is, not even what they
/// have missed.
#[tokio::test]
async fn who_is_put_out_while_their_link_is_half_open_hears_nothing_after_it() {
    for road in Road::ALL {
        let swallowed = heard(road, Way::Swallow, true).await;
        assert_eq!(swallowed, [""; 0], "over {road:?}");
        let stopped = heard(road, Way::Stop, true).await;
        assert_eq!(stopped, ["meanwhile"], "over {road:?}");
    }
}

#[tokio::test]
async fn who_stays_hears_it_all_once_their_link_is_whole_again() {
    for road in Road::ALL {
        for fault in [Way::Swallow, Way::Stop] {
            let texts = heard(road, fault, false).await;
            assert_eq!(texts, ["meanwhile", "secret"], "{fault:?} over {road:?}");
        }
    }
}
