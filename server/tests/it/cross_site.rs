//! Other people's pages can change nothing here, at whatever address they try.

use leptos::server_fn::axum::server_fn_paths;
use server::http::form_paths;
use shared::limits::{EVENTS_PATH, LIVE_PATH, POLL_PATH, SAY_PATH};

use crate::common::{Answer, Http, TestServer};

/// What a page of ours, of somebody else's or nobody's page says of itself.
#[derive(Clone, Copy)]
struct From<'a> {
    origin: Option<&'a str>,
    site: Option<&'a str>,
}

impl From<'_> {
    async fn ask(self, http: &Http, session: &str, method: &str, path: &str) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\nCookie: {session}\n");
        for (name, value) in [("Origin", self.origin), ("Sec-Fetch-Site", self.site)] {
            head += &value.map_or(String::new(), |value| format!("{name}: {value}\n"));
        }
        head += "Content-Type: application/x-www-form-urlencoded\nContent-Length: 0";
        http.raw(&head, "").await
    }
}

/// A path as the router has it, with something in the place of each parameter.
fn filled(path: &str) -> String {
    let parts = path.split('/');
    let filled = parts.map(|part| if part.starts_with('{') { "1" } else { part });
    filled.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn no_address_takes_a_change_from_a_foreign_page() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Ada").await;
    let (own, evil) = (http.origin(), "http://evil.example");
    let ours = From {
        origin: Some(&own),
        site: Some("same-origin"),
    };
    let foreign = [
        (Some(evil), Some("cross-site")),
        (Some(evil), None),
        (Some("null"), None),
        (Some(own.as_str()), Some("cross-site")),
        (Some(own.as_str()), Some("same-site")),
        (None, Some("cross-site")),
        (None, None),
    ];
    let forms: Vec<String> = form_paths().map(filled).collect();
    let calls: Vec<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert!(forms.len() >= 5 && calls.len() >= 3, "{forms:?} {calls:?}");
    let pages = ["/", "/r/1", "/nowhere", "/icons.svg"].map(str::to_owned);
    let links = [EVENTS_PATH, POLL_PATH, SAY_PATH].map(str::to_owned);
    let all = forms.iter().chain(&calls).chain(&links);
    for path in all.chain(&pages) {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            for (origin, site) in foreign {
                let from = From { origin, site };
                let answer = from.ask(&http, &session, method, path).await;
                assert_eq!(
                    answer.status, 403,
                    "{method} {path} from {origin:?}, {site:?}"
                );
                assert!(answer.header("set-cookie").is_none());
            }
        }
    }
    // A WebSocket is no order, whoever asks for one and how.
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let answer = ours.ask(&http, &session, method, LIVE_PATH).await;
        assert_eq!(answer.status, 405, "{method}");
    }
    // Nobody was signed out, and our own pages get through to every form.
    let ours_to_change = forms.iter().chain(&links);
    for path in ours_to_change.filter(|path| *path != "/leave") {
        let answer = ours.ask(&http, &session, "POST", path).await;
        // Some forms have reasons of their own to refuse an empty one.
        let is_stopped = answer.body.contains("from a page of this server");
        assert!(!is_stopped && answer.status != 405, "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn no_call_is_answered_for_a_foreign_page() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Ada").await;
    let own = http.origin();
    for (path, method) in server_fn_paths() {
        let query = format!("{path}?room=1");
        let ask = async |origin, site| {
            let from = From { origin, site };
            let answer = from.ask(&http, &session, method.as_str(), &query).await;
            answer.status
        };
        assert_eq!(ask(Some("http://evil.example"), None).await, 403, "{path}");
        assert_eq!(ask(None, Some("cross-site")).await, 403, "{path}");
        // Some calls have reasons of their own to refuse a guest, or want more said.
        assert_ne!(ask(Some(&own), Some("same-origin")).await, 403, "{path}");
    }
}

#[test]
fn parameters_of_a_path_are_filled_in() {
    assert_eq!(filled("/r/{room}/messages"), "/r/1/messages");
}
