//! Where there is a bound, what is beyond it is refused and what is within it goes on.

use shared::{
    ApiError, RoomId,
    frame::{ClientFrame, ServerFrame, Subject},
    limits,
};

use crate::common::{Client, TestServer};

/// Whether the room was entered; the connection must answer either way.
async fn is_entered(client: &mut Client, room: RoomId) -> bool {
    client
        .send(&ClientFrame::EnterRoom { room, cursor: None })
        .await;
    client
        .until(|frame| match frame {
            ServerFrame::RoomEntered { room: entered, .. } => (entered.id == room).then_some(true),
            ServerFrame::Rejected { subject, error } => {
                assert_eq!(
                    (*subject, *error),
                    (Subject::Room(room), ApiError::TooLarge)
                );
                Some(false)
            }
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_connection_follows_so_many_rooms_and_no_more() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let most = u64::try_from(limits::ROOMS_PER_CONNECTION).unwrap();
    for number in 2..=most + 1 {
        let form = format!("name=room-{number}");
        let made = server.http().post_as(&session, "/rooms", &form).await;
        assert_eq!(made.status, 303);
    }
    let mut ada = Client::connect(server.address, &session).await;
    for number in 1..=most {
        assert!(is_entered(&mut ada, RoomId::new(number)).await, "{number}");
    }
    let one_more = RoomId::new(most + 1);
    assert!(!is_entered(&mut ada, one_more).await);
    assert!(is_entered(&mut ada, RoomId::new(1)).await, "again");
    let room = RoomId::new(1);
    ada.send(&ClientFrame::LeaveRoom { room }).await;
    assert!(is_entered(&mut ada, one_more).await, "one went");
}
