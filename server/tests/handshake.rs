//! Requests that do not become a live link, byte by byte.

mod common;

use common::TestServer;

const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
const VERSION: &str = "Sec-WebSocket-Version: 13";
const PROTOCOL: &str = "Sec-WebSocket-Protocol: teahouse.v1.bincode";

#[tokio::test]
async fn each_bad_handshake_has_its_own_answer() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Ada").await;
    let own = format!("Origin: {}", http.origin());
    let cases: [(&str, Vec<&str>, u16, &str); 8] = [
        ("no key", vec![VERSION, PROTOCOL, &own], 400, "Sec-WebSocket-Key"),
        ("bad key", vec![VERSION, PROTOCOL, &own, "Sec-WebSocket-Key: x"], 400, "Sec-WebSocket-Key"),
        ("old version", vec![KEY, "Sec-WebSocket-Version: 8", PROTOCOL, &own], 426, "13"),
        ("no version", vec![KEY, PROTOCOL, &own], 426, "13"),
        ("no origin", vec![KEY, VERSION, PROTOCOL], 403, "Origin"),
        ("foreign origin", vec![KEY, VERSION, PROTOCOL, "Origin: http://evil.example"], 403, "Origin"),
        ("no protocol", vec![KEY, VERSION, &own], 400, "teahouse.v1.bincode"),
        ("other protocol", vec![KEY, VERSION, &own, "Sec-WebSocket-Protocol: chat"], 400, "teahouse.v1.bincode"),
    ];
    for (name, headers, status, hint) in cases {
        let head = format!(
            "GET /live HTTP/1.1\nUpgrade: websocket\nCookie: {session}\n{}",
            headers.join("\n")
        );
        // `raw` adds Connection: close, which asks for no upgrade; the checks come first.
        let answer = http.raw(&head, "").await;
        assert_eq!(answer.status, status, "{name}: {answer:?}");
        assert!(answer.body.contains(hint), "{name}: {answer:?}");
        let version = answer.header("sec-websocket-version");
        assert_eq!(version, (name.contains("version")).then_some("13"), "{name}");
    }
    let plain = http.get("/live").await;
    assert_eq!((plain.status, plain.header("upgrade")), (426, Some("websocket")));
}
