//! What an operator may set, as written.

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf};

use clap::Parser;
use serde::Deserialize;
use shared::Base;

use super::Network;

/// A chat server that is one binary.
#[derive(Debug, Parser)]
#[command(name = "teahouse", version)]
pub struct Flags {
    /// A TOML file with any of these settings.
    #[arg(long, env = "TEAHOUSE_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// Print the effective configuration and exit.
    #[arg(long)]
    pub print_config: bool,
    #[command(flatten)]
    pub(super) settings: Settings,
}

/// The settings as written, each of them optional.
#[derive(Debug, Default, Parser, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Address and port to listen on [default: 127.0.0.1:3000].
    #[arg(long, env = "TEAHOUSE_LISTEN")]
    pub(super) listen: Option<SocketAddr>,
    /// Folder of the database [default: ./data].
    #[arg(long, env = "TEAHOUSE_DATA")]
    pub(super) data: Option<PathBuf>,
    /// Further origins whose pages may connect, as https://chat.example; needed behind a
    /// proxy that changes the Host header.
    #[arg(long, env = "TEAHOUSE_ORIGINS", value_delimiter = ',')]
    pub(super) origins: Option<Vec<String>>,
    /// Path of the host that the house stands below, as /chat; needed where a proxy has other
    /// things on the same host [default: the whole host].
    #[arg(long, env = "TEAHOUSE_BASE")]
    pub(super) base: Option<Base>,
    /// Folder of the built site, unless it is in the binary [default: target/site].
    #[arg(long, env = "TEAHOUSE_SITE")]
    pub(super) site: Option<PathBuf>,
    /// What to log, as in `info` or `info,server=debug` [default: info].
    #[arg(long, env = "TEAHOUSE_LOG")]
    pub(super) log: Option<String>,
    /// Log one JSON object a line [default: false].
    #[arg(long, env = "TEAHOUSE_LOG_JSON")]
    pub(super) log_json: Option<bool>,
    /// Live connections at a time [default: 200000].
    #[arg(long, env = "TEAHOUSE_MAX_CONNECTIONS")]
    pub(super) max_connections: Option<usize>,
    /// Live connections of one person at a time, over all devices and tabs [default: 100].
    #[arg(long, env = "TEAHOUSE_PERSON_LINKS")]
    pub(super) person_links: Option<usize>,
    /// Live connections from one address at a time [default: 2000].
    #[arg(long, env = "TEAHOUSE_ADDRESS_LINKS")]
    pub(super) address_links: Option<usize>,
    /// Bytes that may wait for one connection before it ends as a slow reader
    /// [default: 1048576].
    #[arg(long, env = "TEAHOUSE_OUTBOX_BYTES")]
    pub(super) outbox_bytes: Option<usize>,
    /// Seconds that a client may take for what is written to it before it ends as a slow reader
    /// [default: 10].
    #[arg(long, env = "TEAHOUSE_WRITE_S")]
    pub(super) write_s: Option<u64>,
    /// Seconds for which somebody whose connection broke still counts as present
    /// [default: 15].
    #[arg(long, env = "TEAHOUSE_PRESENCE_GRACE_S")]
    pub(super) presence_grace_s: Option<u64>,
    /// Seconds that a server goes on as before once it was told to stop, so that a load
    /// balancer notices; not after Ctrl-C [default: 5].
    #[arg(long, env = "TEAHOUSE_NOTICE_S")]
    pub(super) notice_s: Option<u64>,
    /// Seconds that a stopping server waits for its clients to have gone [default: 10].
    #[arg(long, env = "TEAHOUSE_SHUTDOWN_S")]
    pub(super) shutdown_s: Option<u64>,
    /// Proxies whose word on where requests come from counts, as addresses or networks
    /// (10.0.0.0/8).
    #[arg(long, env = "TEAHOUSE_TRUSTED_PROXIES", value_delimiter = ',')]
    pub(super) trusted_proxies: Option<Vec<Network>>,
    /// Whether browsers come over TLS, whatever a proxy says [default: false].
    #[arg(long, env = "TEAHOUSE_SECURE_COOKIES")]
    pub(super) secure_cookies: Option<bool>,
    /// File with the certificate and those that vouch for it, as PEM; with it browsers come over
    /// TLS, and nobody without.
    #[arg(long, env = "TEAHOUSE_TLS_CERT", requires = "tls_key")]
    pub(super) tls_cert: Option<PathBuf>,
    /// File with the key of the certificate, as PEM.
    #[arg(long, env = "TEAHOUSE_TLS_KEY", requires = "tls_cert")]
    pub(super) tls_key: Option<PathBuf>,
    /// Names to get a certificate for and to renew it in time, as chat.example; with it browsers
    /// come over TLS, and nobody without. The names lead to port 443 of this server.
    #[arg(long, env = "TEAHOUSE_ACME_NAMES", value_delimiter = ',')]
    pub(super) acme_names: Option<Vec<String>>,
    /// Address of mail of whoever answers for the names.
    #[arg(long, env = "TEAHOUSE_ACME_CONTACT")]
    pub(super) acme_contact: Option<String>,
    /// ACME directory that gives out the certificate [default: Let's Encrypt].
    #[arg(long, env = "TEAHOUSE_ACME_DIRECTORY")]
    pub(super) acme_directory: Option<String>,
    /// File with a root certificate, as PEM, to trust a directory of one's own by.
    #[arg(long, env = "TEAHOUSE_ACME_ROOT")]
    pub(super) acme_root: Option<PathBuf>,
    /// Address and port to listen on without TLS, to lead browsers to where it is
    /// (0.0.0.0:80).
    #[arg(long, env = "TEAHOUSE_REDIRECT_LISTEN")]
    pub(super) redirect_listen: Option<SocketAddr>,
    /// What the first owner must show, at least 20 characters; without it a fresh one is in
    /// the log.
    #[arg(long, env = "TEAHOUSE_SETUP_TOKEN")]
    pub(super) setup_token: Option<String>,
    /// Passwords that are checked at a time; each takes 19 MiB meanwhile [default: 2].
    #[arg(long, env = "TEAHOUSE_PASSWORD_WORKERS")]
    pub(super) password_workers: Option<usize>,
    /// Tries at the password of one account; one comes back every 30 seconds [default: 10].
    #[arg(long, env = "TEAHOUSE_ACCOUNT_TRIES")]
    pub(super) account_tries: Option<NonZeroU32>,
    /// Sign-ins, new accounts and guests from one address, each; one comes back every 2
    /// seconds [default: 60].
    #[arg(long, env = "TEAHOUSE_ADDRESS_TRIES")]
    pub(super) address_tries: Option<NonZeroU32>,
    /// Messages and changes over one live link; two come back every second [default: 20].
    #[arg(long, env = "TEAHOUSE_LINK_COMMANDS")]
    pub(super) link_commands: Option<NonZeroU32>,
    /// Commands of one bot over HTTP; five come back every second [default: 60].
    #[arg(long, env = "TEAHOUSE_BOT_CALLS")]
    pub(super) bot_calls: Option<NonZeroU32>,
}
