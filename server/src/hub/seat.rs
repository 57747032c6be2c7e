//! One connection in a room.

use std::sync::Arc;

use bytes::Bytes;
use shared::{Seq, UserId};

use super::Outbox;

/// Most frames kept back for a connection that is catching up. Reading takes milliseconds;
/// whoever is still behind after so many starts over.
pub(super) const WAITING: usize = 8_192;

/// Where a subscriber is on its way into the room.
pub(super) enum Stage {
    /// Between subscribing and knowing what it missed: events wait here.
    CatchingUp(Vec<(Seq, Bytes)>),
    /// Events after this place go straight to the outbox. Those up to it were read from the
    /// store, which may know them before they are published.
    Live(Seq),
}

/// A connection that follows a room, or is about to.
pub(super) struct Seat {
    pub user: UserId,
    pub outbox: Arc<Outbox>,
    pub stage: Stage,
    /// Whether it counts in its person's presence: from the first time that it has caught up.
    pub has_arrived: bool,
    /// A presence frame was dropped: the whole list is due.
    pub presence_stale: bool,
}

impl Seat {
    /// Queues what is no event. Somebody who is still to find out whether they may be here hears it
    /// once they do.
    pub fn hear_in_passing(&mut self, frame: &Bytes) {
        match &mut self.stage {
            Stage::CatchingUp(waiting) if waiting.len() < WAITING => {
                waiting.push((Seq::new(u64::MAX), frame.clone()));
            }
            // Who has no room for it learns it later.
            Stage::CatchingUp(_) => {}
            Stage::Live(_) => drop(self.outbox.push_ephemeral(frame.clone())),
        }
    }
}
