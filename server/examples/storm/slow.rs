//! Some of a room stop reading: what the others notice, what it costs the server, and how it
//! ends for those who do not read.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use app::live::Road;
use clap::Args;
use tokio::time::sleep;

use crate::{
    Setting,
    figures::{Report, Times, fraction, median},
    house::{House, folder},
    person::Role,
    support::Failure,
    town::{Town, guests, rooms},
};

/// How often to look which links are left.
const LOOK: Duration = Duration::from_millis(200);

/// Those who do not read are to be put out after so long.
const PUT_OUT: Duration = Duration::from_secs(15);

/// What waits for one connection, at most (`TEAHOUSE_OUTBOX_BYTES`).
const OUTBOX_KIB: u64 = 1_024;

#[derive(Args)]
pub struct Options {
    /// People in the room.
    #[arg(long, default_value_t = 300)]
    clients: usize,
    /// How many of a hundred stop reading.
    #[arg(long, default_value_t = 10)]
    slow: usize,
    /// Messages a second.
    #[arg(long, default_value_t = 50)]
    rate: u32,
    /// Bytes of text in a message.
    #[arg(long, default_value_t = 1_000)]
    bytes: usize,
    /// Seconds during which all read, and then during which some do not.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// How often all of it is done; the medians count.
    #[arg(long, default_value_t = 3)]
    times: usize,
    /// The road of those who stop: websocket or stream.
    #[arg(long, default_value = "websocket")]
    road: String,
}

/// What one time showed.
struct Once {
    all_read: Times,
    some_do_not: Times,
    /// What the server took more of at its highest, in KiB.
    growth: u64,
    /// How long each slow one was kept.
    kept: Times,
    /// How many were not put out.
    stayed: usize,
}

pub async fn run(setting: &Setting, options: &Options) -> Result<Report, Failure> {
    let mut report = Report::new("slow readers");
    let mut times = Vec::new();
    for _ in 0..options.times {
        times.push(once(setting, options, &mut report).await?);
    }
    let middle = |figure: fn(&Once) -> f64| median(times.iter().map(figure).collect());
    let slow = options.clients * options.slow / 100;
    report.count("people", options.clients);
    report.count("of them slow", slow);
    let before = middle(|once| once.all_read.ms(99.0));
    let during = middle(|once| once.some_do_not.ms(99.0));
    report.number("all read, p50, ms", middle(|once| once.all_read.ms(50.0)));
    report.number("all read, p99, ms", before);
    let others = "some do not, the others";
    let p50 = middle(|once| once.some_do_not.ms(50.0));
    report.number(format!("{others}, p50, ms"), p50);
    report.number(format!("{others}, p99, ms"), during);
    let more = middle(|once| fraction(once.growth));
    report.number("more memory at its highest, KiB", more);
    let bound = OUTBOX_KIB * u64::try_from(slow)?;
    report.count("the slow ones' outboxes may hold, KiB", bound);
    let kept = middle(|once| once.kept.ms(50.0));
    report.number("a slow one is put out after, p50, ms", kept);
    let last = middle(|once| once.kept.ms(100.0));
    report.number("a slow one is put out after, last, ms", last);
    let stayed: usize = times.iter().map(|once| once.stayed).sum();
    report.count("slow ones that were not put out", stayed);
    report.goal(
        during <= before * 1.1,
        "the others' p99 is at most 10 % more",
    );
    let in_time = last <= PUT_OUT.as_secs_f64() * 1e3 && stayed == 0;
    report.goal(in_time, "each slow one is put out within 15 s");
    report.goal(more <= fraction(bound), "memory stays within the outboxes");
    Ok(report)
}

