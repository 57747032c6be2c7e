//! What becomes of many who come at once, come back at once, or do not read: over a WebSocket
//! and over the roads below it, against a server in a process of its own that is told to stop as
//! any server is.
//!
//! Each run ends by itself, and fails when a message is lost, doubled or in another order.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

mod cost;
mod doors;
mod figures;
mod house;
mod http;
mod ledger;
mod meter;
mod person;
mod relay;
mod restart;
mod slow;
#[path = "../support/mod.rs"]
mod support;
mod town;
mod wire;

use figures::Report;
use support::{Failure, SERVE};

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    setting: Setting,
    #[command(subcommand)]
    run: Run,
}

/// What all runs share.
#[derive(Args, Clone)]
pub struct Setting {
    /// Port of 127.0.0.1 that the server listens on; below those the system gives to clients.
    #[arg(long, default_value_t = 4_300)]
    port: u16,
    /// The server's program; without it this very program, which serves in the same way.
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Threads that the clients share.
    #[arg(long, default_value_t = 1)]
    client_threads: usize,
    /// Print one line of JSON as well.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Run {
    /// The server is told to stop and started again, and everybody comes back.
    Restart(restart::Options),
    /// A tenth of a room stops reading, and the others do not notice.
    Slow(slow::Options),
    /// What a message costs on the wire, on each road.
    Bytes(cost::Options),
    /// How many come in each second, and how long thousands take who lost their links at once.
    Doors(doors::Options),
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == SERVE) {
        return house::serve(arguments.get(1..).unwrap_or_default());
    }
    let Options { setting, run } = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(setting.client_threads)
        .enable_all()
        .build()?;
    let report = runtime.block_on(async {
        match &run {
            Run::Restart(options) => restart::run(&setting, options).await,
            Run::Slow(options) => slow::run(&setting, options).await,
            Run::Bytes(options) => cost::run(&setting, options).await,
            Run::Doors(options) => doors::run(&setting, options).await,
        }
    })?;
    // Whoever is still talking is of no interest any more.
    runtime.shutdown_background();
    print(&report, setting.json)
}

fn print(report: &Report, as_json: bool) -> Result<(), Failure> {
    println!("{report}");
    if as_json {
        println!("{}", report.json());
    }
    report.verdict()
}
