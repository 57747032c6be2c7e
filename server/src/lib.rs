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

#[cfg(all(feature = "conformance", feature = "embed"))]
compile_error!("a release does not say everything again: `conformance` is for tests only");

use std::{
    future::Future,
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum_server::Handle;
use shared::ApiError;
use tokio::net::{TcpListener, TcpSocket};

pub mod config;
pub mod domain;
pub mod http;
pub mod hub;
pub mod live;
mod redirect;
mod serve;
mod stop;
pub mod store;
pub mod telemetry;
mod tls;
mod wire;

use config::{Config, ConfigError, Network};
use domain::{House, HubPublisher, Limits, Passwords, Reception, Secret, Tries};
use http::{AppState, AssetError, Fixtures, Site, Way};
use hub::Hub;
use live::{LiveDoor, LiveSettings, Most, Origins};
use store::{Store, StoreError, sqlite::SqliteStore};
use tls::{Tls, Validity};
pub use {stop::Stop, tls::TlsError};

/// Rendering pages allocates a lot; this takes a fifth less of the processor for it than the
/// system's own, and no more memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Handshakes that may wait to be accepted. The usual 128 makes a crowd that comes back
/// after a restart wait a second for its dropped packets to be sent again.
const BACKLOG: u32 = 4_096;

/// How long requests that have begun may take once everybody was sent away.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// How often presence and counts are told.
const TICK: Duration = Duration::from_millis(250);

/// How often what need not be remembered is forgotten.
const TIDY: Duration = Duration::from_secs(60);

/// Why the server could not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The built site.
    #[error(transparent)]
    Assets(#[from] AssetError),
    /// The house.
    #[error("the house cannot open: {0}")]
    House(#[from] ApiError),
    /// The settings contradict each other.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] tls::TlsError),
    /// Browsers would come in the clear.
    #[error(
        "without TLS only this machine may come, or a proxy: listen on 127.0.0.1, name the proxy \
         in TEAHOUSE_TRUSTED_PROXIES, or give TEAHOUSE_TLS_CERT and TEAHOUSE_TLS_KEY, or \
         TEAHOUSE_ACME_NAMES and TEAHOUSE_ACME_CONTACT"
    )]
    InTheClear,
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
    shutdown: impl Future<Output = Stop> + Send + 'static,
) -> Result<(), RunError> {
    let hub = Arc::new(Hub::new(config.outbox_bytes, config.presence_grace()));
    let _couriers = hub.couriers().start();
    let site = Arc::new(Site::open(&config.site)?);
    let store = open_store(&config, &hub).await?;
    let state = app_state(&config, &hub, Arc::clone(&store), site).await?;
    let (door, validity) = (state.door.clone(), state.validity.clone());
    let ticking = tokio::spawn(tick(state.house.clone()));
    let (pace, write_within) = (config.pace(), config.write_within());
    let address = listener.local_addr()?;
    let setup_token = state.house.setup_token();
    let handle = Handle::new();
    let tls = encrypt(&config, address, &handle, &validity).await?;
    tokio::spawn({
        let handle = handle.clone();
        async move {
            stop::empty(&door, shutdown.await, pace).await;
            // Requests that do not end by themselves do not keep the server from ending.
            handle.graceful_shutdown(Some(LAST_REQUESTS));
        }
    });
    let scheme = if tls.is_some() { "https" } else { "http" };
    let place = format!("{scheme}://{address}{}", config.base.as_str());
    tracing::info!("open at {place}");
    if let Some(token) = setup_token {
        announce_set_up(&config, &place, &token);
    }
    let routes = http::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let config = tls.as_ref().map(|tls| tls.config.clone());
    let served = serve::serve(listener, config, routes, handle, write_within).await;
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

/// Tells the operator, and nobody else, how the house is set up. A token that they chose
/// themselves they know.
fn announce_set_up(config: &Config, place: &str, token: &Secret) {
    match config.setup_token {
        Some(_) => tracing::warn!("this house has no owner: set it up at {place}/setup"),
        None => tracing::warn!(
            "this house has no owner: set it up at {place}/setup?token={}",
            token.expose()
        ),
    }
}

/// What browsers' connections are encrypted with, and the way there for those who come without.
async fn encrypt(
    config: &Config,
    address: SocketAddr,
    handle: &Handle<SocketAddr>,
    validity: &Validity,
) -> Result<Option<Tls>, RunError> {
    let Some(source) = config.certificate()? else {
        let is_guarded = !config.trusted_proxies.is_empty() || config.secure_cookies;
        return match address.ip().is_loopback() || is_guarded {
            true => Ok(None),
            false => Err(RunError::InTheClear),
        };
    };
    let tls = source.open(validity).await?;
    if let Some(from) = config.redirect_listen {
        let routes = redirect::routes(address.port());
        let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
        let leading = serve::serve(
            listen(from)?,
            None,
            routes,
            handle.clone(),
            config.write_within(),
        );
        tokio::spawn(leading);
    }
    Ok(Some(tls))
}

/// Brings the house up as it is stored.
async fn open_house(
    config: &Config,
    hub: &Arc<Hub>,
    store: Arc<dyn Store>,
) -> Result<House, RunError> {
    let passwords = Passwords::new(config.password_workers)?;
    let limits = Limits::new(Tries {
        account: config.account_tries,
        address: config.address_tries,
        calls: config.bot_calls,
    });
    let token = config.setup_token.clone().map(Secret::new);
    let reception = Reception::new(store.house().await?, passwords, limits, token)?;
    Ok(House::new(store, Arc::clone(hub), reception))
}

async fn app_state(
    config: &Config,
    hub: &Arc<Hub>,
    store: Arc<dyn Store>,
    site: Arc<Site>,
) -> Result<AppState, RunError> {
    let house = open_house(config, hub, store).await?;
    let proxies: Vec<_> = config.trusted_proxies.iter().map(Network::net).collect();
    let origins = Origins::new(config.origins.clone());
    let settings = LiveSettings {
        origins: origins.clone(),
        max_connections: config.max_connections,
        most: Most {
            person: config.person_links,
            address: config.address_links,
        },
        commands: config.link_commands,
        write_within: config.write_within(),
    };
    let options = leptos::config::LeptosOptions::builder()
        .output_name("teahouse")
        .build();
    Ok(AppState::new(Fixtures {
        door: LiveDoor::new(house.clone(), settings),
        house,
        origins,
        base: config.base.clone(),
        way: Way::new(
            &proxies,
            config.secure_cookies,
            config.certificate()?.is_some(),
        ),
        validity: Validity::default(),
        site,
        rendered: app::backend::Rendered::default(),
        options,
    }))
}

async fn tick(house: House) {
    let mut interval = tokio::time::interval(TICK);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut tidied = Instant::now();
    loop {
        interval.tick().await;
        let now = Instant::now();
        house.hub().tick(now);
        if now.saturating_duration_since(tidied) >= TIDY {
            house.tidy();
            tidied = now;
        }
    }
}
