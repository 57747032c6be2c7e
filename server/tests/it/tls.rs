//! Encrypted connections, as browsers make them.

use std::{net::SocketAddr, path::Path, sync::Arc};

use futures_util::{SinkExt, StreamExt};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use server::{RunError, Stop, config::Config};
use shared::{
    codec,
    frame::{ClientFrame, ServerFrame},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

use crate::common::{Http, SETUP_TOKEN, TestServer, a_site, request};

pub type Certificate = CertificateDer<'static>;

/// Puts a certificate for `localhost` and its key where the server looks.
pub fn certify(folder: &Path) -> Certificate {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    // The key first: whoever looks in between finds two that do not fit, and keeps what it has.
    std::fs::write(folder.join("key.pem"), signing_key.serialize_pem()).unwrap();
    std::fs::write(folder.join("cert.pem"), cert.pem()).unwrap();
    cert.der().clone()
}

async fn start(folder: &TempDir, change: impl FnOnce(&mut Config)) -> TestServer {
    let path = folder.path().to_owned();
    TestServer::closed_on(Arc::new(TempDir::new().unwrap()), |config| {
        config.tls_cert = Some(path.join("cert.pem"));
        config.tls_key = Some(path.join("key.pem"));
        change(config);
    })
    .await
}

/// Connects as somebody who trusts these certificates and speaks these protocols.
pub async fn connect(
    address: SocketAddr,
    trusted: &[&Certificate],
    protocols: &[&str],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    for certificate in trusted {
        roots.add(Certificate::clone(certificate)).unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let mut config = builder
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let name = ServerName::try_from("localhost").unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

/// Opens the house; the whole answer.
pub async fn set_up(address: SocketAddr, certificate: &Certificate) -> String {
    let mut stream = connect(address, &[certificate], &["http/1.1"])
        .await
        .unwrap();
    let port = address.port();
    let form = format!(
        "token={SETUP_TOKEN}&house=Test&guests=on&sign_up=open&handle=owner&name=Owner\
         &password=correct+horse+battery"
    );
    let head = format!(
        "POST /setup HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: https://localhost:{port}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // Some say goodbye to TLS, some just go.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

/// The session that an answer begins, as a `Cookie` header has it.
pub fn session(answer: &str) -> &str {
    let mut lines = answer.lines();
    let cookie = lines.find_map(|line| line.strip_prefix("set-cookie: "));
    cookie.and_then(|line| line.split(';').next()).unwrap()
}

/// A live link that has been welcomed.
pub async fn link(
    address: SocketAddr,
    certificate: &Certificate,
    session: &str,
) -> WebSocketStream<TlsStream<TcpStream>> {
    let stream = connect(address, &[certificate], &["http/1.1"])
        .await
        .unwrap();
    let mut wanted = request(address, session);
    let (headers, port) = (wanted.headers_mut(), address.port());
    headers.insert("host", format!("localhost:{port}").parse().unwrap());
    let origin = format!("https://localhost:{port}");
    headers.insert("origin", origin.parse().unwrap());
    let (mut socket, _) = Box::pin(client_async(wanted, stream)).await.unwrap();
    let welcomed = socket.next().await.unwrap().unwrap().into_data();
    let welcomed = codec::decode_server(&welcomed).unwrap();
    assert!(matches!(welcomed, ServerFrame::Welcomed { .. }));
    socket
}

#[tokio::test]
async fn browsers_come_encrypted_and_are_told_to_come_no_other_way() {
    let folder = TempDir::new().unwrap();
    let certificate = certify(folder.path());
    let server = start(&folder, |_| {}).await;
    let answer = set_up(server.address, &certificate).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=31536000"));
    let cookie = answer
        .lines()
        .find(|line| line.starts_with("set-cookie: __Host-"));
    assert!(cookie.unwrap().contains("; Secure"), "{answer}");
    for (offered, spoken) in [(&["h2", "http/1.1"][..], "h2"), (&["http/1.1"], "http/1.1")] {
        let stream = connect(server.address, &[&certificate], offered)
            .await
            .unwrap();
        let protocol = stream.get_ref().1.alpn_protocol();
        assert_eq!(protocol, Some(spoken.as_bytes()));
    }
    let stranger = certify(TempDir::new().unwrap().path());
    assert!(connect(server.address, &[&stranger], &[]).await.is_err());
}

#[tokio::test]
async fn another_certificate_is_taken_without_dropping_anybody() {
    let folder = TempDir::new().unwrap();
    let first = certify(folder.path());
    let server = start(&folder, |_| {}).await;
    let answer = set_up(server.address, &first).await;
    let mut socket = link(server.address, &first, session(&answer)).await;

    let second = certify(folder.path());
    while connect(server.address, &[&second], &[]).await.is_err() {}
    assert!(connect(server.address, &[&first], &[]).await.is_err());
    let ping = codec::encode(&ClientFrame::Ping).unwrap();
    socket.send(Message::binary(ping)).await.unwrap();
    let ponged = socket.next().await.unwrap().unwrap().into_data();
    assert_eq!(codec::decode_server(&ponged).unwrap(), ServerFrame::Ponged);
}

#[tokio::test]
async fn who_comes_in_the_clear_is_led_or_refused() {
    let folder = TempDir::new().unwrap();
    certify(folder.path());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let from = free.local_addr().unwrap();
    drop(free);
    let server = start(&folder, |config| config.redirect_listen = Some(from)).await;
    while TcpStream::connect(from).await.is_err() {}
    let clear = Http::new(from);
    let led = clear.get("/r/1?m=2").await;
    let port = server.address.port();
    let target = format!("https://127.0.0.1:{port}/r/1?m=2");
    assert_eq!((led.status, led.location()), (308, target.as_str()));
    assert_eq!(clear.get("/live").await.status, 403);
    assert_eq!(clear.post_as("", "/join", "nickname=Ada").await.status, 403);
}

#[tokio::test]
async fn a_server_that_would_speak_in_the_clear_to_everybody_does_not_start() {
    let (data, site) = (TempDir::new().unwrap(), a_site());
    let open = async |change: &dyn Fn(&mut Config)| {
        let mut config = Config {
            listen: "0.0.0.0:0".parse().unwrap(),
            data: data.path().to_owned(),
            site: site.path().to_owned(),
            setup_token: Some(SETUP_TOKEN.to_owned()),
            ..Config::default()
        };
        change(&mut config);
        let listener = server::listen(config.listen).unwrap();
        server::run(config, listener, async { Stop::AtOnce }).await
    };
    let refused = open(&|_| {}).await;
    assert!(matches!(refused, Err(RunError::InTheClear)), "{refused:?}");
    let proxied = |config: &mut Config| {
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    };
    assert!(open(&proxied).await.is_ok());
}
