//! What one delivered message costs on the wire, counted in the clients' own sockets.

use std::time::Duration;

use app::live::Road;
use clap::Args;
use tokio::time::sleep;

use crate::{
    Setting,
    figures::{Report, fraction},
    house::{House, folder},
    person::Role,
    support::Failure,
    town::{Town, guests, rooms},
};

#[derive(Args)]
pub struct Options {
    /// People in the room.
    #[arg(long, default_value_t = 100)]
    clients: usize,
    /// Messages on each road.
    #[arg(long, default_value_t = 1_000)]
    messages: u64,
    /// Messages a second, for each run.
    #[arg(long, value_delimiter = ',', default_value = "50,500")]
    rates: Vec<u32>,
    /// Bytes of text in a message.
    #[arg(long, default_value_t = 100)]
    bytes: usize,
}

pub async fn run(setting: &Setting, options: &Options) -> Result<Report, Failure> {
    let mut report = Report::new("bytes");
    for road in Road::ALL {
        for rate in &options.rates {
            one(setting, options, road, *rate, &mut report).await?;
        }
    }
    Ok(report)
}

async fn one(
    setting: &Setting,
    options: &Options,
    road: Road,
    rate: u32,
    report: &mut Report,
) -> Result<(), Failure> {
    let folder = folder()?;
    let house = House::open(setting, folder.path()).await?;
    let guests = guests(house.address, options.clients).await?;
    let rooms = rooms(house.address, &guests, 1, 1).await?;
    let town = Town::new(options.bytes)?;
    for (n, (guest, rooms)) in guests.into_iter().zip(rooms).enumerate() {
        let role = Role {
            number: u32::try_from(n)?,
            road,
            rooms,
            talks: n == 0,
            is_slow: false,
            watches: false,
        };
        town.admit(house.address, guest, role);
    }
    town.all_inside(options.clients).await?;
    // Those who came are still being told of.
    sleep(Duration::from_secs(1)).await;
    let (down, up) = town.count.read();
    let every = Some(Duration::from_secs(1) / rate);
    town.wish.send_modify(|wish| wish.every = every);
    let said = || u64::try_from(town.ledger.lock().kept()).is_ok_and(|n| n >= options.messages);
    town.until("all messages are kept", said).await?;
    town.settle().await?;
    let after = town.count.read();
    let ledger = town.ledger.lock();
    let deliveries = fraction(ledger.deliveries());
    let name = format!("{}, {rate}/s", road.word());
    let each = |bytes: u64| fraction(bytes) / deliveries;
    report.number(format!("{name}: down, bytes"), each(after.0 - down));
    report.number(format!("{name}: up, bytes"), each(after.1 - up));
    report.check(&ledger);
    Ok(())
}
