//! Requests that do not become a live link, byte by byte.

use shared::frame::CloseReason;

use crate::common::{Answer, Client, Ended, Http, TestServer};

const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
const VERSION: &str = "Sec-WebSocket-Version: 13";
const PROTOCOL: &str = "Sec-WebSocket-Protocol: teahouse.v1.bincode";
/// Stands for the server's own origin.
const OWN: &str = "own origin";

/// What is sent beside `Upgrade`, the status, and what the answer must name.
const CASES: [(&[&str], u16, &str); 8] = [
    (&[VERSION, PROTOCOL, OWN], 400, "Sec-WebSocket-Key"),
    (
        &["Sec-WebSocket-Key: x", VERSION, PROTOCOL, OWN],
        400,
        "Sec-WebSocket-Key",
    ),
    (
        &[KEY, "Sec-WebSocket-Version: 8", PROTOCOL, OWN],
        426,
        "must be 13",
    ),
    (&[KEY, PROTOCOL, OWN], 426, "must be 13"),
    (&[KEY, VERSION, PROTOCOL], 403, "Origin"),
    (
        &[KEY, VERSION, PROTOCOL, "Origin: http://evil.example"],
        403,
        "Origin",
    ),
    (&[KEY, VERSION, OWN], 400, "teahouse.v1.bincode"),
    (
        &[KEY, VERSION, OWN, "Sec-WebSocket-Protocol: chat"],
        400,
        "teahouse.v1.bincode",
    ),
];

/// The echo of `make conformance` is in no other build.
#[cfg(not(feature = "conformance"))]
#[tokio::test]
async fn nobody_is_answered_with_their_own_words() {
    let server = TestServer::start().await;
    let ask = async |path: &str| {
        let head = format!("GET {path} HTTP/1.1\nUpgrade: websocket\n{KEY}\n{VERSION}");
        server.http().raw(&head, "").await.status
    };
    assert_eq!(ask("/live").await, 403);
    assert_eq!(ask("/conformance/echo").await, ask("/nothing/here").await);
}

#[tokio::test]
async fn each_bad_handshake_has_its_own_answer() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Ada").await;
    let own = format!("Origin: {}", http.origin());
    for (headers, status, hint) in CASES {
        let headers = headers.join("\n").replace(OWN, &own);
        let head = format!("GET /live HTTP/1.1\nUpgrade: websocket\nCookie: {session}\n{headers}");
        // `raw` adds Connection: close, which asks for no upgrade; the checks come first.
        let answer = http.raw(&head, "").await;
        assert_eq!(answer.status, status, "{headers}: {answer:?}");
        assert!(answer.body.contains(hint), "{headers}: {answer:?}");
        let version = answer.header("sec-websocket-version");
        assert_eq!(version, (status == 426).then_some("13"), "{headers}");
    }
    let plain = http.get("/live").await;
    assert_eq!(
        (plain.status, plain.header("upgrade")),
        (426, Some("websocket"))
    );
}

/// A handshake with nothing wrong about it.
async fn knock(http: &Http, session: &str) -> Answer {
    let own = format!("Origin: {}", http.origin());
    let head = format!(
        "GET /live HTTP/1.1\nUpgrade: websocket\nCookie: {session}\n{KEY}\n{VERSION}\n{PROTOCOL}\n{own}"
    );
    http.raw(&head, "").await
}

fn come_again(answer: &Answer, hint: &str) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.body.contains(hint), "{answer:?}");
    assert!(answer.header("retry-after").is_some(), "{answer:?}");
}

#[tokio::test]
async fn a_full_server_says_so_and_lets_the_next_in_when_somebody_goes() {
    let server = TestServer::with(|config| config.max_connections = 1).await;
    let session = server.http().join("Ada").await;
    let mut ada = Client::connect(server.address, &session).await;
    come_again(&knock(&server.http(), &session).await, "full");
    ada.socket().close(None).await.unwrap();
    assert_eq!(ada.end().await, Ended::Lost);
    drop(ada);
    // The server hears of it in its own time; `connect` fails if it is not let in.
    while knock(&server.http(), &session).await.status == 503 {}
    Client::connect(server.address, &session).await;
}

/// Somebody who does not answer the goodbye keeps the server from ending for a moment.
#[tokio::test]
async fn a_stopping_server_is_not_ready_and_lets_nobody_in() {
    let mut server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut ada = Client::connect(server.address, &session).await;
    assert_eq!(server.http().get("/readyz").await.status, 200);
    server.begin_stop();
    let end = ada.end().await;
    assert_eq!(end, Ended::Closed(CloseReason::ServerRestarting.code()));
    let ready = server.http().get("/readyz").await;
    assert_eq!((ready.status, ready.body.as_str()), (503, "restarting\n"));
    come_again(&knock(&server.http(), &session).await, "restarting");
}
