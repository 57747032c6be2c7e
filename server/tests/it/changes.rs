//! Editing and deleting over real sockets: live for everybody, in the sequence, once.

use shared::{
    ApiError, Field, MessageId, Problem, Seq,
    frame::{ClientFrame, Cursor, RoomEvent, ServerFrame, Subject},
};

use crate::common::{Client, HALL, TestServer, nonce};

const FIRST: MessageId = MessageId::new(1);

fn edit(number: u64, message: MessageId, text: &str) -> ClientFrame {
    ClientFrame::EditMessage {
        room: HALL,
        message,
        nonce: nonce(number),
        text: text.to_owned(),
    }
}

fn delete(number: u64, message: MessageId) -> ClientFrame {
    ClientFrame::DeleteMessage {
        room: HALL,
        message,
        nonce: nonce(number),
    }
}

/// The next event that is no new message.
async fn change(client: &mut Client) -> (Seq, RoomEvent) {
    client
        .until(|frame| match frame {
            ServerFrame::Event {
                event: RoomEvent::MessagePosted { .. },
                ..
            } => None,
            ServerFrame::Event { seq, event, .. } => Some((*seq, event.clone())),
            _ => None,
        })
        .await
}

async fn refusal(client: &mut Client, number: u64) -> ApiError {
    client
        .until(|frame| match frame {
            ServerFrame::Rejected { subject, error } => {
                assert_eq!(*subject, Subject::Message(nonce(number)));
                Some(*error)
            }
            ServerFrame::Acked { .. } => panic!("{frame:?}"),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_change_reaches_everybody_in_its_place_and_who_was_away_as_well() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut ada = Client::connect(server.address, &session).await;
    let mut phone = Client::connect(server.address, &session).await;
    let mut bao = server.client("Bao").await;
    let (epoch, _) = ada.enter(None).await;
    phone.enter(None).await;
    bao.enter(None).await;
    ada.post(1, "helo").await;
    ada.acked(1).await;
    ada.send(&edit(2, FIRST, " hello ")).await;
    for client in [&mut ada, &mut phone, &mut bao] {
        let (seq, event) = change(client).await;
        assert_eq!(seq, Seq::new(2));
        assert!(
            matches!(&event, RoomEvent::MessageEdited { message: FIRST, text, .. } if text == "hello"),
            "{event:?}"
        );
    }
    ada.send(&delete(3, FIRST)).await;
    for client in [&mut ada, &mut phone, &mut bao] {
        let (seq, event) = change(client).await;
        assert_eq!(seq, Seq::new(3));
        assert!(matches!(
            event,
            RoomEvent::MessageDeleted { message: FIRST, .. }
        ));
    }
    let mut back = Client::connect(server.address, &session).await;
    let seq = Seq::new(1);
    back.enter(Some(Cursor { epoch, seq })).await;
    for expected in [2, 3] {
        // Each acknowledgement of one's own comes before its event, also in a replay.
        let acked = back.acked(expected).await;
        assert_eq!(acked, Seq::new(expected));
        assert_eq!(change(&mut back).await.0, Seq::new(expected));
    }
}

#[tokio::test]
async fn nobody_changes_what_others_said_or_what_is_gone() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    let mut eve = server.client("Eve").await;
    ada.enter(None).await;
    eve.enter(None).await;
    ada.post(1, "mine").await;
    ada.acked(1).await;
    for (number, command) in [(1, edit(1, FIRST, "hers")), (2, delete(2, FIRST))] {
        eve.send(&command).await;
        assert_eq!(refusal(&mut eve, number).await, ApiError::Forbidden);
    }
    let nothing = MessageId::new(77);
    ada.send(&edit(2, nothing, "x")).await;
    assert_eq!(refusal(&mut ada, 2).await, ApiError::NotFound);
    ada.send(&edit(3, FIRST, " \n ")).await;
    let empty = ApiError::Invalid {
        field: Field::Text,
        problem: Problem::Empty,
    };
    assert_eq!(refusal(&mut ada, 3).await, empty);
    ada.send(&delete(4, FIRST)).await;
    assert_eq!(ada.acked(4).await, Seq::new(2), "refusals took no place");
    ada.send(&edit(5, FIRST, "again")).await;
    assert_eq!(refusal(&mut ada, 5).await, ApiError::Conflict);
    let mut outside = server.client("Out").await;
    outside.send(&delete(1, FIRST)).await;
    assert_eq!(
        refusal(&mut outside, 1).await,
        ApiError::NotFound,
        "not entered, so not known"
    );
}
