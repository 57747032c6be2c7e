//! What an operator may set: by flag, by environment variable, or in a TOML file; the first
//! of these that says something counts.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    path::PathBuf,
    time::Duration,
};

use clap::Parser;
use serde::{Deserialize, Serialize};

mod network;

pub use network::Network;

use crate::stop::Pace;

/// Shortest set-up token in bytes.
const TOKEN_BYTES: usize = 20;

const ACCOUNT_TRIES: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
const ADDRESS_TRIES: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
const LINK_COMMANDS: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
const BOT_CALLS: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);

/// The configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file named by `TEAHOUSE_CONFIG` cannot be read.
    #[error("{0}: {1}")]
    Unreadable(String, std::io::Error),
    /// The file is not TOML, or says something unknown.
    #[error("{0}: {1}")]
    Malformed(String, toml::de::Error),
    /// The set-up token could be guessed.
    #[error("the set-up token must have at least {TOKEN_BYTES} characters")]
    ShortToken,
    /// The effective configuration cannot be printed.
    #[error("the configuration cannot be printed: {0}")]
    Unprintable(#[from] toml::ser::Error),
}

/// A chat server that is one binary.
#[derive(Debug, Parser)]
#[command(name = "teahouse", version)]
pub struct Flags {
    /// A TOML file with any of these settings.
    #[arg(long, env = "TEAHOUSE_CONFIG")]
    config: Option<PathBuf>,
    /// Print the effective configuration and exit.
    #[arg(long)]
    pub print_config: bool,
    #[command(flatten)]
    settings: Settings,
}

/// The settings as written, each of them optional.
#[derive(Debug, Default, Parser, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Address and port to listen on [default: 127.0.0.1:3000].
    #[arg(long, env = "TEAHOUSE_LISTEN")]
    listen: Option<SocketAddr>,
    /// Folder of the database [default: ./data].
    #[arg(long, env = "TEAHOUSE_DATA")]
    data: Option<PathBuf>,
    /// Further origins whose pages may connect, as https://chat.example; needed behind a
    /// proxy that changes the Host header.
    #[arg(long, env = "TEAHOUSE_ORIGINS", value_delimiter = ',')]
    origins: Option<Vec<String>>,
    /// Folder of the built site, unless it is in the binary [default: target/site].
    #[arg(long, env = "TEAHOUSE_SITE")]
    site: Option<PathBuf>,
    /// What to log, as in `info` or `info,server=debug` [default: info].
    #[arg(long, env = "TEAHOUSE_LOG")]
    log: Option<String>,
    /// Log one JSON object a line [default: false].
    #[arg(long, env = "TEAHOUSE_LOG_JSON")]
    log_json: Option<bool>,
    /// Live connections at a time [default: 200000].
    #[arg(long, env = "TEAHOUSE_MAX_CONNECTIONS")]
    max_connections: Option<usize>,
    /// Bytes that may wait for one connection before it ends as a slow reader
    /// [default: 1048576].
    #[arg(long, env = "TEAHOUSE_OUTBOX_BYTES")]
    outbox_bytes: Option<usize>,
    /// Seconds for which somebody whose connection broke still counts as present
    /// [default: 15].
    #[arg(long, env = "TEAHOUSE_PRESENCE_GRACE_S")]
    presence_grace_s: Option<u64>,
    /// Seconds that a server goes on as before once it was told to stop, so that a load
    /// balancer notices; not after Ctrl-C [default: 5].
    #[arg(long, env = "TEAHOUSE_NOTICE_S")]
    notice_s: Option<u64>,
    /// Seconds that a stopping server waits for its clients to have gone [default: 10].
    #[arg(long, env = "TEAHOUSE_SHUTDOWN_S")]
    shutdown_s: Option<u64>,
    /// Proxies whose word on where requests come from counts, as addresses or networks
    /// (10.0.0.0/8).
    #[arg(long, env = "TEAHOUSE_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxies: Option<Vec<Network>>,
    /// Whether browsers come over TLS, whatever a proxy says [default: false].
    #[arg(long, env = "TEAHOUSE_SECURE_COOKIES")]
    secure_cookies: Option<bool>,
    /// What the first owner must show, at least 20 characters; without it a fresh one is in
    /// the log.
    #[arg(long, env = "TEAHOUSE_SETUP_TOKEN")]
    setup_token: Option<String>,
    /// Passwords that are checked at a time; each takes 19 MiB meanwhile [default: 2].
    #[arg(long, env = "TEAHOUSE_PASSWORD_WORKERS")]
    password_workers: Option<usize>,
    /// Tries at the password of one account; one comes back every 30 seconds [default: 10].
    #[arg(long, env = "TEAHOUSE_ACCOUNT_TRIES")]
    account_tries: Option<NonZeroU32>,
    /// Sign-ins, new accounts and guests from one address, each; one comes back every 2
    /// seconds [default: 60].
    #[arg(long, env = "TEAHOUSE_ADDRESS_TRIES")]
    address_tries: Option<NonZeroU32>,
    /// Messages and changes over one live link; two come back every second [default: 20].
    #[arg(long, env = "TEAHOUSE_LINK_COMMANDS")]
    link_commands: Option<NonZeroU32>,
    /// Commands of one bot over HTTP; five come back every second [default: 60].
    #[arg(long, env = "TEAHOUSE_BOT_CALLS")]
    bot_calls: Option<NonZeroU32>,
}

