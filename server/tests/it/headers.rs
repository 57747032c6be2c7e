//! What every answer carries so that browsers keep others out.

use std::collections::BTreeSet;

use crate::common::{Answer, TestServer, nonce};

const POLICY: &str = "content-security-policy";

fn nonce_of(policy: &str) -> &str {
    let (_, rest) = policy.split_once("'nonce-").expect(policy);
    rest.split('\'').next().unwrap()
}

/// Every `<tag …>` of these names.
fn tags<'a>(html: &'a str, names: &[&str]) -> Vec<&'a str> {
    let heads = html.split('<').skip(1);
    let heads = heads.filter_map(|rest| rest.split('>').next());
    heads
        .filter(|head| names.contains(&head.split(' ').next().unwrap()))
        .collect()
}

async fn pages(server: &TestServer) -> Vec<Answer> {
    let http = server.http();
    let session = http.join("Ada").await;
    let refused = format!("text=a%07b&nonce={}", nonce(1));
    vec![
        http.get("/").await,
        http.get("/").await,
        http.get_as(&session, "/").await,
        http.get_as(&session, "/r/1").await,
        http.get_as(&session, "/r/99").await,
        http.get("/nowhere").await,
        http.post_as("", "/join", "nickname=").await,
        http.post_as(&session, "/r/1/messages", &refused).await,
    ]
}

#[tokio::test]
async fn every_page_has_a_policy_with_the_nonce_of_its_scripts_and_no_other() {
    let server = TestServer::start().await;
    let mut seen = BTreeSet::new();
    for page in pages(&server).await {
        let policy = page.header(POLICY).unwrap();
        let nonce = nonce_of(policy);
        assert!(nonce.len() >= 22, "128 bits: {nonce}");
        assert!(seen.insert(nonce.to_owned()), "{nonce} came twice");
        let scripts = tags(&page.body, &["script"]);
        assert!(!scripts.is_empty());
        for script in scripts {
            let own = format!("nonce=\"{nonce}\"");
            assert!(script.contains(&own), "{} {script}", page.status);
        }
        // Their styles and handlers have none, so there must not be any.
        assert!(tags(&page.body, &["style"]).is_empty());
        for inline in [" style=", " onclick=", "javascript:"] {
            assert!(!page.body.contains(inline), "{} {inline}", page.status);
        }
    }
}

#[tokio::test]
async fn a_policy_lets_nothing_in_that_a_page_does_not_need() {
    let server = TestServer::start().await;
    let page = server.http().get("/").await;
    let policy = page.header(POLICY).unwrap();
    let has = |directive: &str| policy.split("; ").any(|d| d == directive);
    for directive in [
        "default-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(has(directive), "{directive} is not in {policy}");
    }
    let nonce = nonce_of(policy);
    assert!(has(&format!(
        "script-src 'nonce-{nonce}' 'wasm-unsafe-eval'"
    )));
    for loose in ["'unsafe-inline'", "'unsafe-eval'", " *", "https:"] {
        assert!(!policy.contains(loose), "{policy}");
    }
}

#[tokio::test]
async fn whatever_is_answered_is_guarded() {
    let server = TestServer::start().await;
    let http = server.http();
    let mut answers = pages(&server).await;
    for path in [
        "/icons.svg",
        "/rpc/greeting",
        "/healthz",
        "/readyz",
        "/live",
    ] {
        let answer = http.get(path).await;
        let policy = answer.header(POLICY).unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        answers.push(answer);
    }
    answers.push(http.post_from("http://evil.example", "", "/join", "").await);
    for answer in answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{answer:?}");
        }
        let permissions = answer.header("permissions-policy").unwrap();
        assert!(permissions.contains("camera=()"), "{permissions}");
    }
}
