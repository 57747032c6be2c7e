//! Requests that do not become a live link, byte by byte.

use crate::common::TestServer;

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
