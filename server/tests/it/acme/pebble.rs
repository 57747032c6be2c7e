use std::{
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use rustls::pki_types::{CertificateDer, pem::PemObject};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::tls::{Certificate, certify, connect};

/// A name that it gives no certificate for.
pub const BLOCKED: &str = "blocked.example";

/// Whether it is on this machine.
pub fn is_here() -> bool {
    let mut help = Command::new("pebble");
    help.arg("-h").stdout(Stdio::null()).stderr(Stdio::null());
    let is_here = help.status().is_ok();
    if !is_here {
        // `make test` says so too, where it is seen.
        println!("SKIPPED: pebble is missing here");
    }
    is_here
}

/// An address that nobody listens on.
pub fn free() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// A directory that gives certificates to whoever listens where it looks. It is killed when it is
/// dropped, and each start has a root certificate of its own.
pub struct Pebble {
    folder: TempDir,
    certificate: Certificate,
    address: SocketAddr,
    management: SocketAddr,
    child: Option<Child>,
    /// Where it looks.
    pub server: SocketAddr,
}

impl Pebble {
    /// Not running yet.
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let certificate = certify(folder.path());
        let pebble = Self {
            folder,
            certificate,
            address: free(),
            management: free(),
            child: None,
            server: free(),
        };
        let path = |name: &str| pebble.folder.path().join(name);
        let config = serde_json::json!({ "pebble": {
            "listenAddress": pebble.address,
            "managementListenAddress": pebble.management,
            "certificate": path("cert.pem"),
            "privateKey": path("key.pem"),
            "httpPort": free().port(),
            "tlsPort": pebble.server.port(),
            "domainBlocklist": [BLOCKED],
        }});
        std::fs::write(path("config.json"), config.to_string()).unwrap();
        pebble
    }

    /// Runs from now on.
    pub async fn start(&mut self) {
        let mut command = Command::new("pebble");
        command
            .arg("-config")
            .arg(self.folder.path().join("config.json"));
        // Otherwise it waits for seconds, and refuses one request in twenty.
        command
            .env("PEBBLE_VA_NOSLEEP", "1")
            .env("PEBBLE_WFE_NONCEREJECT", "0");
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(command.spawn().unwrap());
        for address in [self.address, self.management] {
            while TcpStream::connect(address).await.is_err() {}
        }
    }

    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Its URL.
    pub fn directory(&self) -> String {
        format!("https://localhost:{}/dir", self.address.port())
    }

    /// What it is trusted by.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    /// What those are trusted by whom it gave a certificate.
    pub async fn authority(&self) -> Certificate {
        let trusted = [&self.certificate];
        let mut stream = connect(self.management, &trusted, &["http/1.1"])
            .await
            .unwrap();
        let wanted = "GET /roots/0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(wanted.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        CertificateDer::from_pem_slice(&answer).unwrap()
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        self.stop();
    }
}
