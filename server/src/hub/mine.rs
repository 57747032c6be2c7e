//! Who follows the list of their own rooms, and what those rooms did since they were told.

use std::collections::HashMap;

use bytes::Bytes;
use indexmap::{IndexMap, IndexSet};
use parking_lot::Mutex;
use shared::{RoomId, Timestamp, UserId, frame::ServerFrame, model::Place};

use super::{ConnectionId, Subscriber};
use crate::wire;

/// A room went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Its newest event.
    pub head: Place,
    /// When that happened.
    pub at: Timestamp,
    /// Its name, where it got another.
    pub name: Option<String>,
    /// Whether it is only to be read any more, where that changed.
    pub archived: Option<bool>,
}

/// Followers of their own rooms.
#[derive(Default)]
pub struct MyRoomWatchers {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    watchers: HashMap<ConnectionId, Watcher>,
    /// Watching connections by person and by room, so that a busy room costs those nothing
    /// who are no members.
    by_user: HashMap<UserId, IndexSet<ConnectionId>>,
    by_room: HashMap<RoomId, IndexSet<ConnectionId>>,
    moved: IndexMap<RoomId, Move>,
}

struct Watcher {
    subscriber: Subscriber,
    rooms: IndexSet<RoomId>,
}

impl MyRoomWatchers {
    /// Follows these rooms from here on, beside those followed before. Whoever calls this
    /// reads the rooms afterwards: what happens in between is told twice rather than never.
    pub fn watch(&self, subscriber: &Subscriber, rooms: impl IntoIterator<Item = RoomId>) {
        let mut state = self.state.lock();
        let theirs = state.by_user.entry(subscriber.user).or_default();
        theirs.insert(subscriber.id);
        state
            .watchers
            .entry(subscriber.id)
            .or_insert_with(|| Watcher {
                subscriber: subscriber.clone(),
                rooms: IndexSet::new(),
            });
        for room in rooms {
            state.add(subscriber.id, room);
        }
    }

    /// Forgets a connection.
    pub fn unwatch(&self, connection: ConnectionId) {
        let mut state = self.state.lock();
        let Some(watcher) = state.watchers.remove(&connection) else {
            return;
        };
        for room in watcher.rooms {
            remove(&mut state.by_room, room, connection);
        }
        remove(&mut state.by_user, watcher.subscriber.user, connection);
    }

    /// A room went on; told at the next tick, together with what else it does until then.
    pub fn moved(&self, room: RoomId, step: Move) {
        let mut state = self.state.lock();
        if !state.by_room.contains_key(&room) {
            return;
        }
        match state.moved.get_mut(&room) {
            Some(known) => {
                known.head = step.head;
                known.at = step.at;
                known.name = step.name.or(known.name.take());
                known.archived = step.archived.or(known.archived);
            }
            None => drop(state.moved.insert(room, step)),
        }
    }

    /// A room is in somebody's list from now on; `frame` tells them.
    pub fn listed(&self, user: UserId, room: RoomId, frame: &Bytes) {
        let mut state = self.state.lock();
        let theirs: Vec<_> = state
            .by_user
            .get(&user)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        for connection in theirs {
            state.add(connection, room);
            state.tell(connection, frame);
        }
    }

    /// A room is in somebody's list no more; `frame` tells them.
    pub fn gone(&self, user: UserId, room: RoomId, frame: &Bytes) {
        let mut state = self.state.lock();
        let theirs: Vec<_> = state
            .by_user
            .get(&user)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        for connection in theirs {
            remove(&mut state.by_room, room, connection);
            if let Some(watcher) = state.watchers.get_mut(&connection) {
                watcher.rooms.swap_remove(&room);
            }
            state.tell(connection, frame);
        }
    }

    /// Tells what moved since the last time, each room once.
    pub(super) fn tick(&self) {
        let mut state = self.state.lock();
        let moved = std::mem::take(&mut state.moved);
        let mut told = IndexSet::new();
        for (room, step) in moved {
            let Some(followers) = state.by_room.get(&room) else {
                continue;
            };
            let frame = room_moved(room, step);
            for connection in followers {
                if let Some(watcher) = state.watchers.get(connection) {
                    // Not ephemeral: nothing would tell the reader what was dropped.
                    watcher.subscriber.outbox.push([frame.clone()]);
                    told.insert(*connection);
                }
            }
        }
        let watchers = told.iter().filter_map(|id| state.watchers.get(id));
        watchers.for_each(|watcher| watcher.subscriber.outbox.wake());
    }
}