async fn once(setting: &Setting, options: &Options, report: &mut Report) -> Result<Once, Failure> {
    let folder = folder()?;
    let house = Arc::new(House::open(setting, folder.path()).await?);
    let town = gather(&house, options).await?;
    // Those who came are still being told of, and memory grows into its usual size.
    let every = Some(Duration::from_secs(1) / options.rate);
    town.wish.send_modify(|wish| wish.every = every);
    sleep(Duration::from_secs(3)).await;
    take_times(&town)?;
    // Looked at in the same way, so that looking is no difference.
    let before = watch(setting, options, HashSet::new(), &house).await?;
    let all_read = take_times(&town)?;

    town.wish.send_modify(|wish| wish.is_stuck = true);
    let slow = town.ports.lock().values().copied().collect();
    let watched = watch(setting, options, slow, &house).await?;
    let some_do_not = take_times(&town)?;

    town.wish.send_modify(|wish| wish.is_stuck = false);
    sleep(Duration::from_secs(1)).await;
    town.settle().await?;
    town.all_inside(options.clients).await?;
    report.check(&town.ledger.lock());
    Ok(Once {
        all_read,
        some_do_not,
        growth: watched.memory.saturating_sub(before.memory),
        kept: Times::of(watched.gone.into_values())?,
        stayed: watched.stayed,
    })
}

async fn gather(house: &House, options: &Options) -> Result<Arc<Town>, Failure> {
    let guests = guests(house.address, options.clients).await?;
    let rooms = rooms(house.address, &guests, 1, 1).await?;
    let town = Town::new(options.bytes)?;
    let road = Road::named(&options.road).ok_or("no such road")?;
    for (n, (guest, rooms)) in guests.into_iter().zip(rooms).enumerate() {
        // The first of all talks, and reads.
        let is_slow = n % 100 >= 100 - options.slow;
        let role = Role {
            number: u32::try_from(n)?,
            road: if is_slow { road } else { Road::WebSocket },
            rooms,
            talks: n == 0,
            is_slow,
            watches: false,
        };
        town.admit(house.address, guest, role);
    }
    town.all_inside(options.clients).await?;
    Ok(town)
}

/// What was seen of the server, and of the links of some.
#[derive(Default)]
struct Watched {
    memory: u64,
    gone: HashMap<u16, Duration>,
    stayed: usize,
}

/// Looks at the server's memory, and at which of these links it still has. On a thread of its own:
/// looking takes milliseconds, and those who read are not to wait for it.
async fn watch(
    setting: &Setting,
    options: &Options,
    links: HashSet<u16>,
    house: &Arc<House>,
) -> Result<Watched, Failure> {
    let (port, house) = (setting.port, Arc::clone(house));
    let span = Duration::from_secs(options.seconds);
    let watching = tokio::task::spawn_blocking(move || {
        let begun = Instant::now();
        let mut watched = Watched::default();
        while begun.elapsed() < span {
            watched.memory = watched.memory.max(house.memory()?);
            let open = open_links(&std::fs::read_to_string("/proc/net/tcp")?, port);
            for gone in links.difference(&open) {
                let after = begun.elapsed();
                watched.gone.entry(*gone).or_insert(after);
            }
            std::thread::sleep(LOOK);
        }
        watched.stayed = links.len() - watched.gone.len();
        Ok(watched)
    });
    watching.await?
}

/// The other side's ports of the connections that this port still has open.
fn open_links(table: &str, port: u16) -> HashSet<u16> {
    let open = table.lines().filter_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let (here, there, state) = (words.next()?, words.next()?, words.next()?);
        let port_of = |place: &str| u16::from_str_radix(place.rsplit(':').next()?, 16).ok();
        (state == "01" && port_of(here) == Some(port)).then(|| port_of(there))?
    });
    open.collect()
}

/// The delays so far; from here on they are counted anew.
fn take_times(town: &Town) -> Result<Times, Failure> {
    let new = Times::new()?;
    Ok(std::mem::replace(&mut *town.latency.lock(), new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_open_at_this_port_counts() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue\n\
             0: 0100007F:10CC 0100007F:9C40 01 00000000:00000000\n\
             1: 0100007F:10CC 0100007F:9C41 04 00000000:00000000\n\
             2: 0100007F:9C40 0100007F:10CC 01 00000000:00000000\n\
             3: 0100007F:10CD 0100007F:9C42 01 00000000:00000000\n";
        assert_eq!(open_links(table, 4_300), HashSet::from([40_000]));
    }
}
