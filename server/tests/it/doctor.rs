//! What the page that tests the connection is told, by requests that lack what proxies drop.

use serde_json::Value;

use crate::common::{Answer, Http, TestServer, percent};

const PROBE: &str = "00112233445566778899aabbccddeeff";
const BLOCKED: &str = "blocked works-50 works-90";

/// What the server says.
struct Note {
    websocket: String,
    stream: String,
    checks: String,
    report: String,
}

/// All that a handshake has beside `Connection`, from a page of this server.
fn handshake(http: &Http) -> String {
    format!(
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n\
         Sec-WebSocket-Protocol: teahouse.v1.bincode\nOrigin: {}",
        http.origin()
    )
}

async fn knock(http: &Http, version: &str, headers: &str) -> Answer {
    let head = format!("GET /live?probe={PROBE} {version}\n{headers}");
    http.raw(&head, "").await
}

/// What the server makes of these roads, as somebody sees them who came to `origin`.
async fn note(http: &Http, roads: &str, origin: &str, headers: &str) -> Note {
    let tried = percent(&format!("{PROBE} {roads} 0 {origin}"));
    let path = format!("/rpc/plain?path=/doctor&words={tried}&language=en");
    let head = format!("GET {path} HTTP/1.1\n{headers}");
    let answer = http.raw(head.trim_end(), "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    // Long answers come in chunks.
    let (from, to) = (answer.body.find('{'), answer.body.rfind('}'));
    let body = &answer.body[from.unwrap()..=to.unwrap()];
    // Markers between texts are none of anybody's business.
    let said: Value = serde_json::from_str(&body.replace("<!>", "")).unwrap();
    let parts = said["html"].as_str().unwrap().split("<!--part-->");
    let parts: Vec<_> = parts.map(str::to_owned).collect();
    let [websocket, stream, checks, report] = parts.try_into().unwrap();
    Note {
        websocket,
        stream,
        checks,
        report,
    }
}

fn causes(html: &str) -> Vec<&str> {
    let parts = html.split("data-cause=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn the_header_that_did_not_arrive_is_named() {
    let server = TestServer::start().await;
    let http = server.http();
    let origin = http.origin();
    let unknown = note(&http, BLOCKED, &origin, "").await;
    assert_eq!(causes(&unknown.websocket), ["never-came"]);

    // `raw` says Connection: close, as a proxy does that drops both.
    let answer = knock(&http, "HTTP/1.1", &handshake(&http)).await;
    assert_eq!(answer.status, 426);
    let dropped = note(&http, BLOCKED, &origin, "").await;
    assert_eq!(causes(&dropped.websocket), ["upgrade"]);
    let html = dropped.websocket.as_str();
    for named in [
        "<code>Upgrade</code>",
        "<code>Connection</code>",
        "426",
        "$http_upgrade",
    ] {
        assert!(html.contains(named), "{named}: {html}");
    }
    assert!(!html.contains("HTTP/1.0"), "{html}");

    let one = format!("Upgrade: websocket\n{}", handshake(&http));
    knock(&http, "HTTP/1.0", &one).await;
    let old = note(&http, BLOCKED, &origin, "").await;
    let html = old.websocket.as_str();
    assert!(!html.contains("<code>Upgrade</code>"), "it came: {html}");
    assert!(
        html.contains("<code>Connection</code>") && html.contains("HTTP/1.0"),
        "{html}"
    );

    let works = note(&http, "works-9 works-9 works-9", &origin, "").await;
    assert_eq!((works.websocket.as_str(), works.stream.as_str()), ("", ""));
    let held = note(&http, "works-9 buffered works-9", &origin, "").await;
    assert_eq!(causes(&held.stream), ["buffered"]);
    assert!(held.stream.as_str().contains("proxy_buffering off"));
}

#[tokio::test]
async fn a_changed_host_is_named_with_what_it_was_and_should_be() {
    let server = TestServer::start().await;
    let http = server.http();
    let foreign = handshake(&http).replace(&http.origin(), "https://chat.example");
    let answer = knock(&http, "HTTP/1.1", &format!("Upgrade: websocket\n{foreign}")).await;
    assert_eq!(answer.status, 403);
    let note = note(&http, BLOCKED, "https://chat.example", "").await;
    let html = note.websocket.as_str();
    assert_eq!(causes(&note.websocket), ["host", "upgrade"]);
    let checks = note.checks.as_str();
    assert!(checks.contains("changed on the way"), "{checks}");
    for named in [
        "chat.example",
        &http.address.to_string(),
        "TEAHOUSE_ORIGINS",
        "$http_host",
    ] {
        assert!(html.contains(named), "{named}: {html}");
    }
}

#[tokio::test]
async fn it_is_said_where_people_seem_to_come_from() {
    let listed = |config: &mut server::config::Config| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    };
    let plain = "X-Forwarded-For: 203.0.113.9";
    let whole = "X-Forwarded-For: 203.0.113.9\nX-Forwarded-Proto: https";
    let origin = "https://chat.example";
    for (is_listed, headers, named, is_known) in [
        (false, "", "TEAHOUSE_TRUSTED_PROXIES=127.0.0.1", false),
        (false, whole, "TEAHOUSE_TRUSTED_PROXIES=127.0.0.1", false),
        (true, "", "<code>X-Forwarded-For</code>", false),
        (true, plain, "<code>X-Forwarded-Proto</code>", true),
        (true, whole, "203.0.113.9", true),
    ] {
        let server = match is_listed {
            true => TestServer::with(listed).await,
            false => TestServer::start().await,
        };
        let note = note(&server.http(), BLOCKED, origin, headers).await;
        let html = note.checks.as_str();
        assert!(html.contains(named), "{headers}: {html}");
        assert_eq!(html.contains("203.0.113.9"), is_known, "{headers}: {html}");
    }
}

#[tokio::test]
async fn a_report_names_nobody_and_holds_no_token() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Canary Name").await;
    let cookie = format!("Cookie: {session}");
    let note = note(&http, BLOCKED, &http.origin(), &cookie).await;
    let report = note.report.as_str();
    assert!(report.contains("WebSocket: blocked"), "{report}");
    let (_, token) = session.split_once('=').unwrap();
    for secret in ["Canary", token, PROBE] {
        assert!(!report.contains(secret), "{report}");
    }
}

