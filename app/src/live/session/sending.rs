//! What goes out of the outbox: into rooms that a page shows, and into those that none does,
//! because the page that a message was written on is gone.

use std::time::Duration;

use shared::{ApiError, Nonce, RoomId, Timestamp, frame::ClientFrame};

use super::{Session, Visit};
use crate::{
    live::outbox::{Kept, Outbox},
    state::FailReason,
};

/// What the server could not do just now is asked for again after this long.
const RETRY: Duration = Duration::from_secs(2);

/// Most errands at a time: one connection may be in so many rooms only.
const ERRANDS: usize = 8;

/// A room that is entered for nothing but to deliver what waits for it.
#[derive(Debug)]
pub(in crate::live) struct Errand {
    room: RoomId,
    entered: bool,
    /// When to try entering again.
    pub retry_at: Option<Duration>,
}

impl Errand {
    fn new(room: RoomId) -> Self {
        let (entered, retry_at) = (false, None);
        Self {
            room,
            entered,
            retry_at,
        }
    }

    /// The link is gone.
    pub fn lost(&mut self) {
        *self = Self::new(self.room);
    }

    /// Whether it is time to try again.
    pub fn is_due(&self, now: Duration) -> bool {
        self.retry_at.is_some_and(|at| now >= at)
    }
}

/// The messages of a room that are not stored yet, as rows.
pub(super) fn rows(
    outbox: &Outbox,
    room: RoomId,
) -> impl Iterator<Item = (Nonce, &str, Timestamp)> {
    outbox.of(room).map(|kept| {
        let Kept { nonce, at, .. } = *kept;
        (nonce, kept.text.as_str(), at)
    })
}

/// After which pause to ask again; `None` where the answer would be the same.
fn pause_of(error: ApiError) -> Option<Duration> {
    match error {
        ApiError::RateLimited { retry_after_s } => Some(Duration::from_secs(retry_after_s.into())),
        ApiError::Unavailable | ApiError::Internal | ApiError::Conflict => Some(RETRY),
        _ => None,
    }
}

impl Session {
    /// What earlier pages of this person left is known, in order. Nothing is sent before: it
    /// has to go out first.
    pub fn restore(&mut self, left: Vec<Kept>, now: Duration) {
        self.restored = true;
        self.outbox.restore(left, now);
        for (id, visit) in &mut self.rooms {
            visit.room.timeline.restore(rows(&self.outbox, *id));
        }
        self.touch_all();
    }

    /// A message was not taken.
    pub(in crate::live) fn post_refused(&mut self, nonce: Nonce, error: ApiError, now: Duration) {
        match error {
            ApiError::RateLimited { retry_after_s } => self.outbox.held(nonce, retry_after_s, now),
            _ => self.outbox.rejected(nonce, FailReason::Refused(error)),
        }
    }

    /// A room could not be entered or read.
    pub(in crate::live) fn room_refused(&mut self, room: RoomId, error: ApiError, now: Duration) {
        self.outcome.rooms.insert(room);
        let Some(wait) = pause_of(error) else {
            if let Some(visit) = self.rooms.get_mut(&room) {
                visit.room.refused = Some(error);
            }
            self.outbox.room_refused(room, FailReason::Refused(error));
            return;
        };
        let again = Some(now.saturating_add(wait));
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.reading.again(again);
            if visit.room.timeline.page_refused() || visit.room.members.are_awaited() {
                visit.retry_at = again;
            }
        } else if let Some(errand) = self.errand(room) {
            errand.retry_at = again;
        }
    }

    /// Something about no room could not be told.
    pub(in crate::live) fn house_refused(&mut self, error: ApiError, now: Duration) {
        let again = pause_of(error).map(|wait| now.saturating_add(wait));
        self.house_again_at = again.or(self.house_again_at);
    }

    /// The server let us into a room.
    pub(in crate::live) fn errand_entered(&mut self, room: RoomId) {
        if let Some(errand) = self.errand(room) {
            errand.entered = true;
        }
    }

    fn errand(&mut self, room: RoomId) -> Option<&mut Errand> {
        self.errands.iter_mut().find(|errand| errand.room == room)
    }

    /// Asks to be let into the rooms of these errands. Nothing that was said there is wanted,
    /// so there is no place to go on from.
    pub(super) fn errands_again(&mut self, which: impl Fn(&Errand) -> bool) {
        for errand in self.errands.iter_mut().filter(|errand| which(errand)) {
            errand.lost();
            if self.open {
                let (room, cursor) = (errand.room, None);
                self.outcome
                    .frames
                    .push(ClientFrame::EnterRoom { room, cursor });
            }
        }
    }

    /// Begins and ends errands by what waits.
    fn run_errands(&mut self) {
        let mut waiting = self.outbox.waiting_rooms();
        waiting.retain(|room| !self.rooms.contains_key(room));
        let is_wanted = |errand: &Errand| waiting.contains(&errand.room);
        let (wanted, done) = std::mem::take(&mut self.errands)
            .into_iter()
            .partition(is_wanted);
        self.errands = wanted;
        let done: Vec<Errand> = done;
        for Errand { room, .. } in done {
            // A page that shows it by now stays in it.
            if !self.rooms.contains_key(&room) {
                self.send(ClientFrame::LeaveRoom { room });
            }
        }
        for room in waiting {
            if self.errands.len() < ERRANDS && self.errand(room).is_none() {
                self.errands.push(Errand::new(room));
                self.errands_again(|errand| errand.room == room);
            }
        }
    }

    /// Sends what can be sent, and lets rows say how far their messages have got.
    pub(super) fn flush(&mut self, now: Duration) {
        self.run_errands();
        if self.restored {
            self.deliver();
        }
        while self.open
            && let Some(users) = self.people.next_question()
        {
            self.send(ClientFrame::DescribePeople { users });
        }
        for (id, visit) in &mut self.rooms {
            let changes = self.changes.states(*id).collect();
            if visit.room.changes != changes {
                visit.room.changes = changes;
                self.outcome.rooms.insert(*id);
            }
            let wish = self.wishes.state(*id);
            if visit.room.wish != wish {
                visit.room.wish = wish;
                self.outcome.rooms.insert(*id);
            }
        }
        let mut stored = Vec::new();
        for (id, nonce, state) in self.outbox.states(now) {
            let Some(visit) = self.rooms.get_mut(&id) else {
                continue;
            };
            if !visit.room.timeline.is_pending(nonce) {
                // Seen in a page of history: its acknowledgement was lost, and is not needed.
                stored.push(nonce);
            } else if visit.room.timeline.set_state(nonce, state) {
                self.outcome.rooms.insert(id);
            }
        }
        stored
            .into_iter()
            .for_each(|nonce| self.outbox.acked(nonce));
    }

    fn deliver(&mut self) {
        let entered =
            |(id, visit): (&RoomId, &Visit)| visit.room.timeline.is_entered().then_some(*id);
        let shown = self.rooms.iter().filter_map(entered);
        let errands = self.errands.iter().filter(|errand| errand.entered);
        let errands = errands.map(|errand| errand.room);
        for room in shown.chain(errands).collect::<Vec<_>>() {
            let posts = self.outbox.take_ready(room);
            posts.into_iter().for_each(|post| self.send(post));
            let changes = self.changes.take_ready(room);
            changes.into_iter().for_each(|change| self.send(change));
            if let Some(wish) = self.wishes.take_ready(room) {
                self.send(wish);
            }
        }
    }
}
