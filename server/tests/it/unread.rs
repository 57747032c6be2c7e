//! What is unread, on all devices of a person and on nobody else's.

use shared::{
    ApiError, MessageId, RoomId, Seq,
    frame::{ClientFrame, ServerFrame, Subject},
    model::{HistoryAt, MyRoom, ReadMark, RoomChange},
};

use crate::common::{Client, HALL, TestServer, nonce};

/// The rooms of the client's person, followed from here on.
async fn watch(client: &mut Client) -> Vec<MyRoom> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        client.send(&ClientFrame::WatchMyRooms { after }).await;
        let (rooms, has_more) = client
            .until(|frame| match frame {
                ServerFrame::MyRoomsListed { rooms, has_more } => Some((rooms.clone(), *has_more)),
                _ => None,
            })
            .await;
        after = rooms.last().map(|room| room.id);
        all.extend(rooms);
        if !has_more {
            return all;
        }
    }
}

async fn marked(client: &mut Client) -> ReadMark {
    client
        .until(|frame| match frame {
            ServerFrame::ReadMarked { room, mark } if *room == HALL => Some(*mark),
            ServerFrame::Rejected { .. } => panic!("{frame:?}"),
            _ => None,
        })
        .await
}

/// Where a room has got to, and how many messages that is.
async fn moved(client: &mut Client, to: u64) -> u64 {
    client
        .until(|frame| match frame {
            ServerFrame::RoomMoved { head, .. } if head.seq == Seq::new(to) => Some(head.messages),
            _ => None,
        })
        .await
}

/// Everything up to the answer to a ping, which comes after what was told before.
async fn told(client: &mut Client) -> Vec<ServerFrame> {
    client.send(&ClientFrame::Ping).await;
    let mut frames = Vec::new();
    client
        .until(|frame| match frame {
            ServerFrame::Ponged => Some(()),
            other => {
                frames.push(other.clone());
                None
            }
        })
        .await;
    frames
}

#[tokio::test]
async fn a_mark_reaches_all_devices_of_its_person_and_nobody_else() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    let session = server.http().join("Bao").await;
    let mut phone = Client::connect(server.address, &session).await;
    let mut desk = Client::connect(server.address, &session).await;
    assert_eq!(watch(&mut phone).await.len(), 1);
    let before = watch(&mut desk).await.remove(0);
    assert_eq!(before.unread(), 0);
    ada.enter(None).await;
    for number in 1..=3 {
        ada.post(number, "x").await;
    }
    ada.acked(3).await;
    for device in [&mut phone, &mut desk] {
        assert_eq!(moved(device, 3).await, 3, "neither is in the room");
    }
    let read = ClientFrame::MarkRead {
        room: HALL,
        seq: Seq::new(2),
    };
    phone.send(&read).await;
    let mark = marked(&mut phone).await;
    assert_eq!((mark.read.seq, mark.read.messages), (Seq::new(2), 2));
    assert_eq!(marked(&mut desk).await, mark);
    let again = ClientFrame::MarkUnread {
        room: HALL,
        message: MessageId::new(1),
    };
    desk.send(&again).await;
    let mark = marked(&mut phone).await;
    assert_eq!(mark.read.seq, Seq::new(2), "never back");
    assert_eq!(mark.place().seq, Seq::ZERO);
    let others = told(&mut ada).await;
    let is_mark = |frame: &ServerFrame| matches!(frame, ServerFrame::ReadMarked { .. });
    assert!(!others.iter().any(is_mark), "{others:?}");
    let mut later = Client::connect(server.address, &session).await;
    assert_eq!(watch(&mut later).await.remove(0).unread(), 3);
}

#[tokio::test]
async fn nobody_marks_a_room_that_is_not_theirs() {
    let server = TestServer::start().await;
    let ada = server.http().join("Ada").await;
    let opened = server.http().post_as(&ada, "/rooms", "name=open").await;
    assert_eq!(opened.header("location"), Some("/r/2"));
    let mut bao = server.client("Bao").await;
    for room in [RoomId::new(2), RoomId::new(99)] {
        let seq = Seq::new(1);
        let message = MessageId::new(1);
        for frame in [
            ClientFrame::MarkRead { room, seq },
            ClientFrame::MarkUnread { room, message },
        ] {
            bao.send(&frame).await;
            let refused = bao
                .until(|frame| match frame {
                    ServerFrame::Rejected { subject, error } => Some((*subject, *error)),
                    _ => None,
                })
                .await;
            assert_eq!(refused, (Subject::Room(room), ApiError::NotFound));
        }
    }
}

const TEA: RoomId = RoomId::new(2);

async fn change(client: &mut Client, number: u64, change: RoomChange) {
    let (room, cursor, nonce) = (TEA, None, nonce(number));
    client.send(&ClientFrame::EnterRoom { room, cursor }).await;
    let command = ClientFrame::ChangeRoom {
        room,
        nonce,
        change,
    };
    client.send(&command).await;
}