#[tokio::test]
async fn what_a_browser_claims_is_text_on_the_page() {
    let server = TestServer::start().await;
    let http = server.http();
    let foreign = handshake(&http).replace(&http.origin(), "https://chat.example");
    knock(&http, "HTTP/1.1", &foreign).await;
    let note = note(&http, BLOCKED, "https://<img/src=x>", "").await;
    let html = note.websocket.as_str();
    assert!(
        html.contains("&lt;img/src=x&gt;") && !html.contains("<img"),
        "{html}"
    );
}

#[tokio::test]
async fn a_stream_that_is_only_tried_ends_by_itself_and_is_open_to_strangers() {
    let server = TestServer::start().await;
    let http = server.http();
    let head = |query: &str| {
        format!(
            "POST /live/events{query} HTTP/1.1\nOrigin: {}\nContent-Length: 0",
            http.origin()
        )
    };
    let refused = http.raw(&head(""), "").await;
    assert_eq!(refused.status, 401);
    // Ready once the answer is whole.
    let tried = http.raw(&head(&format!("?probe={PROBE}")), "").await;
    assert_eq!(tried.status, 200, "{tried:?}");
    assert!(tried.body.contains("event: close"), "{tried:?}");
    let session = http.join("Ada").await;
    let signed_in = format!("{}\nCookie: {session}", head(&format!("?probe={PROBE}")));
    let tried = http.raw(&signed_in, "").await;
    assert!(tried.body.contains("event: link"), "{tried:?}");
}

#[tokio::test]
async fn the_page_says_what_the_server_sees_without_scripts_and_without_an_account() {
    let server = TestServer::start().await;
    let page = server.http().get("/doctor").await;
    assert_eq!(page.status, 200);
    for said in [
        "Other checks",
        "127.0.0.1",
        "HTTP/1.1",
        "The roads cannot be tested here.",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    assert!(
        !page.body.contains("action=\"/join\""),
        "the way in is elsewhere"
    );
}
