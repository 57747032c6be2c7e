use std::{net::SocketAddr, num::NonZeroU32, path::Path, sync::Arc};

use server::{RunError, Stop, config::Config};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

use super::{Client, Http, PATIENCE, Road};

/// What the first owner of every test's house shows.
pub const SETUP_TOKEN: &str = "the-token-of-the-tests-0123456789";

const MANY: NonZeroU32 = NonZeroU32::new(1_000_000).unwrap();

/// A running server. Dropping it is like pulling the plug.
pub struct TestServer {
    pub address: SocketAddr,
    pub data: Arc<TempDir>,
    _site: TempDir,
    stop: Option<oneshot::Sender<Stop>>,
    running: JoinHandle<Result<(), RunError>>,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Starts with settings changed by `change`.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::on(Arc::new(TempDir::new().unwrap()), change).await
    }

    /// Starts on the data that another server left behind, and opens the house if nobody has.
    pub async fn on(data: Arc<TempDir>, change: impl FnOnce(&mut Config)) -> Self {
        let server = Self::closed_on(data, change).await;
        server.http().set_up().await;
        server
    }

    /// Starts a house that nobody owns yet.
    pub async fn closed() -> Self {
        Self::closed_on(Arc::new(TempDir::new().unwrap()), |_| {}).await
    }

    /// Starts on the data that another server left behind, as it is.
    pub async fn closed_on(data: Arc<TempDir>, change: impl FnOnce(&mut Config)) -> Self {
        let site = a_site();
        let mut config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            data: data.path().to_owned(),
            site: site.path().to_owned(),
            presence_grace_s: 0,
            setup_token: Some(SETUP_TOKEN.to_owned()),
            // Everybody here comes from one address.
            account_tries: MANY,
            address_tries: MANY,
            bot_calls: MANY,
            link_commands: MANY,
            person_links: usize::MAX,
            address_links: usize::MAX,
            ..Config::default()
        };
        change(&mut config);
        let is_encrypted = config.tls_cert.is_some();
        let listener = server::listen(config.listen).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async { stopped.await.unwrap_or(Stop::AtOnce) };
        let running = tokio::spawn(server::run(config, listener, shutdown));
        let server = Self {
            address,
            data,
            _site: site,
            stop: Some(stop),
            running,
        };
        if !is_encrypted {
            server.http().get("/readyz").await;
        }
        server
    }

    pub fn http(&self) -> Http {
        Http::new(self.address)
    }

    /// Somebody who has joined, and is connected.
    pub async fn client(&self, nickname: &str) -> Client {
        self.client_over(Road::WebSocket, nickname).await
    }

    /// The same over a road.
    pub async fn client_over(&self, road: Road, nickname: &str) -> Client {
        let session = self.http().join(nickname).await;
        Client::connect_over(road, self.address, &session).await
    }

    /// Stops in good order.
    pub async fn stop(mut self) -> Arc<TempDir> {
        self.begin_stop();
        let ended = tokio::time::timeout(PATIENCE, &mut self.running).await;
        ended.expect("the server stops").unwrap().unwrap();
        Arc::clone(&self.data)
    }

    /// Tells it to stop, without waiting.
    pub fn begin_stop(&mut self) {
        self.begin(Stop::AtOnce);
    }

    /// Tells it to stop in one of the ways.
    pub fn begin(&mut self, stop: Stop) {
        self.stop.take().map(|begin| begin.send(stop));
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.running.abort();
    }
}

/// The least that is a site: the server's tests need no wasm build.
pub fn a_site() -> TempDir {
    let site = TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path = site.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let hash = "0123456789abcdefABCDEF";
    write(&format!("pkg/teahouse.{hash}.js"), "// js");
    write(&format!("pkg/teahouse.{hash}.js.br"), "brotli");
    write(&format!("pkg/teahouse.{hash}.js.gz"), "gzip");
    write(&format!("pkg/teahouse.{hash}.wasm"), "wasm");
    write(&format!("pkg/split_parts.{hash}.wasm"), "wasm");
    write(&format!("pkg/teahouse.{hash}.css"), "css");
    write("icons.svg", "<svg/>");
    site
}
