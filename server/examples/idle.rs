//! What a connection costs that says nothing: joins, enters one room with the others, waits.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]
#![expect(
    clippy::as_conversions,
    reason = "counts become fractions only to be printed"
)]

use std::time::{Duration, Instant};

use clap::Parser;
use shared::RoomId;

mod support;

use support::{Client, Failure, SERVE, ServerProcess, sheet::Sheet};

#[derive(Parser)]
struct Options {
    /// Connections. The limit of open files bounds them, on both sides.
    #[arg(long, default_value_t = 5_000)]
    connections: usize,
    /// Threads of the server.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Seconds to let it settle before measuring.
    #[arg(long, default_value_t = 3)]
    settle: u64,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == SERVE) {
        return support::serve(arguments.get(1..).unwrap_or_default());
    }
    let options = Options::parse();
    let server = ServerProcess::start(options.threads)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let session = runtime.block_on(support::join(server.address))?;
    // The first still holds the memory of the owner's password.
    let server = server.again(options.threads)?;
    runtime.block_on(run(&options, &server, &session))
}

async fn run(options: &Options, server: &ServerProcess, session: &str) -> Result<(), Failure> {
    // The first connection pays for what all share.
    let mut clients = vec![connect(server, session).await?];
    let before = server.memory()?;
    let start = Instant::now();
    while clients.len() <= options.connections {
        clients.push(connect(server, session).await?);
    }
    let took = start.elapsed().as_secs_f64();
    tokio::time::sleep(Duration::from_secs(options.settle)).await;
    let (after, cpu) = (server.memory()?, server.cpu()?);
    tokio::time::sleep(Duration::from_secs(options.settle)).await;
    let idle = (server.cpu()? - cpu) / options.settle.max(1) as f64;
    let connections = options.connections as f64;
    let each = after.saturating_sub(before) as f64 / connections;
    let joins = connections / took;
    if options.json {
        let mut sheet = Sheet::new("idle").with("connections", options.connections);
        sheet.figure("before KiB", before as f64);
        sheet.figure("after KiB", after as f64);
        sheet.figure("KiB each", each);
        sheet.figure("joins/s", joins);
        sheet.figure("idle cores", idle);
        println!("{sheet}");
        return Ok(());
    }
    println!("connections         {}", options.connections);
    println!("server, before      {before} KiB");
    println!("server, after       {after} KiB");
    println!("KiB a connection    {each:.2}");
    println!("joins/s, one by one {joins:.0}");
    println!("processor when idle {idle:.3} cores");
    Ok(())
}

async fn connect(server: &ServerProcess, session: &str) -> Result<Client, Failure> {
    let mut client = Client::connect(server.address, session).await?;
    client.enter(RoomId::new(1)).await?;
    Ok(client)
}
