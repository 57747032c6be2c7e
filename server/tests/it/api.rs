//! Commands over HTTP: once each, for bots alone.

use serde_json::{Value, json};

use crate::common::{Api, Reply, TestServer};

mod document;

const NONCE: &str = "000000000000000000000000000000ff";

fn refused(reply: &Reply) -> (u16, &Value) {
    (reply.status, &reply.body["error"])
}

#[tokio::test]
async fn a_bot_opens_a_room_speaks_in_it_and_reads_it() {
    let server = TestServer::start().await;
    let bot = Api::bot(&server, "tea-timer").await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let me = bot.get("/me").await;
    assert_eq!(me.body["you"]["name"], "tea-timer");
    assert_eq!(me.body["house"], "Test house");
    let said = json!({"nonce": NONCE, "text": "  ding \u{1F514} "});
    let first = bot.post("/rooms/1/messages", &said).await;
    let acked = json!({"nonce": NONCE, "room": 1, "message": 1, "seq": 1});
    let first_outcome = Reply {
        status: 200,
        body: acked,
    };
    assert_eq!(first, first_outcome);
    let other = json!({"nonce": NONCE, "text": "something else"});
    let again = bot.post("/rooms/1/messages", &other).await;
    assert_eq!(again, first_outcome, "one nonce is one command");
    assert_eq!(ada.message().await.2, "ding \u{1F514}");
    let page = bot.get("/rooms/1/messages").await.body;
    assert_eq!(page["page"]["entries"].as_array().unwrap().len(), 1);
    assert_eq!(page["page"]["entries"][0]["message"]["nonce"], NONCE);
    assert!(page["page"]["epoch"].is_string(), "{page}");
    let room = json!({"name": "bots", "private": true});
    let opened = bot.post("/rooms", &room).await.body;
    assert_eq!(opened["name"], "bots");
    let info = bot.get(&format!("/rooms/{}", opened["id"])).await.body;
    assert_eq!(
        (&info["kind"], &info["role"]),
        (&json!("Private"), &json!("Owner"))
    );
    let change = json!({"nonce": "00000000000000000000000000000009", "change": {"SetTopic": {"topic": "t"}}});
    let room = format!("/rooms/{}", opened["id"]);
    bot.post(&format!("{room}/change"), &change).await;
    let page = bot.get(&format!("{room}/messages")).await.body;
    assert_eq!(
        page["notices"][0]["change"]["SetTopic"]["topic"], "t",
        "{page}"
    );
}

