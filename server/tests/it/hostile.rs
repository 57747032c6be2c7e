//! What went wrong in chat servers of others, tried here. See "The holes of others" in
//! ARCHITECTURE.md.

use serde_json::{Value, json};
use shared::frame::CloseReason;

use crate::common::{Answer, Api, Ended, Http, JsonClient, TestServer, nonce, percent};

mod names;

const PASSWORD: &str = "correct horse battery";

#[tokio::test]
async fn nothing_but_the_password_is_the_password() {
    let server = TestServer::start().await;
    let http = server.http();
    http.sign_up("maya", PASSWORD).await;
    let long = PASSWORD.repeat(1_000);
    let nearly = [
        "",
        " ",
        "null",
        "true",
        "correct horse batter",
        "Correct horse battery",
        "correct horse battery ",
        " correct horse battery",
        "correct horse battery\0",
        "correct horse battery\n",
        "%",
        "$argon2id$v=19$m=19456,t=2,p=1$",
        "' OR '1'='1",
        &long,
    ];
    for password in nearly {
        let answer = http.sign_in("maya", password).await;
        assert_eq!(
            (answer.status, answer.session()),
            (422, None),
            "{password:.40?}"
        );
    }
    for form in [
        "handle=maya",
        "handle=maya&password",
        "password[]=x&handle=maya",
    ] {
        let answer = http.post_as("", "/sign-in", form).await;
        assert_eq!((answer.status, answer.session()), (422, None), "{form}");
    }
    assert_eq!(http.sign_in("maya", PASSWORD).await.status, 303);
}

/// Operators, quotes and shapes that somebody's database might take for more than text.
const INJECTIONS: [&str; 9] = [
    "' OR 1=1 --",
    "owner'--",
    "\"; DROP TABLE users; --",
    "%",
    "own%",
    "{\"$ne\":null}",
    "owner\0x",
    "../../etc/passwd",
    "owner' UNION SELECT 1,2,3 --",
];

#[tokio::test]
async fn what_is_sent_before_signing_in_is_text_and_no_query() {
    let server = TestServer::start().await;
    let http = server.http();
    let harmless = |answer: &Answer, what: &str| {
        assert!((200..500).contains(&answer.status), "{what}: {answer:?}");
        assert_eq!(answer.session(), None, "{what}");
    };
    for injection in INJECTIONS {
        let typed = percent(injection);
        for (path, form) in [
            ("/sign-in", format!("handle={typed}&password={typed}")),
            ("/sign-in", format!("handle[$ne]=x&password[$ne]={typed}")),
            (
                "/signup",
                format!("handle={typed}&name=x&password={PASSWORD}"),
            ),
            ("/setup", format!("token={typed}&house=x&handle=eve&name=x")),
        ] {
            harmless(&http.post_as("", path, &form).await, &form);
        }
        let code = format!("/invite/{typed}");
        harmless(&http.get(&code).await, &code);
        let cookie = format!("teahouse_session={typed}");
        harmless(&http.get_as(&cookie, "/").await, &cookie);
        let path = format!("/r/{typed}");
        harmless(&http.get(&path).await, &path);
        let call = http.get(&format!("/rpc/rooms.view?room={typed}")).await;
        assert_eq!(call.body, "\"NotReached\"", "{injection}");
        let api = Api {
            address: server.address,
            token: typed,
        };
        assert_eq!(api.get("/me").await.status, 401, "{injection}");
    }
    let owner = http.owner().await;
    assert!(
        http.get_as(&owner, "/")
            .await
            .body
            .contains("action=\"/leave\"")
    );
}

