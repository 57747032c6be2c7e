//! The live link in JSON: the same conversation, and the same care about what comes in.

use futures_util::SinkExt;
use serde_json::json;
use shared::{frame::CloseReason, limits::FRAME_BYTES};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

use crate::common::{Ended, JsonClient, TestServer};

const NONCE: &str = "000000000000000000000000000000ff";

#[tokio::test]
async fn two_people_talk_one_in_json_and_one_in_binary_frames() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    let (epoch, _) = ada.enter(None).await;
    let session = server.http().join("Bao \"茶\"").await;
    let mut bao = JsonClient::with_cookie(server.address, &session).await;
    let welcomed = bao.read().await.unwrap();
    assert_eq!(welcomed["Welcomed"]["you"]["name"], "Bao \"茶\"");
    bao.say(r#"{"EnterRoom":{"room":1,"cursor":null}}"#).await;
    let entered = bao.read().await.unwrap();
    assert_eq!(entered["RoomEntered"]["epoch"], epoch.to_string());
    assert_eq!(entered["RoomEntered"]["replay"], "Complete");
    let post = json!({"PostMessage": {"room": 1, "nonce": NONCE, "text": "茶 \u{1F375} \"<b>\""}});
    // Twice: the second is answered with the first outcome.
    for _ in 0..2 {
        bao.say(&post.to_string()).await;
        let acked = loop {
            let frame = bao.read().await.unwrap();
            if frame.get("Acked").is_some() {
                break frame;
            }
        };
        assert_eq!(acked["Acked"]["nonce"], NONCE);
        assert_eq!(acked["Acked"]["message"], 1);
    }
    assert_eq!(ada.message().await.2, "茶 \u{1F375} \"<b>\"");
    ada.post(1, "tea?").await;
    assert_eq!(ada.acked(1).await.get(), 2, "said once");
    bao.say(r#"{"LoadPage":{"room":1,"before":3}}"#).await;
    let page = loop {
        let mut frame = bao.read().await.unwrap();
        if let Some(loaded) = frame.get_mut("HistoryLoaded") {
            break loaded["page"].take();
        }
    };
    let texts: Vec<_> = page["entries"].as_array().unwrap().iter().collect();
    assert_eq!(texts.len(), 2);
    assert_eq!(texts[0]["message"]["nonce"], NONCE);
    assert_eq!(texts[1]["message"]["text"], "tea?");
    assert_eq!(texts[1]["fate"], "Original");
}

/// Somebody sends this in JSON, and that is the end.
async fn end_after(server: &TestServer, session: &str, message: Message) -> Ended {
    let mut client = JsonClient::with_cookie(server.address, session).await;
    // The server may end the connection before all of it is sent.
    let _ = client.socket.send(message).await;
    client.end().await
}

fn closed(reason: CloseReason) -> Ended {
    Ended::Closed(reason.code())
}

#[tokio::test]
async fn each_kind_of_bad_text_has_its_own_close_and_touches_nobody_else() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let session = server.http().join("Mallory").await;
    let large = format!("\"{}\"", "x".repeat(FRAME_BYTES));
    let fits = format!("\"{}\"", "x".repeat(FRAME_BYTES - 2));
    let cases = [
        ("empty", "", CloseReason::MalformedFrame),
        ("no JSON", "hello", CloseReason::MalformedFrame),
        ("of the server", r#""Ponged""#, CloseReason::MalformedFrame),
        ("unknown", r#""Shutdown""#, CloseReason::MalformedFrame),
        (
            "one field too many",
            r#"{"LeaveRoom":{"room":1,"user":1}}"#,
            CloseReason::MalformedFrame,
        ),
        ("largest that is read", &fits, CloseReason::MalformedFrame),
        ("too large", &large, CloseReason::FrameTooLarge),
    ];
    for (name, text, reason) in cases {
        let end = end_after(&server, &session, Message::text(text)).await;
        assert_eq!(end, closed(reason), "{name}");
    }
    let binary = Message::binary(vec![1, 7]);
    let end = end_after(&server, &session, binary).await;
    assert_eq!(end, closed(CloseReason::BinaryFrame));
    let not_utf8 = Frame::message(vec![b'"', 0xc3, 0x28], OpCode::Data(Data::Text), true);
    let end = end_after(&server, &session, Message::Frame(not_utf8)).await;
    assert_eq!(end, closed(CloseReason::NotUtf8));
    ada.post(1, "still here").await;
    assert_eq!(ada.message().await.2, "still here");
}

#[tokio::test]
async fn a_cookie_opens_nothing_for_a_page_of_somebody_else() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let own = format!("http://{}", server.address);
    let knock = async |origin: Option<&str>| {
        let mut headers = vec![("cookie", session.as_str())];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let opened = JsonClient::knock(server.address, &headers).await;
        opened.err().map(|status| status.as_u16())
    };
    assert_eq!(knock(Some(&own)).await, None);
    for foreign in [None, Some("http://evil.example"), Some("null")] {
        assert_eq!(knock(foreign).await, Some(403), "{foreign:?}");
    }
}
