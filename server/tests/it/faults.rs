//! Links that break in every way there is, over every road: what was acknowledged is heard by
//! everybody, once and in order, and nobody waits for whoever does not read.
//!
//! `TEAHOUSE_FAULTS` says how many rounds to play. A round that fails says which seed repeats it:
//! `TEAHOUSE_SEED=<seed> TEAHOUSE_FAULTS=1`.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::Arc,
};

use server::config::Config;
use shared::Epoch;
use tokio::{sync::watch, time::timeout};

use crate::{
    common::{Faults, HALL, PATIENCE, Road, TestServer},
    crash::{check, setting},
};

mod entry;
mod junk;
mod leaks;
mod lost;
mod marks;
mod order;
mod person;
mod restart;
mod slow;
mod way;

use entry::Entry;
use person::Person;

/// The seeds of as many rounds as there shall be.
fn seeds(few: usize) -> impl Iterator<Item = u64> {
    let first = setting("TEAHOUSE_SEED").unwrap_or_else(|| fastrand::u64(..1 << 32));
    let rounds = setting("TEAHOUSE_FAULTS").unwrap_or(few);
    // Shown when the test fails, wherever it does.
    let show = |seed: &u64| println!("TEAHOUSE_SEED={seed} TEAHOUSE_FAULTS=1 repeats this round");
    (first..).take(rounds).inspect(show)
}

/// A server in whose hall nothing has been said.
struct House {
    server: TestServer,
    epoch: Epoch,
    acks: Arc<watch::Sender<u64>>,
}

impl House {
    async fn open() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let server = TestServer::with(change).await;
        let (epoch, _) = server.client("First").await.enter(None).await;
        Self {
            server,
            epoch,
            acks: Arc::default(),
        }
    }

    /// Somebody who has joined, and how they come in.
    async fn entry(&self, road: Road, address: SocketAddr, name: &str) -> Entry {
        Entry {
            road,
            address,
            session: self.server.http().join(name).await,
            epoch: self.epoch,
            acks: Arc::clone(&self.acks),
            bulk: 0,
        }
    }

    /// Somebody whose link does not break.
    async fn watcher(&self) -> Person {
        let address = self.server.address;
        let mut watcher = Person::new(self.entry(Road::WebSocket, address, "Watcher").await);
        watcher.settle().await;
        watcher
    }

    /// Two people over each road, each of them behind the faults.
    async fn six(&self, faults: &Faults) -> Vec<Person> {
        let mut people = Vec::new();
        for (number, road) in (0..6).zip(Road::ALL.into_iter().cycle()) {
            let name = format!("{road:?} {number}");
            people.push(Person::new(self.entry(road, faults.address, &name).await));
        }
        people
    }

    /// Ready when so many acknowledgements have come to anybody.
    async fn acked(&self, count: u64) {
        let mut acks = self.acks.subscribe();
        let come = timeout(PATIENCE, acks.wait_for(|acks| *acks >= count)).await;
        drop(come.expect("the talk goes on").unwrap());
    }
}

/// All that is wrong with what these people were told: each of them must have heard everything
/// that was said, once, in one order, and whatever was acknowledged to anybody in its place.
fn complaints(people: &[&Person]) -> Vec<String> {
    let told = |person: &&Person| [&person.heard[..], &person.acked].concat();
    let promised: BTreeSet<_> = people.iter().flat_map(told).collect();
    let head = people.iter().map(|person| person.place()).max();
    let heads = BTreeMap::from([(HALL.get(), head.unwrap_or_default())]);
    let talkers = people.iter().filter(|person| person.said > 0);
    let sent = talkers.map(|person| (person.me.get(), person.said));
    let sent = sent.collect();
    let mut all = Vec::new();
    for person in people {
        all.extend(check::complaints(&promised, &person.heard, &heads));
        all.extend(check::missing(&sent, &person.heard));
    }
    all
}
