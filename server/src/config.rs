//! What an operator may set: by flag, by environment variable, or in a TOML file; the first
//! of these that says something counts.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    path::PathBuf,
    time::Duration,
};

use serde::Serialize;
use shared::Base;

mod acme;
mod error;
mod network;
mod settings;

use settings::Settings;
pub use {error::ConfigError, network::Network, settings::Flags};

use crate::{
    stop::Pace,
    tls::{Certificate, Source},
};

/// Fewest bytes that may wait for one connection: the largest frame, and as much beside it.
const LEAST_OUTBOX: usize = 2 * shared::limits::FRAME_BYTES;

/// Shortest set-up token in bytes.
const TOKEN_BYTES: usize = 20;

const ACCOUNT_TRIES: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
const ADDRESS_TRIES: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
const LINK_COMMANDS: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
const BOT_CALLS: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);

/// The settings that count.
#[derive(Clone, Debug, Serialize)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Folder of the database.
    pub data: PathBuf,
    /// Further origins whose pages may connect.
    pub origins: Vec<String>,
    /// What every path begins with as browsers see it.
    pub base: Base,
    /// Folder of the built site.
    pub site: PathBuf,
    /// What to log.
    pub log: String,
    /// Whether to log JSON.
    pub log_json: bool,
    /// Live connections at a time.
    pub max_connections: usize,
    /// Live connections of one person at a time.
    pub person_links: usize,
    /// Live connections from one address at a time.
    pub address_links: usize,
    /// Bytes that may wait for one connection.
    pub outbox_bytes: usize,
    /// Seconds that a client may take for what is written to it.
    pub write_s: u64,
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
    /// File with the certificates.
    pub tls_cert: Option<PathBuf>,
    /// File with the key.
    pub tls_key: Option<PathBuf>,
    /// Names to get a certificate for.
    pub acme_names: Vec<String>,
    /// Whom the directory tells what is wrong with it.
    pub acme_contact: Option<String>,
    /// The directory that gives it out.
    pub acme_directory: String,
    /// File with a further authority to trust the directory by.
    pub acme_root: Option<PathBuf>,
    /// Where to lead browsers to TLS from.
    pub redirect_listen: Option<SocketAddr>,
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
            base: Base::default(),
            site: PathBuf::from("target/site"),
            log: "info".to_owned(),
            log_json: false,
            max_connections: 200_000,
            person_links: 100,
            address_links: 2_000,
            outbox_bytes: 1024 * 1024,
            write_s: 10,
            presence_grace_s: 15,
            notice_s: 5,
            shutdown_s: 10,
            trusted_proxies: Vec::new(),
            secure_cookies: false,
            tls_cert: None,
            tls_key: None,
            acme_names: Vec::new(),
            acme_contact: None,
            acme_directory: acme::DIRECTORY.to_owned(),
            acme_root: None,
            redirect_listen: None,
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
    /// [`ConfigError`] for a file that cannot be used, and for settings that cannot.
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
        let config = Self {
            listen: pick!(listen),
            data: pick!(data),
            origins: pick!(origins),
            base: pick!(base),
            site: pick!(site),
            log: pick!(log),
            log_json: pick!(log_json),
            max_connections: pick!(max_connections),
            person_links: pick!(person_links),
            address_links: pick!(address_links),
            outbox_bytes: pick!(outbox_bytes),
            write_s: pick!(write_s),
            presence_grace_s: pick!(presence_grace_s),
            notice_s: pick!(notice_s),
            shutdown_s: pick!(shutdown_s),
            trusted_proxies: pick!(trusted_proxies),
            secure_cookies: pick!(secure_cookies),
            tls_cert: first.tls_cert.or(second.tls_cert),
            tls_key: first.tls_key.or(second.tls_key),
            acme_names: pick!(acme_names),
            acme_contact: first.acme_contact.or(second.acme_contact),
            acme_directory: pick!(acme_directory),
            acme_root: first.acme_root.or(second.acme_root),
            redirect_listen: first.redirect_listen.or(second.redirect_listen),
            setup_token: token(first.setup_token.or(second.setup_token))?,
            password_workers: pick!(password_workers),
            account_tries: pick!(account_tries),
            address_tries: pick!(address_tries),
            link_commands: pick!(link_commands),
            bot_calls: pick!(bot_calls),
        };
        if config.outbox_bytes < LEAST_OUTBOX {
            return Err(ConfigError::SmallOutbox);
        }
        // Said now, and not once the database is open.
        config.certificate()?;
        Ok(config)
    }

    /// The effective configuration as TOML.
    ///
    /// # Errors
    /// [`ConfigError::Unprintable`].
    pub fn to_toml(&self) -> Result<String, ConfigError> {
        Ok(toml::to_string(self)?)
    }

    /// Where the certificate comes from, if browsers are to come over TLS.
    ///
    /// # Errors
    /// [`ConfigError`] where it comes from two places, or cannot come from where it should.
    pub(crate) fn certificate(&self) -> Result<Option<Source>, ConfigError> {
        let files = self.tls_cert.clone().zip(self.tls_key.clone());
        match (files, acme::acme(self)?) {
            (Some(_), Some(_)) => Err(ConfigError::TwoCertificates),
            (Some((chain, key)), None) => Ok(Some(Source::Files(Certificate { chain, key }))),
            (None, acme) => Ok(acme.map(Source::Acme)),
        }
    }

    /// How long somebody whose connection broke still counts as present.
    #[must_use]
    pub fn presence_grace(&self) -> Duration {
        Duration::from_secs(self.presence_grace_s)
    }

    /// How long a client may take for what is written to it.
    #[must_use]
    pub fn write_within(&self) -> Duration {
        Duration::from_secs(self.write_s)
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