#[tokio::test]
async fn the_list_follows_joining_renaming_and_leaving() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut ada = Client::connect(server.address, &session).await;
    let mut bao = server.client("Bao").await;
    watch(&mut ada).await;
    watch(&mut bao).await;
    server.http().post_as(&session, "/rooms", "name=tea").await;
    let listed = async |client: &mut Client| {
        client
            .until(|frame| match frame {
                ServerFrame::MyRoomListed { room } => Some((room.id, room.name.clone())),
                _ => None,
            })
            .await
    };
    let renamed = async |client: &mut Client| {
        client
            .until(|frame| match frame {
                ServerFrame::RoomMoved { name, .. } => name.clone(),
                _ => None,
            })
            .await
    };
    assert_eq!(listed(&mut ada).await, (TEA, "tea".to_owned()));
    change(&mut bao, 1, RoomChange::Join).await;
    assert_eq!(listed(&mut bao).await, (TEA, "tea".to_owned()));
    let name = "oolong".to_owned();
    change(&mut ada, 2, RoomChange::Rename { name }).await;
    for member in [&mut ada, &mut bao] {
        assert_eq!(renamed(member).await, "oolong");
    }
    change(&mut bao, 3, RoomChange::Leave).await;
    let gone = bao
        .until(|frame| match frame {
            ServerFrame::MyRoomGone { room } => Some(*room),
            _ => None,
        })
        .await;
    assert_eq!(gone, TEA);
}

#[tokio::test]
async fn a_mention_is_told_to_the_one_who_is_mentioned() {
    let server = TestServer::start().await;
    let maya = server.http().sign_up("maya", "a fine password").await;
    let mut maya = Client::connect(server.address, &maya).await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    ada.post(1, "is @maya here, or me@maya.org?").await;
    ada.acked(1).await;
    let mentioned = async |client: &mut Client| {
        client
            .until(|frame| match frame {
                ServerFrame::MentionChanged {
                    message, mentioned, ..
                } => Some((*message, *mentioned)),
                _ => None,
            })
            .await
    };
    assert_eq!(mentioned(&mut maya).await, (MessageId::new(1), true));
    let room = watch(&mut maya).await.remove(0);
    assert_eq!(
        (room.mentions.as_slice(), room.for_me()),
        ([Seq::new(1)].as_slice(), 1)
    );
    let delete = ClientFrame::DeleteMessage {
        room: HALL,
        message: MessageId::new(1),
        nonce: nonce(2),
    };
    ada.send(&delete).await;
    assert_eq!(mentioned(&mut maya).await, (MessageId::new(1), false));
    let others = told(&mut ada).await;
    let is_mention = |frame: &ServerFrame| matches!(frame, ServerFrame::MentionChanged { .. });
    assert!(!others.iter().any(is_mention));
}

#[tokio::test]
async fn history_comes_with_what_happened_to_the_room_and_who_did_it() {
    let server = TestServer::start().await;
    let owner = server.http().owner().await;
    let mut owner = Client::connect(server.address, &owner).await;
    owner.enter(None).await;
    let change = RoomChange::SetTopic {
        topic: "oolong".to_owned(),
    };
    let command = ClientFrame::ChangeRoom {
        room: HALL,
        nonce: nonce(1),
        change: change.clone(),
    };
    owner.send(&command).await;
    owner.acked(1).await;
    owner.post(2, "x").await;
    owner.acked(2).await;
    let at = HistoryAt::Around(Seq::new(2));
    owner
        .send(&ClientFrame::LoadHistory { room: HALL, at })
        .await;
    let mut named = Vec::new();
    let mut noted = Vec::new();
    let page = owner
        .until(|frame| match frame {
            ServerFrame::PeopleDescribed { people } => {
                named.extend(people.iter().map(|person| person.id));
                None
            }
            ServerFrame::NoticesListed { notices, .. } => {
                noted.extend(
                    notices
                        .iter()
                        .map(|notice| (notice.seq, notice.change.clone())),
                );
                None
            }
            ServerFrame::HistoryLoaded { page } => Some(page.clone()),
            _ => None,
        })
        .await;
    assert_eq!(page.entries.len(), 1);
    assert_eq!(noted, [(Seq::new(1), change)]);
    assert!(named.contains(&owner.me.id));
    let mut stranger = server.client("Bao").await;
    let room = RoomId::new(99);
    stranger.send(&ClientFrame::LoadHistory { room, at }).await;
    let refused = stranger
        .until(|frame| match frame {
            ServerFrame::Rejected { error, .. } => Some(*error),
            _ => None,
        })
        .await;
    assert_eq!(refused, ApiError::NotFound);
}
