//! Membership over real sockets: losing it ends the following of a room at once.

use shared::{
    ApiError, Nonce, RoomId, UserId,
    frame::{ClientFrame, RoomEvent, ServerFrame, Subject},
    model::{Role, RoomChange},
};

use crate::common::{Client, HALL, TestServer, nonce};

const PRIVATE: RoomId = RoomId::new(2);

/// A private room of Ada's, which she has entered.
async fn private_room(server: &TestServer) -> Client {
    let session = server.http().join("Ada").await;
    let form = "name=cellar&private=on";
    let opened = server.http().post_as(&session, "/rooms", form).await;
    assert_eq!(opened.header("location"), Some("/r/2"));
    let mut ada = Client::connect(server.address, &session).await;
    enter(&mut ada, PRIVATE).await.unwrap();
    ada
}

/// What the person is in the room, or why they did not get in.
async fn enter(client: &mut Client, room: RoomId) -> Result<Option<Role>, ApiError> {
    client
        .send(&ClientFrame::EnterRoom { room, cursor: None })
        .await;
    client
        .until(|frame| match frame {
            ServerFrame::RoomDescribed { room } => Some(Ok(room.role)),
            ServerFrame::Rejected { subject, error } => {
                assert_eq!(*subject, Subject::Room(room));
                Some(Err(*error))
            }
            _ => None,
        })
        .await
}

async fn change(client: &mut Client, number: u64, room: RoomId, change: RoomChange) {
    let nonce = nonce(number);
    client
        .send(&ClientFrame::ChangeRoom {
            room,
            nonce,
            change,
        })
        .await;
}

/// How the command with this nonce ended.
async fn outcome(client: &mut Client, wanted: Nonce) -> Result<(), ApiError> {
    client
        .until(|frame| match frame {
            ServerFrame::Acked { nonce, .. } if *nonce == wanted => Some(Ok(())),
            ServerFrame::Rejected { subject, error } => {
                assert_eq!(*subject, Subject::Message(wanted));
                Some(Err(*error))
            }
            _ => None,
        })
        .await
}

/// The next change of a room that this client is told of.
async fn told(client: &mut Client) -> RoomChange {
    client
        .until(|frame| match frame {
            ServerFrame::Event {
                event: RoomEvent::RoomChanged { change, .. },
                ..
            } => Some(change.clone()),
            _ => None,
        })
        .await
}

fn add(user: UserId) -> RoomChange {
    RoomChange::Add { user }
}

#[tokio::test]
async fn nobody_finds_a_private_room_by_its_number() {
    let server = TestServer::start().await;
    let mut ada = private_room(&server).await;
    let session = server.http().join("Eve").await;
    let mut eve = Client::connect(server.address, &session).await;
    assert_eq!(enter(&mut eve, PRIVATE).await, Err(ApiError::NotFound));
    change(&mut eve, 1, PRIVATE, RoomChange::Join).await;
    assert_eq!(outcome(&mut eve, nonce(1)).await, Err(ApiError::NotFound));
    let http = server.http();
    for path in ["/r/2", "/r/2/join", "/r/2/messages"] {
        let answer = match path {
            "/r/2" => http.get_as(&session, path).await,
            _ => http.post_as(&session, path, "text=x").await,
        };
        assert!(
            matches!(answer.status, 404 | 422),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.body.contains("cellar"), "{path}");
    }
    let lobby = http.get_as(&session, "/").await;
    assert!(!lobby.body.contains("cellar"), "not in the list either");
    eve.send(&ClientFrame::WatchLobby).await;
    change(&mut ada, 1, PRIVATE, add(eve.me.id)).await;
    assert_eq!(outcome(&mut ada, nonce(1)).await, Ok(()));
    assert_eq!(enter(&mut eve, PRIVATE).await, Ok(Some(Role::Member)));
}