impl State {
    fn add(&mut self, connection: ConnectionId, room: RoomId) {
        if let Some(watcher) = self.watchers.get_mut(&connection) {
            watcher.rooms.insert(room);
            self.by_room.entry(room).or_default().insert(connection);
        }
    }

    fn tell(&self, connection: ConnectionId, frame: &Bytes) {
        if let Some(watcher) = self.watchers.get(&connection) {
            watcher.subscriber.outbox.answer(frame.clone());
        }
    }
}

fn remove<K: std::hash::Hash + Eq>(
    index: &mut HashMap<K, IndexSet<ConnectionId>>,
    key: K,
    connection: ConnectionId,
) {
    if let Some(connections) = index.get_mut(&key) {
        connections.swap_remove(&connection);
        if connections.is_empty() {
            index.remove(&key);
        }
    }
}

fn room_moved(room: RoomId, step: Move) -> Bytes {
    let Move {
        head,
        at,
        name,
        archived,
    } = step;
    wire::frame(&ServerFrame::RoomMoved {
        room,
        head,
        at,
        name,
        archived,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use shared::{Seq, codec};

    use super::*;
    use crate::hub::Outbox;

    const ROOM: RoomId = RoomId::new(1);

    fn connection(id: u64, user: u64) -> Subscriber {
        Subscriber {
            id: ConnectionId(id),
            user: UserId::new(user),
            outbox: Arc::new(Outbox::new(10_000)),
        }
    }

    fn step(seq: u64, name: Option<&str>) -> Move {
        let place = |seq| Place {
            seq: Seq::new(seq),
            messages: seq,
        };
        Move {
            head: place(seq),
            at: Timestamp::from_seconds(9),
            name: name.map(str::to_owned),
            archived: None,
        }
    }

    /// The places and names of the moves that a connection was told.
    fn told(subscriber: &Subscriber) -> Vec<(u64, Option<String>)> {
        let batch = subscriber.outbox.take(usize::MAX);
        let frames = batch.frames.into_iter().flat_map(wire::frames);
        let frames = frames.map(|frame| codec::decode_server(&frame));
        frames
            .filter_map(|frame| match frame.unwrap() {
                ServerFrame::RoomMoved { head, name, .. } => Some((head.seq.get(), name)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn moves_are_told_once_a_tick_to_those_who_have_the_room() {
        let mine = MyRoomWatchers::default();
        let (member, other, stranger) = (connection(1, 1), connection(2, 1), connection(3, 2));
        mine.moved(ROOM, step(1, None));
        mine.watch(&member, [ROOM]);
        mine.watch(&other, [ROOM]);
        mine.watch(&stranger, [RoomId::new(2)]);
        mine.moved(ROOM, step(2, Some("tea")));
        mine.moved(ROOM, step(3, None));
        mine.tick();
        mine.tick();
        for device in [&member, &other] {
            assert_eq!(told(device), [(3, Some("tea".to_owned()))]);
        }
        assert_eq!(told(&stranger), []);
    }

    #[test]
    fn a_room_is_followed_from_joining_to_leaving_it_on_all_connections() {
        let mine = MyRoomWatchers::default();
        let (one, two) = (connection(1, 1), connection(2, 1));
        mine.watch(&one, []);
        mine.watch(&two, []);
        let frame = wire::frame(&ServerFrame::MyRoomGone { room: ROOM });
        mine.listed(one.user, ROOM, &frame);
        mine.moved(ROOM, step(1, None));
        mine.tick();
        assert_eq!((told(&one).len(), told(&two).len()), (1, 1));
        mine.gone(one.user, ROOM, &frame);
        mine.moved(ROOM, step(2, None));
        mine.tick();
        assert_eq!((told(&one), told(&two)), (vec![], vec![]));
    }

    #[test]
    fn a_connection_that_is_gone_is_forgotten() {
        let mine = MyRoomWatchers::default();
        let member = connection(1, 1);
        mine.watch(&member, [ROOM, RoomId::new(2)]);
        mine.unwatch(member.id);
        let state = mine.state.lock();
        assert!(state.watchers.is_empty() && state.by_user.is_empty());
        assert!(state.by_room.is_empty());
    }
}
