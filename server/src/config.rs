//! What an operator may set: by flag, by environment variable, or in a TOML file; the first
//! of these that says something counts.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use clap::Parser;
use serde::{Deserialize, Serialize};

/// The configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file named by `TEAHOUSE_CONFIG` cannot be read.
    #[error("{0}: {1}")]
    Unreadable(String, std::io::Error),
    /// The file is not TOML, or says something unknown.
    #[error("{0}: {1}")]
    Malformed(String, toml::de::Error),
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
    /// [default: 5].
    #[arg(long, env = "TEAHOUSE_PRESENCE_GRACE_S")]
    presence_grace_s: Option<u64>,
    /// Seconds that a stopping server waits for its clients to have gone [default: 10].
    #[arg(long, env = "TEAHOUSE_SHUTDOWN_S")]
    shutdown_s: Option<u64>,
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
    /// Seconds for clients to go when the server stops.
    pub shutdown_s: u64,
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
            presence_grace_s: 5,
            shutdown_s: 10,
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
        Ok(Self {
            listen: first.listen.or(second.listen).unwrap_or(last.listen),
            data: first.data.or(second.data).unwrap_or(last.data),
            origins: first.origins.or(second.origins).unwrap_or(last.origins),
            site: first.site.or(second.site).unwrap_or(last.site),
            log: first.log.or(second.log).unwrap_or(last.log),
            log_json: first.log_json.or(second.log_json).unwrap_or(last.log_json),
            max_connections: first
                .max_connections
                .or(second.max_connections)
                .unwrap_or(last.max_connections),
            outbox_bytes: first
                .outbox_bytes
                .or(second.outbox_bytes)
                .unwrap_or(last.outbox_bytes),
            presence_grace_s: first
                .presence_grace_s
                .or(second.presence_grace_s)
                .unwrap_or(last.presence_grace_s),
            shutdown_s: first
                .shutdown_s
                .or(second.shutdown_s)
                .unwrap_or(last.shutdown_s),
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

    /// How long a stopping server waits for its clients.
    #[must_use]
    pub fn shutdown(&self) -> Duration {
        Duration::from_secs(self.shutdown_s)
    }
}

fn read(path: &std::path::Path) -> Result<Settings, ConfigError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::Unreadable(name.clone(), error))?;
    toml::from_str(&text).map_err(|error| ConfigError::Malformed(name, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(flags: &[&str]) -> Result<Config, ConfigError> {
        let arguments = ["teahouse"].iter().chain(flags);
        Config::load(Flags::try_parse_from(arguments).unwrap())
    }

    #[test]
    fn a_flag_counts_more_than_the_file_and_the_file_more_than_the_default() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("teahouse.toml");
        std::fs::write(&path, "data = '/from/file'\nlisten = '[::1]:1'\n").unwrap();
        let file = path.to_str().unwrap();
        let config = load(&["--config", file, "--listen", "127.0.0.1:9"]).unwrap();
        assert_eq!(config.listen.port(), 9);
        assert_eq!(config.data, PathBuf::from("/from/file"));
        assert_eq!(config.shutdown_s, 10);
    }

    #[test]
    fn a_setting_that_does_not_exist_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("teahouse.toml");
        std::fs::write(&path, "lisen = '[::1]:1'\n").unwrap();
        let error = load(&["--config", path.to_str().unwrap()]).unwrap_err();
        assert!(error.to_string().contains("lisen"), "{error}");
    }

    #[test]
    fn the_printed_configuration_can_be_read_again() {
        let printed = Config::default().to_toml().unwrap();
        let settings: Settings = toml::from_str(&printed).unwrap();
        assert_eq!(settings.outbox_bytes, Some(1024 * 1024));
    }
}
