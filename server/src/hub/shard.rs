//! A part of all rooms, small enough that its lock is free when needed.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use indexmap::IndexSet;
use shared::{RoomId, UserId, model::Person};

use super::{
    ConnectionId, Couriers, Subscriber,
    presence::{Departure, Present},
    room::{Catch, Room},
    wave::Wave,
};

pub(super) struct Shard {
    rooms: HashMap<RoomId, Room>,
    /// Rooms with presence changes that have not been sent.
    changed: IndexSet<RoomId>,
    /// People within their grace period, in the order it ends.
    lingering: VecDeque<(Instant, RoomId, UserId)>,
    grace: Duration,
}

impl Shard {
    pub(super) fn new(grace: Duration) -> Self {
        Self {
            rooms: HashMap::new(),
            changed: IndexSet::new(),
            lingering: VecDeque::new(),
            grace,
        }
    }

    pub(super) fn join(&mut self, room: RoomId, subscriber: &Subscriber) {
        self.rooms.entry(room).or_default().join(subscriber);
    }

    pub(super) fn catch_up(
        &mut self,
        room: RoomId,
        connection: ConnectionId,
        person: &Arc<Person>,
        catch: Catch,
        frames: impl FnOnce(Present) -> Vec<Bytes>,
    ) {
        if let Some(entered) = self.rooms.get_mut(&room)
            && entered.catch_up(connection, person, catch, frames)
        {
            self.changed.insert(room);
        }
    }

    pub(super) fn leave(
        &mut self,
        room: RoomId,
        connection: ConnectionId,
        at_once: bool,
        now: Instant,
    ) {
        let Some(left) = self.rooms.get_mut(&room) else {
            return;
        };
        match left.leave(connection, at_once, now) {
            // Whoever asks for a room that is not, or is not theirs, leaves nothing of it here.
            Departure::Unchanged if left.is_empty() && !self.changed.contains(&room) => {
                self.rooms.remove(&room);
            }
            Departure::Unchanged => {}
            Departure::Left => {
                self.changed.insert(room);
            }
            Departure::Lingers(user) => self.lingering.push_back((now, room, user)),
        }
    }

    pub(super) fn expel(&mut self, room: RoomId, user: UserId, frame: &Bytes) {
        if let Some(left) = self.rooms.get_mut(&room)
            && left.expel(user, frame)
        {
            self.changed.insert(room);
        }
    }

    /// See [`super::Hub::rename`].
    pub(super) fn rename(&mut self, person: &Arc<Person>, rooms: &HashSet<RoomId>, frame: &Bytes) {
        for (id, room) in &mut self.rooms {
            if rooms.contains(id) || room.is_here(person.id) {
                room.rename(person, frame);
            }
        }
    }

    pub(super) fn fan_out(&mut self, room: RoomId, wave: &Wave, couriers: &Couriers) {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.fan_out(wave, couriers);
        }
    }

    pub(super) fn online(&self, room: RoomId) -> u32 {
        self.rooms.get(&room).map_or(0, Room::online)
    }

    pub(super) fn present(&self, room: RoomId) -> Present {
        self.rooms.get(&room).map(Room::present).unwrap_or_default()
    }

    /// Ends grace periods and sends presence changes; the rooms whose count may be another.
    pub(super) fn tick(&mut self, now: Instant) -> Vec<(RoomId, u32)> {
        self.end_grace_periods(now);
        let changed = std::mem::take(&mut self.changed);
        let mut counts = Vec::with_capacity(changed.len());
        for id in changed {
            let Some(room) = self.rooms.get_mut(&id) else {
                continue;
            };
            if !room.flush_presence(id) {
                self.changed.insert(id);
            }
            counts.push((id, room.online()));
            if room.is_empty() {
                self.rooms.remove(&id);
            }
        }
        counts
    }

    fn end_grace_periods(&mut self, now: Instant) {
        while let Some((lost_at, room, user)) = self.lingering.front().copied() {
            if now.saturating_duration_since(lost_at) < self.grace {
                break;
            }
            self.lingering.pop_front();
            let expired = self
                .rooms
                .get_mut(&room)
                .is_some_and(|r| r.expire(user, lost_at));
            if expired {
                self.changed.insert(room);
            }
        }
    }

    #[cfg(test)]
    pub(super) fn knows(&self, room: RoomId) -> bool {
        self.rooms.contains_key(&room)
    }

    #[cfg(test)]
    pub(super) fn check_invariants(&self) {
        self.rooms.values().for_each(Room::check_invariants);
    }
}
