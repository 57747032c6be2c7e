//! The command itself: it logs what was refused, and never what anybody said.

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    process::{Child, ChildStderr, Command, Stdio},
};

use futures_util::SinkExt;
use tokio_tungstenite::tungstenite::Message;

use crate::common::{Client, Ended, Http, a_site, nonce, percent, request};

/// A server process that is killed when the test is over.
struct Process {
    child: Child,
    logs: BufReader<ChildStderr>,
    head: String,
    address: SocketAddr,
}

impl Process {
    fn start(data: &std::path::Path, site: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_teahouse"))
            .env("TEAHOUSE_LISTEN", "127.0.0.1:0")
            .env("TEAHOUSE_DATA", data)
            .env("TEAHOUSE_SITE", site)
            .env("TEAHOUSE_LOG", "debug")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut logs = BufReader::new(child.stderr.take().unwrap());
        let mut head = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(logs.read_line(&mut line).unwrap() > 0, "{head}");
            head += &line;
            if let Some((_, address)) = line.trim().split_once("open at http://") {
                break address.parse().unwrap();
            }
        };
        Self {
            child,
            logs,
            head,
            address,
        }
    }

    /// Everything it logged until it was killed.
    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.logs.read_to_string(&mut self.head).unwrap();
        self.head
    }
}

#[tokio::test]
async fn logs_name_what_was_refused_but_no_text_no_name_and_no_token() {
    let (data, site) = (tempfile::tempdir().unwrap(), a_site());
    let server = Process::start(data.path(), site.path());
    let http = Http::new(server.address);
    let session = http.join("canary-name").await;
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
    let bytes = b"canary-text is not a frame".to_vec();
    ada.socket.send(Message::binary(bytes)).await.unwrap();
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
    let token = session.split('=').nth(1).unwrap();
    for secret in ["canary", token] {
        assert!(!logs.contains(secret), "{secret} is logged:\n{logs}");
    }
}

/// `SIGKILL` in the middle of a stream of messages: each that was acknowledged is there.
#[tokio::test]
async fn killing_the_process_loses_nothing_that_was_acknowledged() {
    let (data, site) = (tempfile::tempdir().unwrap(), a_site());
    let server = Process::start(data.path(), site.path());
    let session = Http::new(server.address).join("Ada").await;
    let mut ada = Client::connect(server.address, &session).await;
    ada.enter(None).await;
    for number in 0..60 {
        ada.post(number, "x").await;
    }
    let seq = ada.acked(40).await;
    server.kill();
    let again = Process::start(data.path(), site.path());
    let mut ada = Client::connect(again.address, &session).await;
    let (_, last) = ada.enter(None).await;
    assert!(last >= seq, "{last} is before {seq}");
    // And sending everything again stores nothing twice.
    for number in 0..60 {
        ada.post(number, "x").await;
    }
    ada.acked(40).await;
    ada.post(99, "the end").await;
    assert_eq!(ada.acked(99).await.get(), 61);
    again.kill();
}