#[tokio::test]
async fn nobody_else_gets_in_whatever_they_bring() {
    let server = TestServer::start().await;
    let http = server.http();
    let bot = Api::bot(&server, "tea-timer").await;
    let maya = http.sign_up("maya", "correct horse").await;
    let guest = http.join("Bao").await;
    let of = |cookie: &str| cookie.split_once('=').unwrap().1.to_owned();
    let digits = bot.token.strip_prefix("th_bot_").unwrap().to_owned();
    let last = bot.token.chars().next_back().unwrap();
    let other = if last == '0' { "1" } else { "0" };
    let nearly = format!("{}{other}", &bot.token[..bot.token.len() - 1]);
    let tokens = [of(&maya), of(&guest), digits, nearly, String::new()];
    for token in tokens
        .into_iter()
        .chain(["null", "0", "1-"].map(str::to_owned))
    {
        let api = Api {
            token: token.clone(),
            ..bot.clone()
        };
        let post = json!({"nonce": NONCE, "text": "x"});
        for reply in [
            api.get("/me").await,
            api.post("/rooms/1/messages", &post).await,
        ] {
            assert_eq!(refused(&reply), (401, &json!("Unauthenticated")), "{token}");
        }
    }
    // A cookie is not looked at, on whatever page.
    let body = format!(r#"{{"nonce":"{NONCE}","text":"x"}}"#);
    for origin in [http.origin(), "http://evil.example".to_owned()] {
        let head = format!(
            "POST /api/v1/rooms/1/messages HTTP/1.1\nCookie: {maya}\nOrigin: {origin}\n\
             Content-Type: application/json\nContent-Length: {}",
            body.len()
        );
        let answer = http.raw(&head, &body).await;
        assert_eq!(
            (answer.status, answer.header("www-authenticate")),
            (401, Some("Bearer"))
        );
    }
    let page = bot.get("/rooms/1/messages").await.body;
    assert_eq!(page["page"]["entries"], json!([]));
}

#[tokio::test]
async fn no_page_of_another_origin_is_let_near() {
    let server = TestServer::start().await;
    let http = server.http();
    for path in ["/me", "/rooms/1/messages", "/openapi.json"] {
        for method in ["OPTIONS", "GET", "POST"] {
            let head = format!(
                "{method} /api/v1{path} HTTP/1.1\nOrigin: http://evil.example\n\
                 Access-Control-Request-Method: POST\nContent-Length: 0\n\
                 Access-Control-Request-Headers: authorization"
            );
            let answer = http.raw(&head, "").await;
            let names = answer.headers.iter().map(|(name, _)| name.to_lowercase());
            let cors: Vec<_> = names.filter(|n| n.starts_with("access-control")).collect();
            assert!(cors.is_empty(), "{method} {path}: {cors:?}");
        }
    }
}

#[tokio::test]
async fn what_is_not_understood_is_refused_and_said_so() {
    let server = TestServer::start().await;
    let bot = Api::bot(&server, "tea-timer").await;
    let say = "/rooms/1/messages";
    for body in [
        "",
        "{",
        "null",
        "[]",
        r#"{"text":"x"}"#,
        r#"{"nonce":"00","text":"x"}"#,
        r#"{"nonce":1,"text":"x"}"#,
        r#"{"nonce":"000000000000000000000000000000ff","text":null}"#,
        r#"{"nonce":"000000000000000000000000000000ff","text":"x","author":1}"#,
        r#"{"nonce":"000000000000000000000000000000ff","text":"x","text":"y"}"#,
        r#"{"nonce":"000000000000000000000000000000ff","text":{"$ne":""}}"#,
    ] {
        let reply = bot.post_text(say, body).await;
        assert_eq!(refused(&reply), (400, &json!("Malformed")), "{body}");
    }
    let form = bot.raw_post(say, "text/plain", "{}").await;
    assert_eq!(form.status, 415);
    let large = "x".repeat(64 * 1024 + 1);
    assert_eq!(
        refused(&bot.post_text(say, &large).await),
        (413, &json!("TooLarge"))
    );
    let empty = json!({"nonce": NONCE, "text": " "});
    let problem = json!({"Invalid": {"field": "Text", "problem": "Empty"}});
    assert_eq!(refused(&bot.post(say, &empty).await), (422, &problem));
    let many = json!({"users": vec![1; 51]});
    assert_eq!(
        refused(&bot.post("/people", &many).await),
        (413, &json!("TooLarge"))
    );
    for nowhere in ["/rooms/x", "/rooms/99", "/rooms/-1/messages", "/nowhere"] {
        let reply = bot.get(nowhere).await;
        assert_eq!(refused(&reply), (404, &json!("NotFound")), "{nowhere}");
    }
    for query in ["before=x", "before=-1", "before=1&before=2", "behind=1"] {
        let reply = bot.get(&format!("{say}?{query}")).await;
        assert_eq!(reply.status, 400, "{query}");
    }
    let page = bot.get(say).await.body;
    assert_eq!(page["page"]["entries"], json!([]));
}

#[tokio::test]
async fn too_many_calls_wait_as_long_as_they_are_told_and_others_do_not() {
    let few = |config: &mut server::config::Config| config.bot_calls = 3.try_into().unwrap();
    let server = TestServer::with(few).await;
    let eager = Api::bot(&server, "eager").await;
    let calm = Api::bot(&server, "calm").await;
    // One comes back every 200 ms: of so many at once some are too many.
    let calls = (0..60).map(|_| eager.get("/me"));
    let replies = futures_util::future::join_all(calls).await;
    let is_refused = |reply: &&Reply| reply.status == 429;
    let refused = replies.iter().find(is_refused).expect("too many");
    assert_eq!(refused.body["error"]["RateLimited"]["retry_after_s"], 1);
    assert!(replies.iter().any(|reply| reply.status == 200));
    assert_eq!(calm.get("/me").await.status, 200);
}
