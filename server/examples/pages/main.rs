//! What the house costs before anybody talks: how long it takes to open, what it keeps while nobody
//! is there, and the first page of a room over HTTP, for somebody who is signed in.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]
#![expect(
    clippy::as_conversions,
    reason = "counts become fractions only to be printed"
)]

use std::{
    net::SocketAddr,
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Parser;
use hdrhistogram::Histogram;
use shared::{
    Nonce, RoomId,
    frame::{ClientFrame, ServerFrame},
    limits,
};
use tokio::task::JoinSet;

mod asker;
#[expect(dead_code, reason = "stopping is what others look at")]
#[path = "../storm/house.rs"]
mod house;
#[path = "../support/mod.rs"]
mod support;

use asker::Asker;
use house::House;
use support::{Client, Failure, SERVE, sheet::Sheet};

/// The room that every new house has.
const HALL: RoomId = RoomId::new(1);

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    setting: Setting,
    /// Connections, each of which asks for the page again and again.
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Seconds of asking.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often the house is opened; the median is shown.
    #[arg(long, default_value_t = 5)]
    starts: usize,
    /// Seconds that it is left alone before its memory is looked at.
    #[arg(long, default_value_t = 3)]
    settle: u64,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

/// Which server.
#[derive(clap::Args)]
struct Setting {
    /// Port of 127.0.0.1 that the server listens on; below those the system gives to clients.
    #[arg(long, default_value_t = 4_301)]
    port: u16,
    /// The server's program; without it this very program, which serves in the same way.
    #[arg(long)]
    binary: Option<PathBuf>,
}

/// What the server did while it was asked.
struct Answers {
    took: Histogram<u64>,
    bytes: u64,
    seconds: f64,
    /// Processor time of the server, in seconds.
    server: f64,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == SERVE) {
        return house::serve(arguments.get(1..).unwrap_or_default());
    }
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let sheet = runtime.block_on(run(&options))?;
    match options.json {
        true => println!("{sheet}"),
        false => sheet.list(),
    }
    Ok(())
}

async fn run(options: &Options) -> Result<Sheet, Failure> {
    let folder = house::folder()?;
    let mut starts = Vec::new();
    let mut house = None;
    for _ in 0..options.starts.max(1) {
        drop(house.take());
        let begun = Instant::now();
        let opened = House::open(&options.setting, folder.path()).await?;
        starts.push(begun.elapsed());
        house = Some(opened);
    }
    starts.sort();
    let start = starts.get(starts.len() / 2).ok_or("no starts")?;
    let house = house.ok_or("no house")?;
    tokio::time::sleep(Duration::from_secs(options.settle)).await;
    let rest = house.memory()?;
    let session = support::join(house.address).await?;
    talk(house.address, &session).await?;
    let answers = ask(options, &house, &session).await?;
    let asked = answers.took.len() as f64;
    let mut sheet = Sheet::new("pages")
        .with("connections", options.connections)
        .with("seconds", options.seconds);
    sheet.figure("start ms", start.as_secs_f64() * 1e3);
    sheet.figure("rest KiB", rest as f64);
    sheet.figure("requests/s", asked / answers.seconds);
    sheet.figure("server's ms each", answers.server * 1e3 / asked.max(1.0));
    sheet.figure("cores", answers.server / answers.seconds);
    sheet.figure("KiB each", answers.bytes as f64 / 1024.0 / asked.max(1.0));
    sheet.times("", &answers.took);
    sheet.figure("peak KiB", house.peak()? as f64);
    Ok(sheet)
}

/// Says enough for a page that is full.
async fn talk(address: SocketAddr, session: &str) -> Result<(), Failure> {
    let mut client = Client::connect(address, session).await?;
    client.enter(HALL).await?;
    for number in 0..limits::PAGE_MESSAGES {
        let mut nonce = [0; 16];
        nonce[..8].copy_from_slice(&u64::try_from(number)?.to_be_bytes());
        let post = ClientFrame::PostMessage {
            room: HALL,
            nonce: Nonce::from_bytes(nonce),
            text: format!("message {number} {}", "x".repeat(90)),
        };
        client.send(&post).await?;
        while !matches!(client.next().await?.0, ServerFrame::Acked { .. }) {}
    }
    Ok(())
}

/// All ask at the same time, each for the next page when the one before is there.
async fn ask(options: &Options, house: &House, session: &str) -> Result<Answers, Failure> {
    let last = format!("message {} ", limits::PAGE_MESSAGES.saturating_sub(1));
    let mut askers = Vec::new();
    for _ in 0..options.connections {
        let mut asker = Asker::connect(house.address, session, &format!("/r/{HALL}")).await?;
        asker.ask().await?;
        if !asker.shows(&last) {
            return Err("the page does not show what was said".into());
        }
        askers.push(asker);
    }
    let (begun, cpu) = (Instant::now(), house.cpu()?);
    let until = begun + Duration::from_secs(options.seconds);
    let mut asking = JoinSet::new();
    for mut asker in askers {
        asking.spawn(async move {
            let (mut took, mut bytes) = (Histogram::<u64>::new(3)?, 0_u64);
            while Instant::now() < until {
                let begun = Instant::now();
                bytes += u64::try_from(asker.ask().await?)?;
                took.record(u64::try_from(begun.elapsed().as_nanos())?.max(1))?;
            }
            Ok::<_, Failure>((took, bytes))
        });
    }
    let (mut took, mut bytes) = (Histogram::new(3)?, 0);
    while let Some(ended) = asking.join_next().await {
        let (theirs, size) = ended??;
        took.add(theirs)?;
        bytes += size;
    }
    Ok(Answers {
        took,
        bytes,
        seconds: begun.elapsed().as_secs_f64(),
        server: house.cpu()?.saturating_sub(cpu).as_secs_f64(),
    })
}
