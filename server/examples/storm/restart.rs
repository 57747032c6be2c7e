//! A restart in the middle of a talk: everybody is sent away, and everybody comes back.

use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use app::live::Road;
use clap::Args;
use tokio::time::sleep;

use crate::{
    Setting,
    figures::{Report, Times},
    house::{House, PATIENCE, folder},
    person::Role,
    support::Failure,
    town::{Return, Town, guests, rooms},
};

/// Everybody is to be back after so long.
const GOAL: Duration = Duration::from_secs(30);

/// How often the new server's memory is looked at: looking takes time of its own.
const GLANCE: Duration = Duration::from_millis(200);

#[derive(Args)]
pub struct Options {
    /// People, each with one page open.
    #[arg(long, default_value_t = 2_000)]
    clients: usize,
    /// Rooms that they spread over.
    #[arg(long, default_value_t = 100)]
    rooms: usize,
    /// Rooms that each is in.
    #[arg(long, default_value_t = 3)]
    each: usize,
    /// How many talk.
    #[arg(long, default_value_t = 200)]
    talkers: usize,
    /// Milliseconds between two messages of one of them.
    #[arg(long, default_value_t = 2_000)]
    every: u64,
    /// How many of a hundred have only a stream of events.
    #[arg(long, default_value_t = 0)]
    streams: usize,
    /// How many of a hundred have only one answer after the other.
    #[arg(long, default_value_t = 0)]
    polls: usize,
    /// Seconds of talk before and after.
    #[arg(long, default_value_t = 5)]
    around: u64,
}

impl Options {
    fn road(&self, number: usize) -> Road {
        match number % 100 {
            share if share < self.polls => Road::Poll,
            share if share < self.polls + self.streams => Road::Stream,
            _ => Road::WebSocket,
        }
    }
}

pub async fn run(setting: &Setting, options: &Options) -> Result<Report, Failure> {
    let folder = folder()?;
    let house = House::open(setting, folder.path()).await?;
    let town = gather(&house, options).await?;
    let every = Some(Duration::from_millis(options.every));
    town.wish.send_modify(|wish| wish.every = every);
    sleep(Duration::from_secs(options.around)).await;

    let told = Instant::now();
    let stopped = house.stop().await?;
    let house = House::open(setting, folder.path()).await?;
    let back = come_back(&town, &house, options.clients).await?;
    let cpu = house.cpu()?;
    sleep(Duration::from_secs(options.around)).await;
    town.settle().await?;

    let mut report = Report::new("restart");
    report.count("clients", options.clients);
    report.number("/readyz says 503 after, ms", ms(stopped.noticed));
    report.number("the process is gone after, ms", ms(stopped.gone));
    let closed = house.ready.saturating_duration_since(told + stopped.gone);
    report.number("until the next one is ready, ms", ms(closed));
    report_returns(&mut report, &town, house.ready, told)?;
    report.number("processor of the new one until then, s", cpu.as_secs_f64());
    report.count("its resident memory at its highest, KiB", house.peak()?);
    report.count("its share of memory at its highest, KiB", back.share);
    for (end, count) in town.endings.lock().iter() {
        report.count(format!("ended: {end}"), *count);
    }
    report.count("commands refused", town.refused.load(Ordering::Relaxed));
    report.settle(&town.ledger.lock());
    let last = back.last.saturating_duration_since(house.ready);
    report.goal(last <= GOAL, "everybody is back within 30 s");
    report.goal(stopped.gone <= GOAL, "the process ends within 30 s");
    Ok(report)
}

async fn gather(house: &House, options: &Options) -> Result<Arc<Town>, Failure> {
    let guests = guests(house.address, options.clients).await?;
    let rooms = rooms(house.address, &guests, options.rooms, options.each).await?;
    let town = Town::new(100)?;
    for (n, (guest, rooms)) in guests.into_iter().zip(rooms).enumerate() {
        let before = |n: usize| n * options.talkers / options.clients;
        let role = Role {
            number: u32::try_from(n)?,
            road: options.road(n),
            rooms,
            // Spread over all roads.
            talks: before(n) != before(n + 1),
            is_slow: false,
            watches: true,
        };
        town.admit(house.address, guest, role);
    }
    town.all_inside(options.clients).await?;
    Ok(town)
}

fn report_returns(
    report: &mut Report,
    town: &Town,
    ready: Instant,
    told: Instant,
) -> Result<(), Failure> {
    let returns: Vec<Return> = town.returns.lock().values().copied().collect();
    let since = |begin: &dyn Fn(&Return) -> Instant| {
        let spans = returns.iter();
        Times::of(spans.map(|it| it.back.saturating_duration_since(begin(it))))
    };
    report.times("back since it was ready", &since(&|_| ready)?);
    report.times("back since their own link ended", &since(&|it| it.lost)?);
    report.times("back since the signal", &since(&|_| told)?);
    Ok(())
}

struct Back {
    last: Instant,
    share: u64,
}

/// Waits until everybody is, and looks at the server meanwhile.
async fn come_back(town: &Town, house: &House, clients: usize) -> Result<Back, Failure> {
    let mut share = 0;
    while town.returns.lock().len() < clients {
        if house.ready.elapsed() > PATIENCE {
            let missing = clients - town.returns.lock().len();
            return Err(format!("{missing} did not come back").into());
        }
        share = share.max(house.share()?);
        sleep(GLANCE).await;
    }
    let last = town.returns.lock().values().map(|it| it.back).max();
    Ok(Back {
        last: last.ok_or("nobody was there")?,
        share: share.max(house.share()?),
    })
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}
