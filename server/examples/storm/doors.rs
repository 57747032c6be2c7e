//! Coming in: how many can each second, and how long it takes thousands who lost their links at
//! the same moment.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use app::live::Road;
use clap::Args;
use shared::{
    RoomId,
    frame::{ClientFrame, ServerFrame},
};
use tokio::task::JoinSet;

use crate::{
    Setting,
    figures::{Report, Times, fraction},
    house::{House, folder},
    person::Role,
    support::Failure,
    town::{Town, guests, rooms},
    wire::{Ended, Entry, Wire},
};

/// The room that every new house has.
const HALL: RoomId = RoomId::new(1);

#[derive(Args)]
pub struct Options {
    /// Links that are opened, one after the other, by all together.
    #[arg(long, default_value_t = 4_000)]
    links: usize,
    /// How many people do that at a time.
    #[arg(long, default_value_t = 64)]
    at_once: usize,
    /// People who lose their links at the same moment.
    #[arg(long, default_value_t = 5_000)]
    clients: usize,
    /// Rooms that they spread over.
    #[arg(long, default_value_t = 100)]
    rooms: usize,
}

pub async fn run(setting: &Setting, options: &Options) -> Result<Report, Failure> {
    let mut report = Report::new("doors");
    for road in Road::ALL {
        come_in(setting, options, road, &mut report).await?;
    }
    for road in Road::ALL {
        come_back(setting, options, road, &mut report).await?;
    }
    Ok(report)
}

/// Each opens a link, enters a room, is told so, and goes: again and again.
async fn come_in(
    setting: &Setting,
    options: &Options,
    road: Road,
    report: &mut Report,
) -> Result<(), Failure> {
    let folder = folder()?;
    let house = House::open(setting, folder.path()).await?;
    let left = Arc::new(AtomicUsize::new(options.links));
    let mut people = JoinSet::new();
    let guests = guests(house.address, options.at_once).await?;
    let (begun, cpu) = (Instant::now(), house.cpu()?);
    for session in guests {
        let entry = Entry {
            address: house.address,
            session,
            is_narrow: false,
            count: Arc::default(),
        };
        let left = Arc::clone(&left);
        people.spawn(async move {
            let one_less = |left: usize| left.checked_sub(1);
            let mut took = Vec::new();
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
                .is_ok()
            {
                let begun = Instant::now();
                enter(road, entry.clone()).await?;
                took.push(begun.elapsed());
            }
            Ok::<_, Ended>(took)
        });
    }
    let mut all = Vec::new();
    while let Some(took) = people.join_next().await {
        all.extend(took?.map_err(|end| end.to_string())?);
    }
    let seconds = begun.elapsed().as_secs_f64();
    let cpu = house.cpu()?.saturating_sub(cpu).as_secs_f64();
    let links = fraction(u64::try_from(all.len())?);
    let name = road.word();
    report.number(format!("{name}: links a second"), links / seconds);
    report.number(
        format!("{name}: server's processor for one, ms"),
        cpu * 1e3 / links,
    );
    report.times(&format!("{name}: one link"), &Times::of(all)?);
    Ok(())
}

async fn enter(road: Road, entry: Entry) -> Result<(), Ended> {
    let mut wire = Wire::open(road, entry).await?;
    let (room, cursor) = (HALL, None);
    wire.say(&ClientFrame::EnterRoom { room, cursor }).await?;
    while !matches!(wire.next().await?, ServerFrame::RoomEntered { .. }) {}
    Ok(())
}

/// Everybody's link breaks at the same moment, as when a network goes away and comes back.
async fn come_back(
    setting: &Setting,
    options: &Options,
    road: Road,
    report: &mut Report,
) -> Result<(), Failure> {
    let folder = folder()?;
    let house = House::open(setting, folder.path()).await?;
    let guests = guests(house.address, options.clients).await?;
    let rooms = rooms(house.address, &guests, options.rooms, 1).await?;
    let town = Town::new(100)?;
    for (n, (guest, rooms)) in guests.into_iter().zip(rooms).enumerate() {
        let role = Role {
            number: u32::try_from(n)?,
            road,
            rooms,
            talks: n % 50 == 0,
            is_slow: false,
            watches: true,
        };
        town.admit(house.address, guest, role);
    }
    town.all_inside(options.clients).await?;
    // Links that held for a while are not taken for broken ones.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let every = Some(Duration::from_secs(2));
    town.wish.send_modify(|wish| wish.every = every);
    let (cut, cpu) = (Instant::now(), house.cpu()?);
    town.wish.send_modify(|wish| wish.cuts += 1);
    let are_back = || town.returns.lock().len() == options.clients;
    town.until("everybody is back", are_back).await?;
    let cpu = house.cpu()?.saturating_sub(cpu).as_secs_f64();
    town.settle().await?;
    let returns = town.returns.lock();
    let spans = returns
        .values()
        .map(|it| it.back.saturating_duration_since(cut));
    let name = format!("{}: {} back at once", road.word(), options.clients);
    report.times(&name, &Times::of(spans)?);
    report.number(format!("{name}, server's processor, s"), cpu);
    report.count(format!("{name}, peak memory, KiB"), house.peak()?);
    report.check(&town.ledger.lock());
    Ok(())
}