/// The code of an invite link of this house.
async fn invite(http: &Http) -> String {
    let owner = http.owner().await;
    let decided = "house=House&sign_up=invited&guests=on";
    http.post_as(&owner, "/settings/house", decided).await;
    let form = "days=3&uses=5";
    let page = http.post_as(&owner, "/settings/house/invites", form).await;
    let begins = format!("href=\"{}/invite/", http.origin());
    let (_, rest) = page.body.split_once(&begins).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_invite_link_opens_its_own_house_and_makes_nobody_its_owner() {
    let (here, there) = (TestServer::start().await, TestServer::start().await);
    let (ours, theirs) = (invite(&here.http()).await, invite(&there.http()).await);
    let account = format!(
        "handle=eve&name=Eve&is_owner=1&role=owner&password={}",
        percent(PASSWORD)
    );
    let follow = async |code: &str| {
        let path = format!("/invite/{code}");
        here.http().post_as("", &path, &account).await
    };
    let refused = follow(&theirs).await;
    assert_eq!((refused.status, refused.session()), (422, None));
    let eve = follow(&ours).await.session().expect("a session");
    for path in ["/settings/house", "/rpc/invites"] {
        let page = here.http().get_as(&eve, path).await.body;
        assert!(
            !page.contains("name=\"sign_up\"") && !page.contains("ending"),
            "{path}"
        );
    }
    let http = here.http();
    let form = "house=x&sign_up=open";
    let change = http.post_as(&eve, "/settings/house", form);
    assert_eq!(change.await.status, 404);
}

#[tokio::test]
async fn what_is_stored_opens_nothing() {
    let server = TestServer::start().await;
    let http = server.http();
    let maya = http.sign_up("maya", PASSWORD).await;
    let token = http.bot(&maya, "tea-timer").await;
    let code = invite(&http).await;
    let session = maya.split_once('=').unwrap().1.to_owned();
    let digits = token.trim_start_matches("th_bot_").to_owned();
    let data = server.stop().await;
    let mut stored = Vec::new();
    for file in std::fs::read_dir(data.path()).unwrap() {
        stored.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |text: &str| {
        stored
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(
        holds("tea-timer") && holds("maya"),
        "this is where it would be"
    );
    for secret in [&session, &digits, &code, PASSWORD] {
        assert!(!holds(secret));
        let bytes: Vec<u8> = secret.as_bytes().chunks(2).filter_map(byte).collect();
        let is_raw = bytes.len() == secret.len() / 2;
        assert!(!is_raw || !stored.windows(bytes.len()).any(|part| part == bytes));
    }
}

/// Two hexadecimal digits.
fn byte(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
}

/// Says it over HTTP, and it must work.
async fn must(api: &Api, path: &str, body: Value) -> Value {
    let reply = api.post(path, &body).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    reply.body
}

#[tokio::test]
async fn what_one_had_in_a_room_is_worth_nothing_after_one_is_put_out() {
    let server = TestServer::start().await;
    let ada = Api::bot(&server, "ada").await;
    let bao = Api::bot(&server, "bao").await;
    let room = must(&ada, "/rooms", json!({"name": "cellar", "private": true})).await;
    let room = room["id"].as_u64().unwrap();
    let user = bao.get("/me").await.body["you"]["id"].clone();
    let change = async |number: u64, change: Value| {
        let body = json!({"nonce": nonce(number).to_string(), "change": change});
        must(&ada, &format!("/rooms/{room}/change"), body).await
    };
    change(1, json!({"Add": {"user": user}})).await;
    let path = format!("/rooms/{room}/messages");
    let said = json!({"nonce": nonce(2).to_string(), "text": "mine"});
    let mine = must(&bao, &path, said.clone()).await["message"].clone();
    let epoch = bao.get(&path).await.body["page"]["epoch"].clone();
    let enter = json!({"EnterRoom": {"room": room, "cursor": {"epoch": epoch, "seq": 1}}});
    let mut link = JsonClient::with_token(server.address, &bao.token).await;
    link.say(&enter.to_string()).await;
    change(3, json!({"Remove": {"user": user}})).await;
    let gone = json!({"Rejected": {"subject": {"Room": room}, "error": "NotFound"}});
    while link.read().await.unwrap() != gone {}
    let secret = json!({"nonce": nonce(4).to_string(), "text": "behind his back"});
    must(&ada, &path, secret).await;
    // Entering again with a cursor from before, on the same link and on a fresh one.
    link.say(&enter.to_string()).await;
    assert_eq!(link.read().await.unwrap(), gone);
    let mut fresh = JsonClient::with_token(server.address, &bao.token).await;
    fresh.read().await.unwrap();
    fresh.say(&enter.to_string()).await;
    assert_eq!(fresh.read().await.unwrap(), gone);
    let again = json!({"nonce": nonce(5).to_string(), "text": "changed"});
    let bare = json!({"nonce": nonce(6).to_string()});
    for (path, body) in [
        (format!("{path}/{mine}/edit"), again),
        (format!("{path}/{mine}/delete"), bare),
    ] {
        let refused = bao.post(&path, &body).await;
        assert_eq!(refused.body["error"], "NotFound", "{path}");
    }
    let theirs = ada.get(&path).await.body;
    assert_eq!(theirs["page"]["entries"][0]["message"]["text"], "mine");
    // The same command again is answered as it was, and tells nothing new.
    let repeated = bao.post(&path, &said).await;
    assert!(
        !repeated.body.to_string().contains("behind"),
        "{}",
        repeated.body
    );
}

#[tokio::test]
async fn a_message_is_looked_for_in_its_own_room_only() {
    let server = TestServer::start().await;
    let (ada, eve) = (
        Api::bot(&server, "ada").await,
        Api::bot(&server, "eve").await,
    );
    let cellar = must(&ada, "/rooms", json!({"name": "cellar", "private": true})).await;
    let garden = must(&eve, "/rooms", json!({"name": "garden"})).await;
    let say = json!({"nonce": nonce(1).to_string(), "text": "secret"});
    let path = format!("/rooms/{}/messages", cellar["id"]);
    let message = must(&ada, &path, say).await["message"].clone();
    // Eve owns the garden: there she may delete any message, and nowhere else.
    let bare = json!({"nonce": nonce(2).to_string()});
    for (room, error) in [(&garden["id"], "NotFound"), (&cellar["id"], "NotFound")] {
        let path = format!("/rooms/{room}/messages/{message}/delete");
        assert_eq!(eve.post(&path, &bare).await.body["error"], error);
    }
    assert_eq!(
        ada.get(&path).await.body["page"]["entries"][0]["message"]["text"],
        "secret"
    );
}

/// A link of a bot ends with its token, and its token alone.
#[tokio::test]
async fn who_has_the_token_of_one_bot_is_no_other() {
    let server = TestServer::start().await;
    let http = server.http();
    let maya = http.sign_up("maya", PASSWORD).await;
    let (one, two) = (http.bot(&maya, "one").await, http.bot(&maya, "two").await);
    let mut first = JsonClient::with_token(server.address, &one).await;
    let mut second = JsonClient::with_token(server.address, &two).await;
    let me = first.read().await.unwrap();
    assert_eq!(
        second.read().await.unwrap()["Welcomed"]["you"]["name"],
        "two"
    );
    let id = &me["Welcomed"]["you"]["id"];
    http.post_as(&maya, &format!("/settings/bots/{id}/revoke"), "")
        .await;
    assert_eq!(
        first.end().await,
        Ended::Closed(CloseReason::SignedOut.code())
    );
    second.say("\"Ping\"").await;
    assert_eq!(second.read().await.unwrap(), "Ponged");
}
