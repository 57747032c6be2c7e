//! Certificates that the server asks for, from a real directory: Pebble, which is made for tests, and
//! which makes sure that the name leads to the server as others do.

use std::{os::unix::fs::PermissionsExt, path::Path, process::Command};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    common::{Http, Process, TEAHOUSE, a_site, serving},
    tls::{connect, link, session, set_up},
};

mod pebble;

use pebble::{BLOCKED, Pebble, free, is_here};

/// What it logs when it has got one, and when not.
const NEW: &str = "there is a new certificate";
const READ: &str = "the certificate was read";
const REFUSED: &str = "no new certificate: trying again";

/// A server that asks for a certificate for this name.
fn asking(pebble: &Pebble, name: &str, data: &Path, site: &Path) -> Command {
    let mut command = serving(TEAHOUSE, data, site, "info");
    command
        .env("TEAHOUSE_LISTEN", pebble.server.to_string())
        .env("TEAHOUSE_ACME_NAMES", name)
        .env("TEAHOUSE_ACME_CONTACT", "owner@chat.example")
        .env("TEAHOUSE_ACME_DIRECTORY", pebble.directory())
        .env("TEAHOUSE_ACME_ROOT", pebble.root());
    command
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_server_gets_its_certificate_by_itself_and_keeps_it() {
    if !is_here() {
        return;
    }
    let (data, site) = (tempfile::tempdir().unwrap(), a_site());
    let mut pebble = Pebble::new();
    pebble.start().await;
    let redirect = free();
    let mut command = asking(&pebble, "localhost", data.path(), site.path());
    command.env("TEAHOUSE_REDIRECT_LISTEN", redirect.to_string());
    let mut server = Process::start(command);
    server.until(NEW);
    let trusted = pebble.authority().await;
    let opened = set_up(server.address, &trusted).await;
    assert!(opened.starts_with("HTTP/1.1 303"), "{opened}");
    assert!(opened.contains("strict-transport-security: "), "{opened}");
    assert!(opened.contains("set-cookie: __Host-"), "{opened}");
    link(server.address, &trusted, session(&opened)).await;
    let modern = connect(server.address, &[&trusted], &["h2", "http/1.1"]).await;
    let modern = modern.unwrap();
    assert_eq!(modern.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let led = Http::new(redirect).get("/r/1").await;
    assert_eq!(led.status, 308);
    // Nobody but a directory that has just been asked gets an answer to its question.
    let asked = connect(server.address, &[&trusted], &["acme-tls/1"]).await;
    assert!(asked.is_err());

    let folder = data.path().join("acme");
    let files = std::fs::read_dir(&folder).unwrap();
    let modes: Vec<_> = files.map(|file| mode(&file.unwrap().path())).collect();
    assert_eq!((mode(&folder), modes), (0o700, vec![0o600; 2]));

    server.kill();
    // From now on nobody could give it another one.
    pebble.stop();
    let again = Process::start(asking(&pebble, "localhost", data.path(), site.path()));
    link(again.address, &trusted, session(&opened)).await;
    let logged = again.kill();
    assert!(
        logged.contains(READ) && !logged.contains(REFUSED),
        "{logged}"
    );
}

#[tokio::test]
async fn a_server_that_is_refused_a_certificate_says_so_and_speaks_with_nobody() {
    if !is_here() {
        return;
    }
    let (data, site) = (tempfile::tempdir().unwrap(), a_site());
    let mut pebble = Pebble::new();
    pebble.start().await;
    let mut server = Process::start(asking(&pebble, BLOCKED, data.path(), site.path()));
    let logged = server.until("failures=2");
    assert!(
        logged.contains(REFUSED) && logged.contains("rejectedIdentifier"),
        "{logged}"
    );
    assert!(!logged.contains(NEW), "{logged}");
    let trusted = pebble.authority().await;
    assert!(connect(server.address, &[&trusted], &[]).await.is_err());
    let mut clear = TcpStream::connect(server.address).await.unwrap();
    clear
        .write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    let _ = clear.read_to_end(&mut answer).await;
    assert!(!String::from_utf8_lossy(&answer).contains("HTTP/1."));
}

#[tokio::test]
async fn a_directory_that_does_not_answer_is_asked_again() {
    if !is_here() {
        return;
    }
    let (data, site) = (tempfile::tempdir().unwrap(), a_site());
    let mut pebble = Pebble::new();
    let mut server = Process::start(asking(&pebble, "localhost", data.path(), site.path()));
    assert!(!server.until(REFUSED).contains(NEW));
    pebble.start().await;
    server.until(NEW);
    let trusted = pebble.authority().await;
    assert!(connect(server.address, &[&trusted], &[]).await.is_ok());
}
