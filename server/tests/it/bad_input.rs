//! Whatever comes in, at most the one connection ends, with its own reason.

use crate::common::{Client, Ended, TestServer};
use futures_util::SinkExt;
use shared::{
    codec::{self, VERSION},
    frame::{ClientFrame, CloseReason},
    limits::FRAME_BYTES,
};
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::tungstenite::Message;

async fn end_after(server: &TestServer, message: Message) -> Ended {
    let mut client = server.client("Mallory").await;
    // The server may end the connection before all of it is sent.
    let _ = client.socket().send(message).await;
    client.end().await
}

fn closed(reason: CloseReason) -> Ended {
    Ended::Closed(reason.code())
}

#[tokio::test]
async fn each_kind_of_bad_frame_has_its_own_close_and_touches_nobody_else() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let ping = codec::encode(&ClientFrame::Ping).unwrap();
    let mut trailing = ping.clone();
    trailing.push(0);
    let cases = [
        ("empty", vec![], CloseReason::MalformedFrame),
        (
            "unknown version",
            vec![VERSION + 1, ping[1]],
            CloseReason::UnknownVersion,
        ),
        (
            "unknown variant",
            vec![VERSION, 250],
            CloseReason::MalformedFrame,
        ),
        ("truncated", vec![VERSION], CloseReason::MalformedFrame),
        ("trailing byte", trailing, CloseReason::MalformedFrame),
        (
            "list too long",
            [&[VERSION, 4, 51][..], &[1; 51]].concat(),
            CloseReason::MalformedFrame,
        ),
        (
            "huge length",
            vec![VERSION, 4, 253, 0, 0, 0, 0, 0, 0, 0, 64],
            CloseReason::MalformedFrame,
        ),
        (
            "not UTF-8",
            [&[VERSION, 2, 1][..], &[0; 16], &[2, 0xc3, 0x28]].concat(),
            CloseReason::MalformedFrame,
        ),
        (
            "too large",
            vec![0; FRAME_BYTES + 1],
            CloseReason::FrameTooLarge,
        ),
    ];
    for (name, bytes, reason) in cases {
        let end = end_after(&server, Message::binary(bytes)).await;
        assert_eq!(end, closed(reason), "{name}");
    }
    let end = end_after(&server, Message::text("hello")).await;
    assert_eq!(end, closed(CloseReason::TextFrame));
    ada.post(1, "still here").await;
    assert_eq!(ada.message().await.2, "still here");
}

#[tokio::test]
async fn a_frame_of_exactly_the_limit_is_read() {
    let server = TestServer::start().await;
    let mut bytes = vec![VERSION, 250];
    bytes.resize(FRAME_BYTES, 0);
    // Read whole, and refused for what it says rather than for its size.
    let end = end_after(&server, Message::binary(bytes)).await;
    assert_eq!(end, closed(CloseReason::MalformedFrame));
}

/// With tungstenite's defaults (64 MiB a message) this would be read to the end and refused
/// only by the codec; that the server stops at the head of the frame shows that ours are set.
#[tokio::test]
async fn a_frame_that_only_claims_to_be_large_is_refused_by_its_head() {
    let server = TestServer::start().await;
    let mut client = server.client("Mallory").await;
    let mut head = vec![0x82, 0x80 | 127];
    head.extend((1_u64 << 20).to_be_bytes());
    head.extend([0; 4]);
    client.socket().get_mut().write_all(&head).await.unwrap();
    assert_eq!(client.end().await, closed(CloseReason::FrameTooLarge));
}

#[tokio::test]
async fn many_small_fragments_are_one_large_message() {
    use tokio_tungstenite::tungstenite::protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    };
    let server = TestServer::start().await;
    let mut client = server.client("Mallory").await;
    let mut opcode = OpCode::Data(Data::Binary);
    for _ in 0..10 {
        let part = Frame::message(vec![0; 8 * 1024], opcode, false);
        if client.socket().send(Message::Frame(part)).await.is_err() {
            break;
        }
        opcode = OpCode::Data(Data::Continue);
    }
    assert_eq!(client.end().await, closed(CloseReason::FrameTooLarge));
}

#[tokio::test]
async fn unmasked_frames_violate_the_protocol() {
    let server = TestServer::start().await;
    let mut client = server.client("Mallory").await;
    client
        .socket()
        .get_mut()
        .write_all(&[0x82, 2, VERSION, 7])
        .await
        .unwrap();
    assert_eq!(client.end().await, closed(CloseReason::BadFraming));
}

#[tokio::test]
async fn somebody_who_is_not_signed_in_is_told_so() {
    use futures_util::StreamExt;
    let server = TestServer::start().await;
    for session in [
        "",
        "teahouse_session=",
        "teahouse_session=00",
        &format!("teahouse_session={}", "0".repeat(64)),
    ] {
        let stream = tokio::net::TcpStream::connect(server.address)
            .await
            .unwrap();
        let request = crate::common::request(server.address, session);
        let (mut socket, _) = tokio_tungstenite::client_async(request, stream)
            .await
            .unwrap();
        let Some(Ok(Message::Close(Some(close)))) = socket.next().await else {
            panic!("{session}")
        };
        assert_eq!(u16::from(close.code), CloseReason::SignedOut.code());
    }
}

#[tokio::test]
async fn signing_out_ends_the_live_connection() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut ada = Client::connect(server.address, &session).await;
    let answer = server.http().post_as(&session, "/leave", "").await;
    assert_eq!(answer.status, 303);
    assert_eq!(ada.end().await, closed(CloseReason::SignedOut));
}
