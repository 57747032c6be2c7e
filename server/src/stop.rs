//! Stopping so that nobody notices more than a moment's pause: first nobody new is sent here,
//! then those who are here are sent away, a few at a time, then what has begun is finished.

use std::time::Duration;

use crate::live::LiveDoor;

/// How a server is told to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// By somebody who waits for it.
    AtOnce,
    /// By something that starts another in its place.
    Gradually,
}

/// How long the parts of stopping take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// For whoever sends people here to notice that they should not.
    pub notice: Duration,
    /// For the last of those who are sent away to go.
    pub farewell: Duration,
}

/// Empties the house. Ready when all have gone, or will not.
pub(crate) async fn empty(door: &LiveDoor, stop: Stop, pace: Pace) {
    tracing::info!("stopping");
    door.announce_close();
    if stop == Stop::Gradually {
        tokio::time::sleep(pace.notice).await;
    }
    door.send_away().await;
    if tokio::time::timeout(pace.farewell, door.gone())
        .await
        .is_err()
    {
        tracing::warn!("some clients did not go in time");
    }
}
