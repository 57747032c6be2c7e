//! One room as the hub sees it. No locks, no clocks, no I/O.

use std::{sync::Arc, time::Instant};

use bytes::Bytes;
use indexmap::{IndexMap, IndexSet};
use shared::{
    RoomId, Seq, UserId,
    frame::{CloseReason, ServerFrame},
    limits,
    model::Person,
};

use super::{
    ConnectionId, Couriers, Subscriber,
    presence::{Departure, Presence, Present, listed, presence_listed},
    seat::{Seat, Stage, WAITING},
    wave::Wave,
};
use crate::wire;

/// Where a connection stands after reading the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Catch {
    /// The room's head when the store was read: later events are still to be sent.
    pub last_seq: Seq,
}

/// Subscribers and people of one room.
#[derive(Default)]
pub(super) struct Room {
    seats: IndexMap<ConnectionId, Seat>,
    people: IndexMap<UserId, Presence>,
    entered: IndexMap<UserId, Arc<Person>>,
    left: IndexSet<UserId>,
}

impl Room {
    /// False while somebody is here or a departure is still to be told.
    pub(super) fn is_empty(&self) -> bool {
        self.seats.is_empty() && self.people.is_empty()
    }

    pub(super) fn online(&self) -> u32 {
        u32::try_from(self.people.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn present(&self) -> Present {
        Present {
            online: self.online(),
            people: listed(&self.people),
        }
    }

    /// Nobody is told: whether its person may be here is known once they have caught up.
    pub(super) fn join(&mut self, subscriber: &Subscriber) {
        let before = self.seats.get(&subscriber.id);
        let seat = Seat {
            user: subscriber.user,
            outbox: Arc::clone(&subscriber.outbox),
            stage: Stage::CatchingUp(Vec::new()),
            has_arrived: before.is_some_and(|seat| seat.has_arrived),
            presence_stale: false,
        };
        self.seats.insert(subscriber.id, seat);
    }

    /// True when presence changed.
    pub(super) fn catch_up(
        &mut self,
        connection: ConnectionId,
        person: &Arc<Person>,
        catch: Catch,
        frames: impl FnOnce(Present) -> Vec<Bytes>,
    ) -> bool {
        let Some(seat) = self.seats.get_mut(&connection) else {
            return false;
        };
        let is_first = !std::mem::replace(&mut seat.has_arrived, true);
        let is_news = is_first && self.arrive(person);
        let present = self.present();
        let Some(seat) = self.seats.get_mut(&connection) else {
            return is_news;
        };
        seat.outbox.push(frames(present));
        if let Stage::CatchingUp(waiting) =
            std::mem::replace(&mut seat.stage, Stage::Live(catch.last_seq))
        {
            let newer = waiting.into_iter().filter(|(seq, _)| *seq > catch.last_seq);
            seat.outbox.push(newer.map(|(_, frame)| frame));
        }
        seat.outbox.wake();
        is_news
    }

    /// One connection more of somebody; true when they had none.
    fn arrive(&mut self, person: &Arc<Person>) -> bool {
        let presence = self.people.entry(person.id).or_insert_with(|| Presence {
            person: Arc::clone(person),
            connections: 0,
            lost_at: None,
        });
        let was_absent = presence.connections == 0 && presence.lost_at.is_none();
        presence.lost_at = None;
        presence.connections = presence.connections.saturating_add(1);
        if was_absent {
            self.left.swap_remove(&person.id);
            self.entered.insert(person.id, Arc::clone(person));
        }
        was_absent
    }

    /// What became of somebody's presence when a connection of theirs left.
    pub(super) fn leave(
        &mut self,
        connection: ConnectionId,
        at_once: bool,
        now: Instant,
    ) -> Departure {
        let Some(seat) = self.seats.swap_remove(&connection) else {
            return Departure::Unchanged;
        };
        let presence = self.people.get_mut(&seat.user);
        let Some(presence) = presence.filter(|_| seat.has_arrived) else {
            return Departure::Unchanged;
        };
        presence.connections = presence.connections.saturating_sub(1);
        if presence.connections > 0 {
            return Departure::Unchanged;
        }
        if at_once {
            self.depart(seat.user);
            return Departure::Left;
        }
        presence.lost_at = Some(now);
        Departure::Lingers(seat.user)
    }

    /// Ends the grace period of somebody whose last connection broke at `lost_at`; false
    /// when they have come back, or lost another connection since.
    pub(super) fn expire(&mut self, user: UserId, lost_at: Instant) -> bool {
        let is_over = self
            .people
            .get(&user)
            .is_some_and(|p| p.lost_at == Some(lost_at));
        if is_over {
            self.depart(user);
        }
        is_over
    }

    /// Takes all seats of somebody away; true when they were here.
    pub(super) fn expel(&mut self, user: UserId, frame: &Bytes) -> bool {
        self.seats.retain(|_, seat| {
            if seat.user == user {
                seat.outbox.answer(frame.clone());
            }
            seat.user != user
        });
        let was_here = self.people.contains_key(&user);
        if was_here {
            self.depart(user);
        }
        was_here
    }

    /// Somebody has another name: `frame` says which to everybody here.
    pub(super) fn rename(&mut self, person: &Arc<Person>, frame: &Bytes) {
        if let Some(presence) = self.people.get_mut(&person.id) {
            presence.person = Arc::clone(person);
        }
        if let Some(entered) = self.entered.get_mut(&person.id) {
            *entered = Arc::clone(person);
        }
        for seat in self.seats.values_mut() {
            seat.hear_in_passing(frame);
        }
    }

    pub(super) fn is_here(&self, user: UserId) -> bool {
        self.people.contains_key(&user)
    }

    /// Coming and going within one tick do not cancel each other out: somebody may have been
    /// shown the list in between. Who never heard of the one ignores the other.
    fn depart(&mut self, user: UserId) {
        self.people.shift_remove(&user);
        self.entered.swap_remove(&user);
        self.left.insert(user);
    }

    /// Queues events for everybody here, and leaves the outboxes to couriers who may be written by
    /// them.
    pub(super) fn fan_out(&mut self, wave: &Wave, couriers: &Couriers) {
        for (id, seat) in &mut self.seats {
            let is_left = match &mut seat.stage {
                Stage::CatchingUp(waiting) if waiting.len() < WAITING => {
                    waiting.extend(wave.one_by_one(*id, seat.user));
                    false
                }
                Stage::CatchingUp(_) => {
                    seat.outbox.close(CloseReason::SlowReader);
                    false
                }
                Stage::Live(read) if wave.is_whole_for(seat.user, *read) => {
                    seat.outbox.push_for_courier(wave.whole())
                }
                Stage::Live(read) => {
                    let read = *read;
                    let frames = wave.one_by_one(*id, seat.user);
                    let newer = frames.filter(|(seq, _)| *seq > read);
                    seat.outbox.push_for_courier(newer.map(|(_, frame)| frame))
                }
            };
            if is_left {
                couriers.leave(*id, &seat.outbox);
            }
        }
    }

    /// Sends what changed in presence since the last call. False when some seat could not
    /// take it and another call is due.
    pub(super) fn flush_presence(&mut self, room: RoomId) -> bool {
        let changed = !self.entered.is_empty() || !self.left.is_empty();
        let changes = changed.then(|| self.presence_changed(room));
        self.entered.clear();
        self.left.clear();
        let mut list = None;
        let mut all_know = true;
        let (online, people) = (self.online(), &self.people);
        let live = self
            .seats
            .values_mut()
            .filter(|seat| matches!(seat.stage, Stage::Live(_)));
        for seat in live {
            let frame = if seat.presence_stale {
                Some(&*list.get_or_insert_with(|| presence_listed(room, online, people)))
            } else {
                changes.as_ref()
            };
            if let Some(frame) = frame {
                seat.presence_stale = !seat.outbox.push_ephemeral(frame.clone());
                all_know &= !seat.presence_stale;
            }
        }
        all_know
    }

    fn presence_changed(&self, room: RoomId) -> Bytes {
        let entered = self.entered.values().take(limits::LISTED_PEOPLE);
        wire::frame(&ServerFrame::PresenceChanged {
            room,
            online: self.online(),
            entered: entered.map(|person| Person::clone(person)).collect(),
            left: self
                .left
                .iter()
                .copied()
                .take(limits::LISTED_PEOPLE)
                .collect(),
        })
    }

    #[cfg(test)]
    pub(super) fn check_invariants(&self) {
        let mut connections = IndexMap::<UserId, u32>::new();
        for seat in self.seats.values().filter(|seat| seat.has_arrived) {
            *connections.entry(seat.user).or_default() += 1;
        }
        for (user, presence) in &self.people {
            let count = connections.swap_remove(user).unwrap_or_default();
            assert_eq!(presence.connections, count, "{user}");
            assert_eq!(presence.lost_at.is_some(), count == 0, "{user}");
            assert!(!self.left.contains(user), "{user} is here and has left");
        }
        assert!(connections.is_empty(), "a seat without a person");
        assert!(
            self.entered
                .keys()
                .all(|user| self.people.contains_key(user))
        );
    }
}
