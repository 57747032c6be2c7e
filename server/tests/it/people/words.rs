//! What people said before, and what they are called now.

use shared::{
    RoomId,
    frame::{ClientFrame, ServerFrame},
    model::{PartKind, Version},
};

use super::{Guest, open, read, room_of};
use crate::common::{HALL, TestServer, nonce};

#[tokio::test]
async fn who_may_read_a_room_may_see_what_its_messages_said_before() {
    let server = TestServer::start().await;
    let http = server.http();
    let (mut ada, bao) = (
        Guest::of(&server, "Ada").await,
        Guest::of(&server, "Bao").await,
    );
    let eve = Guest::of(&server, "Eve").await;
    let room = room_of(&open(&http, &ada, bao.id()).await);
    ada.enter(room).await;
    ada.says(room, 1, "at three").await;
    let message = shared::MessageId::new(1);
    for (number, text) in [(2, "at four"), (3, "at four sharp")] {
        let (nonce, text) = (nonce(number), text.to_owned());
        ada.client
            .send(&ClientFrame::EditMessage {
                room,
                message,
                nonce,
                text,
            })
            .await;
        ada.client.acked(number).await;
    }
    let path = format!("/rpc/versions?room={room}&message=1");
    let versions: Vec<Version> = read(&http.get_as(&bao.session, &path).await);
    let texts: Vec<String> = versions.iter().map(said).collect();
    assert_eq!(texts, ["at four sharp", "at four", "at three"]);
    let firsts: Vec<_> = versions.iter().map(|version| version.is_first).collect();
    assert_eq!(firsts, [false, false, true]);
    let removed = versions[1]
        .parts
        .iter()
        .find(|part| part.kind == PartKind::Removed);
    assert_eq!(removed.map(|part| part.text.as_str()), Some("three"));

    let refused = http.get_as(&eve.session, &path).await;
    assert!(refused.status != 200 && !refused.body.contains("three"));
    let nonce = nonce(4);
    ada.client
        .send(&ClientFrame::DeleteMessage {
            room,
            message,
            nonce,
        })
        .await;
    ada.client.acked(4).await;
    let gone = http.get_as(&bao.session, &path).await;
    assert!(gone.status != 200 && !gone.body.contains("three"));
}

/// What a version says.
fn said(version: &Version) -> String {
    let kept = version
        .parts
        .iter()
        .filter(|part| part.kind != PartKind::Removed);
    kept.map(|part| part.text.as_str()).collect()
}

#[tokio::test]
async fn another_name_is_seen_at_once_by_who_shares_a_room() {
    let server = TestServer::start().await;
    let http = server.http();
    let mut ada = Guest::of(&server, "Ada").await;
    let mut bao = Guest::of(&server, "Bao").await;
    let mut eve = Guest::of(&server, "Eve").await;
    http.post_as(&eve.session, "/rooms", "name=cellar&private=on")
        .await;
    eve.withdraws(&http).await;
    ada.enter(HALL).await;
    bao.enter(HALL).await;
    eve.enter(RoomId::new(2)).await;
    let renamed = http
        .post_as(&ada.session, "/settings/profile", "name=Adele")
        .await;
    assert_eq!(renamed.status, 303);
    let told = |frame: &ServerFrame| match frame {
        ServerFrame::PeopleDescribed { people } => Some(people.clone()),
        _ => None,
    };
    let people = bao.client.until(told).await;
    assert_eq!((people[0].id, people[0].name.as_str()), (ada.id(), "Adele"));
    // A link that began before goes by the new name as well.
    let mut cem = Guest::of(&server, "Cem").await;
    cem.client
        .send(&ClientFrame::EnterRoom {
            room: HALL,
            cursor: None,
        })
        .await;
    let present = cem.client.until(|frame| match frame {
        ServerFrame::RoomEntered { present, .. } => Some(present.clone()),
        _ => None,
    });
    let present = present.await;
    assert!(
        present.iter().any(|person| person.name == "Adele"),
        "{present:?}"
    );
    assert!(present.iter().all(|person| person.name != "Ada"));
    ada.enter(HALL).await;
    eve.client.send(&ClientFrame::Ping).await;
    let next = eve.client.until(|frame| match frame {
        ServerFrame::PresenceChanged { .. } | ServerFrame::PresenceListed { .. } => None,
        other => Some(other.clone()),
    });
    assert_eq!(next.await, ServerFrame::Ponged, "strangers hear nothing");
}
