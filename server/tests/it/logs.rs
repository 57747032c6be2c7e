//! The command itself: it logs what was refused, and never what anybody said.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use futures_util::SinkExt;
use tokio_tungstenite::tungstenite::Message;

use crate::common::{
    Api, Client, Ended, Http, JsonClient, OWNER_PASSWORD, Process, SETUP_TOKEN, TEAHOUSE, a_site,
    nonce, percent, request, serving,
};

/// A bot says something, right and wrong, over HTTP and over a link; its token.
async fn a_bot_talks(http: &Http) -> String {
    let maya = http.sign_in("canary-handle", "canary-password").await;
    let token = http.bot(&maya.session().unwrap(), "canary-bot").await;
    let bot = Api {
        address: http.address,
        token: token.clone(),
    };
    for body in [
        r#"{"nonce":"000000000000000000000000000000ff","text":"canary-text"}"#,
        r#"{"nonce":"000000000000000000000000000000fe","text":"canary-text","canary":1}"#,
        r#"{"nonce":"000000000000000000000000000000fd","text":"canary-text \u0007"}"#,
    ] {
        bot.post_text("/rooms/1/messages", body).await;
    }
    let mut link = JsonClient::with_token(http.address, &token).await;
    link.say(r#"{"canary":{"text":"canary-text"}}"#).await;
    assert!(matches!(link.end().await, Ended::Closed(_)));
    token
}

/// Names that are chosen, searched and changed.
async fn people_are_looked_for(http: &Http, session: &str) {
    for (path, form) in [
        ("/new", "user=1&user=3&name=canary-group"),
        ("/new", "user=1&user=999&name=canary-group"),
        ("/settings/profile", "name=canary-name-2"),
    ] {
        assert_ne!(http.post_as(session, path, form).await.status, 500);
    }
    http.get_as(session, "/new?q=canary-search").await;
    http.get_as(session, "/rpc/people?text=canary-search").await;
}

#[tokio::test]
async fn logs_name_what_was_refused_but_no_text_no_name_and_no_token() {
    let (data, site) = (tempfile::tempdir().unwrap(), a_site());
    let server = Process::start(serving(TEAHOUSE, data.path(), site.path(), "debug"));
    let http = Http::new(server.address);
    http.set_up().await;
    let session = http.join("canary-name").await;
    http.sign_up("canary-handle", "canary-password").await;
    assert_eq!(
        http.sign_in("canary-handle", "canary-wrong").await.status,
        422
    );
    let mut ada = Client::connect(server.address, &session).await;
    ada.enter(None).await;
    ada.post(1, "canary-text").await;
    ada.acked(1).await;
    ada.post(2, "canary-text \u{7}").await;
    let form = format!("text={}&nonce={}", percent("canary-text \u{7}"), nonce(3));
    assert_eq!(
        http.post_as(&session, "/r/1/messages", &form).await.status,
        422
    );
    let foreign = http
        .post_from(
            "http://evil.example",
            &session,
            "/rooms",
            "name=canary-room",
        )
        .await;
    assert_eq!(foreign.status, 403);
    let token = a_bot_talks(&http).await;
    people_are_looked_for(&http, &session).await;
    let bytes = b"canary-text is not a frame".to_vec();
    ada.socket().send(Message::binary(bytes)).await.unwrap();
    assert!(matches!(ada.end().await, Ended::Closed(_)));
    let mut strange = request(server.address, &session);
    strange.headers_mut().remove("origin");
    let stream = tokio::net::TcpStream::connect(server.address)
        .await
        .unwrap();
    assert!(
        tokio_tungstenite::client_async(strange, stream)
            .await
            .is_err()
    );
    let logs = server.kill();
    for expected in [
        "command refused",
        "frame refused",
        "handshake refused",
        "foreign origin",
    ] {
        assert!(logs.contains(expected), "{expected} is not logged:\n{logs}");
    }
    let cookie = session.split('=').nth(1).unwrap();
    let digits = token.trim_start_matches("th_bot_");
    for secret in ["canary", cookie, digits, SETUP_TOKEN, OWNER_PASSWORD] {
        assert!(!logs.contains(secret), "{secret} is logged:\n{logs}");
    }
}

/// Its reader may go before it does, as when a terminal is closed.
#[tokio::test]
async fn a_server_whose_log_nobody_reads_stops_when_it_is_told_to() {
    let (data, site) = (tempfile::tempdir().unwrap(), a_site());
    let mut command = serving(TEAHOUSE, data.path(), site.path(), "info");
    let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut logs = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("open at") {
        line.clear();
        assert!(logs.read_line(&mut line).unwrap() > 0);
    }
    drop(logs);
    let number = server.id().to_string();
    let told = Command::new("kill").args(["-INT", &number]).status();
    assert!(told.unwrap().success());
    // Unless it stops, this waits for ever.
    assert!(server.wait().unwrap().success());
}
