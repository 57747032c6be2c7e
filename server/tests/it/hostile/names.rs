//! A canary in every name and text that the doors for bots take.

use serde_json::json;

use super::{PASSWORD, must};
use crate::common::{Api, TestServer, nonce, percent};

/// Markup, quotes and templates.
const CANARIES: [&str; 4] = [
    "<script>a&b</script>",
    "\"'><b onclick=x>",
    "{{ name }}${x}<%x%>",
    "</title><i>",
];

/// What of them must not stand in a page.
const RAW: [&str; 4] = ["<script>a", "<b onclick", "<%x%>", "</title><i>"];

#[tokio::test]
async fn names_and_texts_of_bots_are_shown_as_they_are_and_never_run() {
    let server = TestServer::start().await;
    let http = server.http();
    let maya = http.sign_up("maya", PASSWORD).await;
    for (n, canary) in (1..).zip(CANARIES) {
        let bot = Api {
            address: server.address,
            token: http.bot(&maya, canary).await,
        };
        let room = json!({"name": canary});
        let opened = must(&bot, "/rooms", room).await;
        let id = opened["id"].as_u64().unwrap();
        let topic = json!({"SetTopic": {"topic": canary}});
        let change = json!({"nonce": nonce(n).to_string(), "change": topic});
        must(&bot, &format!("/rooms/{id}/change"), change).await;
        let text = json!({"nonce": nonce(n + 100).to_string(), "text": canary});
        must(&bot, &format!("/rooms/{id}/messages"), text).await;
        // Whoever asks for JSON gets exactly what was said.
        let info = bot.get(&format!("/rooms/{id}")).await.body;
        assert_eq!(
            (&info["name"], &info["topic"]),
            (&json!(canary), &json!(canary))
        );
        assert_eq!(bot.get("/me").await.body["you"]["name"], canary);
        let page = bot.get(&format!("/rooms/{id}/messages")).await.body;
        assert_eq!(page["page"]["entries"][0]["message"]["text"], canary);
        assert_eq!(page["page"]["people"][0]["name"], canary);
        let escaped = canary.replace('&', "&amp;").replace('<', "&lt;");
        let escaped = escaped.replace('>', "&gt;");
        for path in [
            "/".to_owned(),
            format!("/r/{id}"),
            "/settings/bots".to_owned(),
        ] {
            let page = http.get_as(&maya, &path).await;
            assert_eq!(page.status, 200, "{path}");
            for raw in RAW {
                assert!(!page.body.contains(raw), "{raw} in {path}");
            }
            let shown = page.body.replace("&quot;", "\"").replace("&#x27;", "'");
            assert!(shown.contains(&escaped), "{path} shows {canary}");
        }
    }
}

/// One name must not be made to look like another.
#[tokio::test]
async fn what_turns_the_direction_of_text_around_is_refused_in_every_field() {
    let server = TestServer::start().await;
    let http = server.http();
    let maya = http.sign_up("maya", PASSWORD).await;
    let bot = Api::bot(&server, "tea-timer").await;
    must(&bot, "/rooms", json!({"name": "garden"})).await;
    let turned = "a\u{202E}gnp.exe";
    let form = format!("days=7&name={}", percent(turned));
    let refused = http.post_as(&maya, "/settings/bots", &form).await;
    assert_eq!(refused.status, 422);
    let change = |change| json!({"nonce": nonce(1).to_string(), "change": change});
    for (path, body) in [
        ("/rooms", json!({"name": turned})),
        (
            "/rooms/2/change",
            change(json!({"Rename": {"name": turned}})),
        ),
        (
            "/rooms/2/change",
            change(json!({"SetTopic": {"topic": turned}})),
        ),
        (
            "/rooms/2/messages",
            json!({"nonce": nonce(1).to_string(), "text": turned}),
        ),
    ] {
        let reply = bot.post(path, &body).await;
        let problem = &reply.body["error"]["Invalid"]["problem"];
        assert_eq!(problem, "ControlCharacter", "{body}");
    }
}

/// What is said in JSON stays JSON, whatever a browser would like to see in it.
#[tokio::test]
async fn an_answer_of_the_api_is_never_taken_for_a_page() {
    let server = TestServer::start().await;
    let bot = Api::bot(&server, "tea-timer").await;
    let body = r#"{"<script>alert(1)</script>":1}"#;
    for answer in [
        bot.raw_post("/rooms", "application/json", body).await,
        bot.raw_post("/rooms", "text/html", body).await,
        bot.raw_post("/%3Cscript%3E", "application/json", body)
            .await,
    ] {
        let header = |name| answer.header(name).unwrap_or_default().to_owned();
        assert_eq!(header("content-type"), "application/json", "{answer:?}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(header("cache-control"), "private, no-store");
    }
}
