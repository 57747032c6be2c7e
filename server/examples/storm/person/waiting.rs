//! What somebody waits for; what is not there never comes. Cancelling any of it loses nothing.

use std::{
    future::{Future, pending},
    pin::Pin,
    time::Instant,
};

use app::live::{Road, backoff::Chance};
use shared::frame::ServerFrame;
use tokio::time::sleep_until;

use crate::wire::{Ended, Entry, Wire};

/// A link on its way.
pub type Opening = Pin<Box<dyn Future<Output = Result<(Wire, ServerFrame), Ended>> + Send>>;

/// The dice.
pub fn chance() -> Chance {
    Chance::from_billionths(fastrand::u32(0..=1_000_000_000))
}

/// A link that has brought its first frame.
pub async fn open(road: Road, entry: Entry) -> Result<(Wire, ServerFrame), Ended> {
    let mut wire = Wire::open(road, entry).await?;
    let first = wire.next().await?;
    Ok((wire, first))
}

/// The next frame; without a link, never.
pub async fn next(wire: &mut Option<Wire>) -> Result<ServerFrame, Ended> {
    match wire {
        Some(wire) => wire.next().await,
        None => pending().await,
    }
}

/// The link that is being opened; where there is none, never.
pub async fn ready(opening: &mut Option<Opening>) -> Result<(Wire, ServerFrame), Ended> {
    match opening {
        Some(opening) => opening.await,
        None => pending().await,
    }
}

/// That instant; without one, never.
pub async fn at(instant: Option<Instant>) {
    match instant {
        Some(instant) => sleep_until(instant.into()).await,
        None => pending().await,
    }
}