/// Whoever is put out gets the event that says so, and nothing after it.
#[tokio::test]
async fn who_is_removed_follows_the_room_no_more() {
    let server = TestServer::start().await;
    let mut ada = private_room(&server).await;
    let session = server.http().join("Bao").await;
    let mut bao = Client::connect(server.address, &session).await;
    let mut phone = Client::connect(server.address, &session).await;
    change(&mut ada, 1, PRIVATE, add(bao.me.id)).await;
    assert_eq!(outcome(&mut ada, nonce(1)).await, Ok(()));
    enter(&mut bao, PRIVATE).await.unwrap();
    enter(&mut phone, PRIVATE).await.unwrap();
    let remove = RoomChange::Remove { user: bao.me.id };
    change(&mut ada, 2, PRIVATE, remove.clone()).await;
    ada.send(&ClientFrame::PostMessage {
        room: PRIVATE,
        nonce: nonce(3),
        text: "behind his back".to_owned(),
    })
    .await;
    assert_eq!(outcome(&mut ada, nonce(3)).await, Ok(()));
    for client in [&mut bao, &mut phone] {
        assert_eq!(told(client).await, remove);
        let subject = Subject::Room(PRIVATE);
        let error = ApiError::NotFound;
        assert_eq!(
            client.next().await,
            ServerFrame::Rejected { subject, error }
        );
        client.send(&ClientFrame::Ping).await;
        assert_eq!(client.next().await, ServerFrame::Ponged, "and nothing else");
    }
    let commands = [
        ClientFrame::PostMessage {
            room: PRIVATE,
            nonce: nonce(9),
            text: "still here?".to_owned(),
        },
        ClientFrame::DeleteMessage {
            room: PRIVATE,
            message: shared::MessageId::new(3),
            nonce: nonce(9),
        },
    ];
    for command in commands {
        bao.send(&command).await;
        assert_eq!(outcome(&mut bao, nonce(9)).await, Err(ApiError::NotFound));
    }
    assert_eq!(enter(&mut bao, PRIVATE).await, Err(ApiError::NotFound));
}

#[tokio::test]
async fn a_ban_ends_reading_an_open_room_and_a_removal_does_not() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Ada").await;
    http.post_as(&session, "/rooms", "name=garden").await;
    let garden = RoomId::new(2);
    let mut ada = Client::connect(server.address, &session).await;
    enter(&mut ada, garden).await.unwrap();
    let theirs = http.join("Bao").await;
    assert_eq!(http.post_as(&theirs, "/r/2/join", "").await.status, 303);
    let mut bao = Client::connect(server.address, &theirs).await;
    assert_eq!(enter(&mut bao, garden).await, Ok(Some(Role::Member)));
    let user = bao.me.id;
    change(&mut ada, 1, garden, RoomChange::Remove { user }).await;
    assert_eq!(told(&mut bao).await, RoomChange::Remove { user });
    assert_eq!(enter(&mut bao, garden).await, Ok(None), "looking in");
    change(&mut ada, 2, garden, RoomChange::Ban { user, until: None }).await;
    assert_eq!(told(&mut bao).await, RoomChange::Ban { user, until: None });
    bao.until(|frame| matches!(frame, ServerFrame::Rejected { .. }).then_some(()))
        .await;
    assert_eq!(enter(&mut bao, garden).await, Err(ApiError::NotFound));
    assert_eq!(enter(&mut bao, HALL).await, Ok(Some(Role::Member)));
}

#[tokio::test]
async fn members_are_listed_to_members() {
    let server = TestServer::start().await;
    let mut ada = private_room(&server).await;
    let bao = server.client("Bao").await;
    change(&mut ada, 1, PRIVATE, add(bao.me.id)).await;
    assert_eq!(outcome(&mut ada, nonce(1)).await, Ok(()));
    let (room, after) = (PRIVATE, None);
    ada.send(&ClientFrame::LoadMembers { room, after }).await;
    let listed = ada
        .until(|frame| match frame {
            ServerFrame::MembersListed {
                members, has_more, ..
            } => Some((members.clone(), *has_more)),
            _ => None,
        })
        .await;
    let roles: Vec<_> = listed.0.iter().map(|m| (m.person.id, m.role)).collect();
    let expected = [(ada.me.id, Role::Owner), (bao.me.id, Role::Member)];
    assert_eq!((roles.as_slice(), listed.1), (expected.as_slice(), false));
}