/// The settings that count.
#[derive(Clone, Debug, Serialize)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Folder of the database.
    pub data: PathBuf,
    /// Further origins whose pages may connect.
    pub origins: Vec<String>,
    /// Folder of the built site.
    pub site: PathBuf,
    /// What to log.
    pub log: String,
    /// Whether to log JSON.
    pub log_json: bool,
    /// Live connections at a time.
    pub max_connections: usize,
    /// Bytes that may wait for one connection.
    pub outbox_bytes: usize,
    /// Seconds of presence after a broken connection.
    pub presence_grace_s: u64,
    /// Seconds between the word to stop and its beginning.
    pub notice_s: u64,
    /// Seconds for clients to go when the server stops.
    pub shutdown_s: u64,
    /// Proxies whose word counts.
    pub trusted_proxies: Vec<Network>,
    /// Whether browsers come over TLS, whatever a proxy says.
    pub secure_cookies: bool,
    /// What the first owner must show. Not printed: it is a secret.
    #[serde(skip)]
    pub setup_token: Option<String>,
    /// Passwords that are checked at a time.
    pub password_workers: usize,
    /// Tries at the password of one account.
    pub account_tries: NonZeroU32,
    /// Tries from one address.
    pub address_tries: NonZeroU32,
    /// Messages and changes over one live link at once.
    pub link_commands: NonZeroU32,
    /// Commands of one bot over HTTP.
    pub bot_calls: NonZeroU32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000),
            data: PathBuf::from("data"),
            origins: Vec::new(),
            site: PathBuf::from("target/site"),
            log: "info".to_owned(),
            log_json: false,
            max_connections: 200_000,
            outbox_bytes: 1024 * 1024,
            presence_grace_s: 15,
            notice_s: 5,
            shutdown_s: 10,
            trusted_proxies: Vec::new(),
            secure_cookies: false,
            setup_token: None,
            password_workers: 2,
            account_tries: ACCOUNT_TRIES,
            address_tries: ADDRESS_TRIES,
            link_commands: LINK_COMMANDS,
            bot_calls: BOT_CALLS,
        }
    }
}

impl Config {
    /// Brings flags, environment, file and defaults together.
    ///
    /// # Errors
    /// [`ConfigError`] for a file that cannot be used.
    pub fn load(flags: Flags) -> Result<Self, ConfigError> {
        let file = match flags.config {
            Some(path) => read(&path)?,
            None => Settings::default(),
        };
        let (first, second, last) = (flags.settings, file, Self::default());
        macro_rules! pick {
            ($name:ident) => {
                first.$name.or(second.$name).unwrap_or(last.$name)
            };
        }
        Ok(Self {
            listen: pick!(listen),
            data: pick!(data),
            origins: pick!(origins),
            site: pick!(site),
            log: pick!(log),
            log_json: pick!(log_json),
            max_connections: pick!(max_connections),
            outbox_bytes: pick!(outbox_bytes),
            presence_grace_s: pick!(presence_grace_s),
            notice_s: pick!(notice_s),
            shutdown_s: pick!(shutdown_s),
            trusted_proxies: pick!(trusted_proxies),
            secure_cookies: pick!(secure_cookies),
            setup_token: token(first.setup_token.or(second.setup_token))?,
            password_workers: pick!(password_workers),
            account_tries: pick!(account_tries),
            address_tries: pick!(address_tries),
            link_commands: pick!(link_commands),
            bot_calls: pick!(bot_calls),
        })
    }

    /// The effective configuration as TOML.
    ///
    /// # Errors
    /// [`ConfigError::Unprintable`].
    pub fn to_toml(&self) -> Result<String, ConfigError> {
        Ok(toml::to_string(self)?)
    }

    /// How long somebody whose connection broke still counts as present.
    #[must_use]
    pub fn presence_grace(&self) -> Duration {
        Duration::from_secs(self.presence_grace_s)
    }

    /// How long the parts of stopping take.
    pub(crate) fn pace(&self) -> Pace {
        Pace {
            notice: Duration::from_secs(self.notice_s),
            farewell: Duration::from_secs(self.shutdown_s),
        }
    }
}

/// An empty variable is one that was not set; a short token is one that can be guessed.
fn token(setting: Option<String>) -> Result<Option<String>, ConfigError> {
    let set = setting.filter(|token| !token.is_empty());
    match set.as_ref().is_some_and(|token| token.len() < TOKEN_BYTES) {
        true => Err(ConfigError::ShortToken),
        false => Ok(set),
    }
}

fn read(path: &std::path::Path) -> Result<Settings, ConfigError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::Unreadable(name.clone(), error))?;
    toml::from_str(&text).map_err(|error| ConfigError::Malformed(name, error))
}

#[cfg(test)]
mod tests;
