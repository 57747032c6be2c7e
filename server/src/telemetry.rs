//! Logs: events with fields, on standard error. Never message text, tokens or names.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Starts logging. A second call changes nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // Colours are for people: in a file or a journal they are noise.
        .with_ansi(stderr().is_terminal())
        .with_writer(stderr)
        // Where nobody reads the log any more, to say so on standard error would be a panic.
        .log_internal_errors(false);
    // Fails when logging has been started already, by an embedding program or a test.
    let _ = if config.log_json {
        logs.json().try_init()
    } else {
        logs.with_target(false).try_init()
    };
}
