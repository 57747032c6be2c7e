//! Who is connected, who is in which room, and the fan-out to them.
//!
//! The hub knows connections and finished bytes; it knows no messages and no SQL. It is a
//! plain structure of small locked parts, not an actor: fan-out must never queue behind one
//! mailbox. No lock is ever held across an `.await`: nothing here is async but [`Outbox::ready`].
//!
//! - [`outbox`] is the bounded queue of one connection, and [`couriers`] empty many of them;
//! - [`room`] is one room: its subscribers and who is present, without locks or clocks;
//! - [`wave`] is what a room is told at a time;
//! - [`shard`] is a locked part of all rooms;
//! - [`lobby`] follows the list of rooms; [`mine`] follows one's own.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use indexmap::IndexMap;
use parking_lot::Mutex;
use shared::{RoomId, UserId, frame::ServerFrame, model::Person};

use crate::wire;

mod couriers;
mod everybody;
mod lobby;
mod mine;
mod outbox;
mod presence;
mod room;
mod seat;
mod shard;
#[cfg(test)]
mod tests;
mod wave;

pub use couriers::Couriers;
use lobby::LobbyWatchers;
pub use mine::Move;
use mine::MyRoomWatchers;
pub use outbox::{Batch, Direct, Outbox};
pub use presence::Present;
pub use room::Catch;
use shard::Shard;
pub use wave::Fanned;
use wave::Wave;

/// Shards of the rooms. Prime, so that ids in a row spread.
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

/// Somebody with the live connections that they have, at least one.
struct Connected {
    person: Arc<Person>,
    connections: Vec<Subscriber>,
}

/// Everyone who is here.
pub struct Hub {
    shards: Vec<Mutex<Shard>>,
    people: Mutex<IndexMap<UserId, Connected>>,
    lobby: LobbyWatchers,
    mine: MyRoomWatchers,
    couriers: Couriers,
    next_id: AtomicU64,
    /// How many connections there are.
    open: AtomicUsize,
    pub(crate) outbox_bytes: usize,
}

impl Hub {
    /// An empty hub. `outbox_bytes` bounds the queue of each connection; somebody whose last
    /// connection breaks counts as present for `grace` longer, so that a reload is no event.
    #[must_use]
    pub fn new(outbox_bytes: usize, grace: Duration) -> Self {
        let shard = || Mutex::new(Shard::new(grace));
        Self {
            couriers: Couriers::default(),
            shards: std::iter::repeat_with(shard).take(SHARDS).collect(),
            people: Mutex::default(),
            lobby: LobbyWatchers::default(),
            mine: MyRoomWatchers::default(),
            next_id: AtomicU64::new(1),
            open: AtomicUsize::new(0),
            outbox_bytes,
        }
    }

    /// Registers a connection of `person`. `first` is the first frame it gets, whatever they are
    /// told from here on.
    pub fn connect(&self, person: &Arc<Person>, first: Bytes) -> Subscriber {
        let subscriber = Subscriber {
            id: ConnectionId(self.next_id.fetch_add(1, Ordering::Relaxed)),
            user: person.id,
            outbox: Arc::new(Outbox::new(self.outbox_bytes)),
        };
        subscriber.outbox.answer(first);
        self.open.fetch_add(1, Ordering::Relaxed);
        let mut people = self.people.lock();
        match people.get_mut(&person.id) {
            Some(known) => known.connections.push(subscriber.clone()),
            None => {
                let connected = Connected {
                    person: Arc::clone(person),
                    // Room for one: nearly everybody has no more.
                    connections: vec![subscriber.clone()],
                };
                people.insert(person.id, connected);
            }
        }
        subscriber
    }

    /// Forgets a connection. Its rooms are left one by one with [`Self::leave`] before.
    pub fn disconnect(&self, subscriber: &Subscriber) {
        self.lobby.unwatch(subscriber.id);
        self.mine.unwatch(subscriber.id);
        let mut people = self.people.lock();
        if let Some(known) = people.get_mut(&subscriber.user) {
            let before = known.connections.len();
            known.connections.retain(|peer| peer.id != subscriber.id);
            let gone = before.saturating_sub(known.connections.len());
            self.open.fetch_sub(gone, Ordering::Relaxed);
            if known.connections.is_empty() {
                people.swap_remove(&subscriber.user);
            }
        }
    }

    /// Queues a frame for every connection of somebody, and wakes them.
    pub fn tell(&self, user: UserId, frame: &Bytes) {
        let people = self.people.lock();
        let theirs = people.get(&user).map(|known| known.connections.iter());
        let theirs = theirs.into_iter().flatten();
        theirs.for_each(|peer| peer.outbox.answer(frame.clone()));
    }

    /// Subscribes a connection to a room. From here on events are kept back for it until
    /// [`Self::catch_up`] says where it stands, so that none slips between reading the store
    /// and following live. Its person is not in the room until then.
    pub fn join(&self, room: RoomId, subscriber: &Subscriber) {
        self.with(room, |shard| shard.join(room, subscriber));
    }

    /// Gives somebody another name, and tells everybody who follows a room that they are in,
    /// or one of `rooms`.
    pub fn rename(&self, person: Person, rooms: &HashSet<RoomId>) {
        let people = vec![person.clone()];
        let frame = wire::frame(&ServerFrame::PeopleDescribed { people });
        let person = Arc::new(person);
        if let Some(known) = self.people.lock().get_mut(&person.id) {
            known.person = Arc::clone(&person);
        }
        for shard in &self.shards {
            shard.lock().rename(&person, rooms, &frame);
        }
    }

    /// Ends [`Self::join`]'s waiting: `person`, by today's name, is in the room now. Queues what `frames`
    /// makes of the people present, then what came in meanwhile and is newer than
    /// `catch.last_seq`. Atomic with regard to both events and presence.
    pub fn catch_up(
        &self,
        room: RoomId,
        connection: ConnectionId,
        person: &Arc<Person>,
        catch: Catch,
        frames: impl FnOnce(Present) -> Vec<Bytes>,
    ) {
        self.with(room, |shard| {
            let known = |connected: &Connected| Arc::clone(&connected.person);
            let known = self.people.lock().get(&person.id).map(known);
            let person = known.as_ref().unwrap_or(person);
            shard.catch_up(room, connection, person, catch, frames);
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

    /// Queues events of one room, in order, for everyone in it; [`Couriers::go`] has them brought.
    pub fn fan_out(&self, room: RoomId, events: &[Fanned]) {
        let wave = Wave::new(events);
        self.with(room, |shard| shard.fan_out(room, &wave, &self.couriers));
    }

    /// Who brings it to them.
    #[must_use]
    pub fn couriers(&self) -> &Couriers {
        &self.couriers
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
            .map(|known| Person::clone(&known.person))
            .collect()
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// The list of rooms and who follows it.
    #[must_use]
    pub fn lobby(&self) -> &LobbyWatchers {
        &self.lobby
    }

    /// Who follows their own rooms.
    #[must_use]
    pub fn mine(&self) -> &MyRoomWatchers {
        &self.mine
    }

    /// Sends the presence changes that have gathered, ends grace periods that are over at
    /// `now`, and tells the lobby of changed counts and everybody of their own rooms. To be called a few times a second.
    pub fn tick(&self, now: Instant) {
        for shard in &self.shards {
            let counts = shard.lock().tick(now);
            for (room, online) in counts {
                self.lobby.count(room, online);
            }
        }
        self.lobby.tick(self.people_online());
        self.mine.tick();
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
