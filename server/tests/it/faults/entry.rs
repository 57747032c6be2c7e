//! How somebody comes in, what they say, and what they do when their link breaks.

use std::{net::SocketAddr, sync::Arc};

use shared::{Epoch, Nonce, frame::ClientFrame};
use tokio::sync::watch;

use crate::common::{HALL, Road};

/// What somebody does about a broken link. Only the first is right; the others show what each
/// part of it is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Goes on from its place and says again, under the same nonce, what is not acknowledged.
    Careful,
    /// Enters as if for the first time.
    ForgetsItsPlace,
    /// Never says a thing twice.
    SaysOnce,
    /// Says it again as if it were new.
    SaysAnew,
}

impl Habit {
    pub const BAD: [Self; 3] = [Self::ForgetsItsPlace, Self::SaysOnce, Self::SaysAnew];
}

/// Where somebody enters the house and how.
#[derive(Clone)]
pub struct Entry {
    pub road: Road,
    pub address: SocketAddr,
    pub session: String,
    /// That of the hall, in which nothing has been said yet.
    pub epoch: Epoch,
    /// How many acknowledgements anybody got.
    pub acks: Arc<watch::Sender<u64>>,
    /// So many characters at the end of everything it says.
    pub bulk: usize,
}

impl Entry {
    pub fn text(&self, number: u64) -> String {
        let more = usize::try_from(number % 90).unwrap();
        format!("{number} 茶{}{}", "x".repeat(more), "🍵".repeat(self.bulk))
    }

    /// The command that says it.
    pub fn post(&self, number: u64, nonce: Nonce) -> ClientFrame {
        ClientFrame::PostMessage {
            room: HALL,
            nonce,
            text: self.text(number),
        }
    }
}
