//! Who is connected, who is in which room, and the fan-out to them.
//!
//! The hub knows connections and finished bytes; it knows no messages and no SQL. It is a
//! plain structure of small locked parts, not an actor: fan-out must never queue behind one
//! mailbox. No lock is ever held across an `.await`: nothing here is async but [`Outbox::ready`].
//!
//! - [`outbox`] is the bounded queue of one connection;
//! - [`room`] is one room: its subscribers and who is present, without locks or clocks;
//! - [`shard`] is a locked part of all rooms;
//! - [`lobby`] follows the list of rooms.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use indexmap::IndexMap;
use parking_lot::Mutex;
use shared::{RoomId, UserId, frame::CloseReason, model::Person};

mod lobby;
mod outbox;
mod presence;
mod room;
mod shard;
#[cfg(test)]
mod tests;

use lobby::LobbyWatchers;
pub use outbox::{Batch, Outbox};
pub use room::{Catch, Fanned, Present};
use shard::Shard;

/// Shards of the room map. Prime, so that ids in a row spread.
const SHARDS: usize = 61;

/// Tells connections apart for the life of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(u64);

impl ConnectionId {
    /// The bare number, for logs.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// One live connection: who, and where its frames go.
#[derive(Clone)]
pub struct Subscriber {
    /// Which connection.
    pub id: ConnectionId,
    /// Whose.
    pub user: UserId,
    /// Its queue.
    pub outbox: Arc<Outbox>,
}

/// Everyone who is here.
pub struct Hub {
    shards: Vec<Mutex<Shard>>,
    connections: Mutex<IndexMap<ConnectionId, Subscriber>>,
    /// How many connections each person has.
    people: Mutex<IndexMap<UserId, (Arc<Person>, u32)>>,
    lobby: LobbyWatchers,
    next_id: AtomicU64,
    outbox_bytes: usize,
}

impl Hub {
    /// An empty hub. `outbox_bytes` bounds the queue of each connection; somebody whose last
    /// connection breaks counts as present for `grace` longer, so that a reload is no event.
    #[must_use]
    pub fn new(outbox_bytes: usize, grace: Duration) -> Self {
        let shard = || Mutex::new(Shard::new(grace));
        Self {
            shards: std::iter::repeat_with(shard).take(SHARDS).collect(),
            connections: Mutex::default(),
            people: Mutex::default(),
            lobby: LobbyWatchers::default(),
            next_id: AtomicU64::new(1),
            outbox_bytes,
        }
    }

    /// Registers a connection of `person`.
    pub fn connect(&self, person: &Arc<Person>) -> Subscriber {
        let subscriber = Subscriber {
            id: ConnectionId(self.next_id.fetch_add(1, Ordering::Relaxed)),
            user: person.id,
            outbox: Arc::new(Outbox::new(self.outbox_bytes)),
        };
        self.connections
            .lock()
            .insert(subscriber.id, subscriber.clone());
        let mut people = self.people.lock();
        let (_, count) = people
            .entry(person.id)
            .or_insert_with(|| (Arc::clone(person), 0));
        *count = count.saturating_add(1);
        subscriber
    }

    /// Forgets a connection. Its rooms are left one by one with [`Self::leave`] before.
    pub fn disconnect(&self, subscriber: &Subscriber) {
        self.connections.lock().swap_remove(&subscriber.id);
        self.lobby.unwatch(subscriber.id);
        let mut people = self.people.lock();
        if let Some((_, count)) = people.get_mut(&subscriber.user) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                people.swap_remove(&subscriber.user);
            }
        }
    }

    /// Subscribes a connection to a room. From here on events are kept back for it until
    /// [`Self::catch_up`] says where it stands, so that none slips between reading the store
    /// and following live.
    pub fn join(&self, room: RoomId, subscriber: &Subscriber, person: &Arc<Person>) {
        self.with(room, |shard| shard.join(room, subscriber, person));
    }

    /// Ends [`Self::join`]'s waiting: queues what `frames` makes of the people present, then
    /// what came in meanwhile and is newer than `catch.last_seq`. Atomic with regard to both
    /// events and presence.
    pub fn catch_up(
        &self,
        room: RoomId,
        connection: ConnectionId,
        catch: Catch,
        frames: impl FnOnce(Present) -> Vec<Bytes>,
    ) {
        self.with(room, |shard| {
            shard.catch_up(room, connection, catch, frames)
        });
    }

    /// Unsubscribes a connection. `at_once` for somebody who walks out, otherwise the grace
    /// period begins.
    pub fn leave(&self, room: RoomId, connection: ConnectionId, at_once: bool) {
        self.with(room, |shard| {
            shard.leave(room, connection, at_once, Instant::now())
        });
    }

    /// Ends somebody's following of a room: `frame` is the last that their connections get
    /// from it.
    pub fn expel(&self, room: RoomId, user: UserId, frame: &Bytes) {
        self.with(room, |shard| shard.expel(room, user, frame));
    }

    /// Queues events of one room, in order, for everyone in it, and wakes them once.
    pub fn fan_out(&self, room: RoomId, events: &[Fanned]) {
        self.with(room, |shard| shard.fan_out(room, events));
    }

    /// How many people are in a room.
    #[must_use]
    pub fn online(&self, room: RoomId) -> u32 {
        self.with(room, |shard| shard.online(room))
    }

    /// Who is in a room.
    #[must_use]
    pub fn present(&self, room: RoomId) -> Present {
        self.with(room, |shard| shard.present(room))
    }

    /// How many people are connected.
    #[must_use]
    pub fn people_online(&self) -> u32 {
        u32::try_from(self.people.lock().len()).unwrap_or(u32::MAX)
    }

    /// The first `count` people who are connected.
    #[must_use]
    pub fn faces(&self, count: usize) -> Vec<Person> {
        let people = self.people.lock();
        people
            .values()
            .take(count)
            .map(|(person, _)| Person::clone(person))
            .collect()
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.lock().len()
    }

    /// The list of rooms and who follows it.
    #[must_use]
    pub fn lobby(&self) -> &LobbyWatchers {
        &self.lobby
    }

    /// Sends the presence changes that have gathered, ends grace periods that are over at
    /// `now`, and tells the lobby of changed counts. To be called a few times a second.
    pub fn tick(&self, now: Instant) {
        for shard in &self.shards {
            let counts = shard.lock().tick(now);
            for (room, online) in counts {
                self.lobby.count(room, online);
            }
        }
        self.lobby.tick(self.people_online());
    }

    /// Tells every connection of `user` to end for `reason`.
    pub fn close_user(&self, user: UserId, reason: CloseReason) {
        let connections = self.connections.lock();
        let theirs = connections.values().filter(|peer| peer.user == user);
        theirs.for_each(|peer| peer.outbox.close(reason));
    }

    /// Tells every connection to end for `reason`.
    pub fn close_all(&self, reason: CloseReason) {
        for peer in self.connections.lock().values() {
            peer.outbox.close(reason);
        }
    }

    fn with<T>(&self, room: RoomId, work: impl FnOnce(&mut Shard) -> T) -> T {
        let count = u64::try_from(SHARDS).unwrap_or(1);
        let index = usize::try_from(room.get() % count).unwrap_or_default();
        match self.shards.get(index) {
            Some(shard) => work(&mut shard.lock()),
            // Unreachable: the index is below the number of shards.
            None => work(&mut Shard::new(Duration::ZERO)),
        }
    }
}
