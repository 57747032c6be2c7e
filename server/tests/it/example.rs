//! The example in the documents does what it says.

use std::process::{Output, Stdio};

use tokio::{process::Command, time::timeout};

use crate::common::{Api, PATIENCE, TestServer};

const BOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/examples/bot.py");

/// Whether there is a Python here.
fn has_python() -> bool {
    let version = std::process::Command::new("python3")
        .arg("--version")
        .output();
    version.is_ok_and(|output| output.status.success())
}

async fn run(bot: &Api, text: &str) -> Output {
    let mut python = Command::new("python3");
    python
        .args([BOT, text])
        .env("TEAHOUSE_URL", format!("http://{}", bot.address))
        .env("TEAHOUSE_TOKEN", &bot.token)
        .env("PYTHONIOENCODING", "utf-8")
        .env("no_proxy", "127.0.0.1")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let ended = timeout(PATIENCE, python.output()).await;
    ended.expect("it ends").expect("python3 is there")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bot_in_python_posts_and_reads() {
    if !has_python() {
        return;
    }
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let bot = Api::bot(&server, "tea-timer").await;
    let output = run(&bot, "tea is ready 茶").await;
    let told = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{wrong}");
    assert_eq!(ada.message().await.2, "tea is ready 茶");
    let expected = "tea-timer said message 1 in room 1\ntea-timer: tea is ready 茶\n";
    assert_eq!(told, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bot_in_python_says_why_it_is_not_let_in() {
    if !has_python() {
        return;
    }
    let server = TestServer::start().await;
    let bot = Api {
        address: server.address,
        token: "th_bot_0".to_owned(),
    };
    let output = run(&bot, "x").await;
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(
        wrong.contains("/me: 401") && wrong.contains("Unauthenticated"),
        "{wrong}"
    );
}
