//! The Teahouse server. From the outside in:
//!
//! - [`config`] and [`telemetry`]: what an operator sets and sees;
//! - [`http`]: pages, forms, files, health;
//! - [`live`]: the WebSocket door;
//! - [`domain`]: the use cases, which both doors call;
//! - [`store`]: what is kept, and when it is durable;
//! - [`hub`]: who is here, and the fan-out to them.
//!
//! A message comes in through a door, goes through [`domain`] into the [`store`], is
//! committed, and is published by the store's publishing thread into the [`hub`], whose
//! outboxes the connections of [`live`] drain.

// The types of the pages are nested deeply.
#![recursion_limit = "512"]

use std::{
    future::Future,
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::serve::ListenerExt;
use tokio::net::{TcpListener, TcpSocket};

pub mod config;
pub mod domain;
pub mod http;
pub mod hub;
pub mod live;
pub mod store;
pub mod telemetry;
mod wire;

use config::Config;
use domain::{House, HubPublisher};
use http::{AppState, AssetError, Site};
use hub::Hub;
use live::{LiveDoor, LiveSettings, Origins};
use store::{Store, StoreError, sqlite::SqliteStore};

/// Handshakes that may wait to be accepted. The usual 128 makes a crowd that comes back
/// after a restart wait a second for its dropped packets to be sent again.
const BACKLOG: u32 = 4_096;

/// How often presence and counts are told.
const TICK: Duration = Duration::from_millis(250);

/// Why the server could not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The built site.
    #[error(transparent)]
    Assets(#[from] AssetError),
    /// The network.
    #[error("the network failed: {0}")]
    Io(#[from] io::Error),
}

/// Listens on `address`.
///
/// # Errors
/// [`io::Error`], most often because the address is taken.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A server that is killed and started again gets its port back at once.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves on `listener` until `shutdown` is ready, then tells the clients to come back,
/// finishes what has begun, and closes the store.
///
/// # Errors
/// [`RunError`] when it cannot start. Cancelling the future is like killing the process:
/// nothing that was acknowledged is lost.
pub async fn run(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), RunError> {
    let hub = Arc::new(Hub::new(config.outbox_bytes, config.presence_grace()));
    let site = Arc::new(Site::open(&config.site)?);
    let store = open_store(&config, &hub).await?;
    let state = app_state(&config, &hub, Arc::clone(&store), site)?;
    let door = state.door.clone();
    let ticking = tokio::spawn(tick(Arc::clone(&hub)));
    let grace = config.shutdown();
    let address = listener.local_addr()?;
    // Nagle's algorithm would hold the second of two messages back for 40 ms.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "nodelay");
        }
    });
    let stopping = async move {
        shutdown.await;
        tracing::info!("stopping");
        if tokio::time::timeout(grace, door.close()).await.is_err() {
            tracing::warn!("some clients did not go in time");
        }
    };
    let serving = axum::serve(listener, http::router(state)).with_graceful_shutdown(stopping);
    tracing::info!("open at http://{address}");
    let served = serving.await;
    ticking.abort();
    store.close().await;
    tracing::info!("stopped");
    Ok(served?)
}

async fn open_store(config: &Config, hub: &Arc<Hub>) -> Result<Arc<dyn Store>, RunError> {
    let data = config.data.clone();
    let publisher = Box::new(HubPublisher::new(Arc::clone(hub)));
    let opening = tokio::task::spawn_blocking(move || SqliteStore::open(&data, publisher));
    let store = opening.await.map_err(io::Error::other)??;
    Ok(Arc::new(store))
}

fn app_state(
    config: &Config,
    hub: &Arc<Hub>,
    store: Arc<dyn Store>,
    site: Arc<Site>,
) -> Result<AppState, RunError> {
    let house = House::new(store, Arc::clone(hub));
    let origins = Origins::new(config.origins.clone());
    let settings = LiveSettings {
        origins: origins.clone(),
        max_connections: config.max_connections,
    };
    let options = leptos::config::LeptosOptions::builder()
        .output_name("teahouse")
        .build();
    Ok(AppState {
        door: LiveDoor::new(house.clone(), settings),
        house,
        origins,
        site,
        options,
    })
}

async fn tick(hub: Arc<Hub>) {
    let mut interval = tokio::time::interval(TICK);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        hub.tick(Instant::now());
    }
}
