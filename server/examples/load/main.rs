//! N clients in R rooms talk; how fast, how late, and whether anything is lost.
//!
//! The server runs in a process of its own, on a database of its own; both end with the run.
//! With `--rate` each room gets that many messages a second in all; without, each sender
//! keeps `--window` messages unacknowledged, which finds the most the server can do.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]
#![expect(
    clippy::as_conversions,
    reason = "counts become fractions only to be printed"
)]

use std::{
    sync::{Arc, atomic::AtomicU64},
    time::{Duration, Instant},
};

use clap::Parser;
use hdrhistogram::Histogram;
use shared::RoomId;
use tokio::{sync::Barrier, task::JoinSet};

#[path = "../support/mod.rs"]
mod support;
mod talker;

use support::{Client, Failure, SERVE, ServerProcess, sheet::Sheet};
use talker::{Latency, Talker, Tally};

#[derive(Clone, Parser)]
struct Options {
    /// Clients in all.
    #[arg(long, default_value_t = 100)]
    clients: usize,
    /// Rooms; the clients are spread evenly.
    #[arg(long, default_value_t = 1)]
    rooms: usize,
    /// Clients per room that talk.
    #[arg(long, default_value_t = 1)]
    senders: usize,
    /// Messages a second into each room; without it, as many as go.
    #[arg(long)]
    rate: Option<u32>,
    /// Unacknowledged messages of each sender, without a rate.
    #[arg(long, default_value_t = 16)]
    window: u64,
    /// Seconds of talking.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Bytes of text in a message.
    #[arg(long, default_value_t = 100)]
    bytes: usize,
    /// Threads of the server; one is one core.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

/// What the run took.
struct Spent {
    took: Duration,
    /// Processor time of the server, in seconds.
    server: f64,
    /// That of the clients.
    clients: f64,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == SERVE) {
        return support::serve(arguments.get(1..).unwrap_or_default());
    }
    let options = Options::parse();
    let server = ServerProcess::start(options.threads)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    runtime.block_on(run(&options, &server))
}

async fn run(options: &Options, server: &ServerProcess) -> Result<(), Failure> {
    let host = support::join(server.address).await?;
    let mut rooms = Vec::new();
    for n in 0..options.rooms {
        rooms.push(support::open_room(server.address, &host, &format!("load{n}")).await?);
    }
    let sessions = let_in(options, server, &rooms).await?;
    let total = Arc::new(AtomicU64::new(0));
    let ready = Arc::new(Barrier::new(options.clients + 1));
    let done = Arc::new(Barrier::new(options.clients + 1));
    let start = Instant::now();
    let mut clients = JoinSet::new();
    for (n, (session, room)) in sessions.into_iter().enumerate() {
        let client = Client::connect(server.address, &session).await?;
        let talks = n / rooms.len() < options.senders;
        let (options, total) = (options.clone(), Arc::clone(&total));
        let talker = Talker {
            n,
            room,
            client,
            options,
            start,
            talks,
            total,
        };
        clients.spawn(talker.run(Arc::clone(&ready), Arc::clone(&done)));
    }
    ready.wait().await;
    let (cpu, own, began) = (server.cpu()?, support::cpu("self")?, Instant::now());
    done.wait().await;
    let spent = Spent {
        took: began.elapsed(),
        server: server.cpu()? - cpu,
        clients: support::cpu("self")? - own,
    };
    let mut latency = Latency::new()?;
    let mut sum = Tally::default();
    while let Some(ended) = clients.join_next().await {
        let (tally, took) = ended??;
        latency.received.add(took.received)?;
        latency.acked.add(took.acked)?;
        sum.sent += tally.sent;
        sum.received += tally.received;
        sum.wire_bytes += tally.wire_bytes;
        sum.lost += tally.lost;
        sum.doubled_or_reordered += tally.doubled_or_reordered;
    }
    match options.json {
        true => println!("{}", sheet(options, &sum, &latency, &spent)),
        false => report(options, &sum, &latency, &spent),
    }
    if sum.lost + sum.doubled_or_reordered > 0 {
        return Err("the delivery contract was broken".into());
    }
    Ok(())
}

/// The sessions of all clients, each with its room. Everybody is let in before anybody listens:
/// whoever listens would hear of each who comes.
async fn let_in(
    options: &Options,
    server: &ServerProcess,
    rooms: &[RoomId],
) -> Result<Vec<(String, RoomId)>, Failure> {
    let mut sessions = Vec::new();
    for n in 0..options.clients {
        let session = support::join(server.address).await?;
        let room = *rooms.get(n % rooms.len()).ok_or("no rooms")?;
        support::join_room(server.address, &session, room).await?;
        sessions.push((session, room));
    }
    Ok(sessions)
}

fn sheet(options: &Options, sum: &Tally, latency: &Latency, spent: &Spent) -> Sheet {
    let seconds = spent.took.as_secs_f64();
    let (sent, received) = (sum.sent as f64, sum.received as f64);
    let mut sheet = Sheet::new("load")
        .with("clients", options.clients)
        .with("rooms", options.rooms)
        .with("senders", options.senders)
        .with("rate", options.rate)
        .with("window", options.window)
        .with("seconds", options.seconds)
        .with("bytes", options.bytes)
        .with("threads", options.threads);
    sheet.figure("durable/s", sent / seconds);
    sheet.figure("deliveries/s", received / seconds);
    sheet.figure("cores", spent.server / seconds);
    sheet.figure("clients' cores", spent.clients / seconds);
    sheet.figure("bytes each", sum.wire_bytes as f64 / received.max(1.0));
    sheet.times("", &latency.received);
    sheet.times("ack ", &latency.acked);
    sheet.figure("lost", sum.lost as f64);
    sheet.figure("wrong", sum.doubled_or_reordered as f64);
    sheet
}

fn report(options: &Options, sum: &Tally, latency: &Latency, spent: &Spent) {
    let seconds = spent.took.as_secs_f64();
    let (sent, received) = (sum.sent as f64, sum.received as f64);
    println!(
        "clients {} · rooms {} · {seconds:.1} s",
        options.clients, options.rooms
    );
    println!("durable messages/s  {:.0}", sent / seconds);
    println!("deliveries/s        {:.0}", received / seconds);
    println!("server's processor  {:.2} cores", spent.server / seconds);
    println!("clients' processor  {:.2} cores", spent.clients / seconds);
    println!(
        "bytes a delivery    {:.1}",
        sum.wire_bytes as f64 / received.max(1.0)
    );
    print("send to receipt", &latency.received);
    print("send to ack", &latency.acked);
    println!(
        "lost {} · doubled or reordered {}",
        sum.lost, sum.doubled_or_reordered
    );
}

fn print(what: &str, took: &Histogram<u64>) {
    let ms = |quantile| Duration::from_nanos(took.value_at_quantile(quantile)).as_secs_f64() * 1e3;
    println!(
        "{what:<19} p50 {:.2} ms · p90 {:.2} ms · p99 {:.2} ms · max {:.2} ms",
        ms(0.5),
        ms(0.9),
        ms(0.99),
        ms(1.0)
    );
}
