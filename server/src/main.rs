//! The `teahouse` command: runs the server until Ctrl-C or `SIGTERM`.

use std::{error::Error, io::Write, process::ExitCode};

use clap::Parser;
use server::{
    Stop,
    config::{Config, Flags},
};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    let Err(error) = start().await else {
        return ExitCode::SUCCESS;
    };
    // Where standard error is gone there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "teahouse: {error}");
    ExitCode::FAILURE
}

async fn start() -> Result<(), Box<dyn Error>> {
    let flags = Flags::parse();
    let only_print = flags.print_config;
    let config = Config::load(flags)?;
    if only_print {
        write!(std::io::stdout(), "{}", config.to_toml()?)?;
        return Ok(());
    }
    server::telemetry::start(&config);
    let listener = server::listen(config.listen)
        .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
    let mut terminate = signal(SignalKind::terminate())?;
    let shutdown = async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => Stop::AtOnce,
            _ = terminate.recv() => Stop::Gradually,
        }
    };
    server::run(config, listener, shutdown).await?;
    Ok(())
}
