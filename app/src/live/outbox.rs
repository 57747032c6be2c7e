//! Own messages until the server has them. Each keeps its nonce for good, so sending it
//! again is always safe: whether the first copy got through need not be known.
//!
//! They outlive the page: each step says in [`Upkeep`] what to keep of them.

mod kept;
#[cfg(test)]
mod tests;

use std::time::Duration;

use shared::{Nonce, RoomId, frame::ClientFrame};

pub use self::kept::{Kept, Upkeep};
use crate::state::{FailReason, SendState};

/// Without an answer for this long over an open link a message counts as failed.
pub const FAILED_AFTER: Duration = Duration::from_secs(10);

/// Only after this long a message says that it is on its way: most arrive before.
pub const SLOW_AFTER: Duration = Duration::from_millis(400);

/// Most own messages that wait at a time, over all rooms, those that failed included.
pub const MOST: usize = 500;

/// Own messages that the server has not acknowledged, in the order they were sent.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    posts: Vec<Post>,
    open: bool,
    hold: Option<Hold>,
    upkeep: Vec<Upkeep>,
}

/// The server takes no more for a while: all that is not sent yet waits, in its order.
#[derive(Clone, Copy, Debug)]
struct Hold {
    until: Duration,
    seconds: u32,
}

#[derive(Clone, Debug)]
struct Post {
    kept: Kept,
    /// When its time began to run: when it was written, or when the link opened.
    since: Duration,
    /// Whether it was handed to this connection.
    sent: bool,
}

impl Outbox {
    /// A message was written. Tells whether there was room for it, with [`MOST`] waiting at
    /// most.
    #[must_use]
    pub fn post(&mut self, kept: Kept, now: Duration) -> bool {
        if self.posts.len() >= MOST {
            return false;
        }
        self.upkeep.push(Upkeep::Add(kept.clone()));
        self.posts.push(Post::new(kept, now));
        true
    }

    /// Takes in what earlier pages left, before all that was written on this one.
    pub fn restore(&mut self, left: Vec<Kept>, now: Duration) {
        let left = left.into_iter().filter(|kept| !self.has(kept.nonce));
        let mut posts: Vec<_> = left.map(|kept| Post::new(kept, now)).collect();
        posts.append(&mut self.posts);
        self.posts = posts;
    }

    /// What to keep differently since the last call, in this order.
    #[must_use]
    pub fn take_upkeep(&mut self) -> Vec<Upkeep> {
        std::mem::take(&mut self.upkeep)
    }

    /// The link is open.
    pub fn opened(&mut self, now: Duration) {
        self.open = true;
        for post in &mut self.posts {
            post.since = now;
        }
    }

    /// The link is gone: what was on its way may have been lost with it.
    pub fn lost(&mut self) {
        self.open = false;
        self.hold = None;
        for post in &mut self.posts {
            post.sent = false;
        }
    }

    /// What to send in a room that was entered, in order.
    pub fn take_ready(&mut self, room: RoomId) -> Vec<ClientFrame> {
        let is_held = self.hold.is_some();
        let ready = |post: &&mut Post| post.waits_in(room) && !post.sent && !is_held;
        let posts = self.posts.iter_mut().filter(ready);
        posts.map(Post::send).collect()
    }

    /// The server has it.
    pub fn acked(&mut self, nonce: Nonce) {
        self.remove(|post| post.kept.nonce == nonce);
    }

    /// The server said no.
    pub fn rejected(&mut self, nonce: Nonce, reason: FailReason) {
        self.fail(reason, |post| post.kept.nonce == nonce);
    }

    /// The server took too many at once, and takes this one after so many seconds. It refuses
    /// those sent after it as well, so they go out again in their order.
    pub fn held(&mut self, nonce: Nonce, seconds: u32, now: Duration) {
        let until = now.saturating_add(Duration::from_secs(seconds.into()));
        self.hold = Some(Hold { until, seconds });
        for post in &mut self.posts {
            post.sent &= post.kept.nonce != nonce;
        }
    }

    /// The server will not take anything for this room.
    pub fn room_refused(&mut self, room: RoomId, reason: FailReason) {
        self.fail(reason, |post| post.waits_in(room));
    }

    /// A failed message is to be sent again: the same command, after those sent meanwhile.
    /// Tells whether there was one.
    pub fn retry(&mut self, nonce: Nonce, now: Duration) -> bool {
        let Some(post) = self.remove(|post| post.is_failed(nonce)) else {
            return false;
        };
        let failed = None;
        let kept = Kept {
            failed,
            ..post.kept
        };
        self.upkeep.push(Upkeep::Add(kept.clone()));
        self.posts.push(Post::new(kept, now));
        true
    }

    /// A failed message is given up; tells whether it was there.
    pub fn delete(&mut self, nonce: Nonce) -> bool {
        self.remove(|post| post.is_failed(nonce)).is_some()
    }

    /// How many messages are still to arrive, those that failed not counted.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.posts.iter().filter(|post| post.waits()).count()
    }

    /// Where they are to arrive.
    #[must_use]
    pub fn waiting_rooms(&self) -> Vec<RoomId> {
        self.rooms(Post::waits)
    }

    /// Rooms with messages that failed.
    #[must_use]
    pub fn failed_rooms(&self) -> Vec<RoomId> {
        self.rooms(|post| !post.waits())
    }

    /// Whether a room has messages that are not stored yet.
    #[must_use]
    pub fn has_any(&self, room: RoomId) -> bool {
        self.of(room).next().is_some()
    }

    /// The messages of a room that are not stored yet, in order.
    pub fn of(&self, room: RoomId) -> impl Iterator<Item = &Kept> {
        let kept = self.posts.iter().map(|post| &post.kept);
        kept.filter(move |kept| kept.room == room)
    }

    /// Takes messages whose time is up for failed.
    pub fn tick(&mut self, now: Duration) {
        if self.hold.is_some_and(|hold| now >= hold.until) {
            self.hold = None;
            let held = self.posts.iter_mut().filter(|post| !post.sent);
            held.for_each(|post| post.since = now);
        }
        if self.open {
            let is_held = self.hold.is_some();
            let late = |post: &Post| {
                let is_over = now >= post.since.saturating_add(FAILED_AFTER);
                is_over && (post.sent || !is_held)
            };
            self.fail(FailReason::NoAnswer, |post| post.waits() && late(post));
        }
    }

    /// When [`Self::states`] will next change by itself.
    #[must_use]
    pub fn deadline(&self, now: Duration) -> Option<Duration> {
        let held = self.hold.map(|hold| hold.until);
        let runs = |post: &&Post| self.open && post.waits() && (post.sent || held.is_none());
        let running = self.posts.iter().filter(runs);
        let next = |post: &Post| {
            let slow = post.since.saturating_add(SLOW_AFTER);
            if now < slow {
                slow
            } else {
                post.since.saturating_add(FAILED_AFTER)
            }
        };
        running.map(next).chain(held).min()
    }

    /// How far each message has got.
    pub fn states(&self, now: Duration) -> impl Iterator<Item = (RoomId, Nonce, SendState)> {
        self.posts.iter().map(move |post| {
            let Kept { room, nonce, .. } = post.kept;
            (room, nonce, post.state(now, self.open, self.hold))
        })
    }

    /// Each room once, in the order of their ids.
    fn rooms(&self, of: impl Fn(&Post) -> bool) -> Vec<RoomId> {
        let posts = self.posts.iter().filter(|post| of(post));
        let mut rooms: Vec<_> = posts.map(|post| post.kept.room).collect();
        rooms.sort_unstable();
        rooms.dedup();
        rooms
    }

    fn has(&self, nonce: Nonce) -> bool {
        self.posts.iter().any(|post| post.kept.nonce == nonce)
    }

    fn remove(&mut self, which: impl Fn(&Post) -> bool) -> Option<Post> {
        let place = self.posts.iter().position(which)?;
        let post = self.posts.remove(place);
        self.upkeep.push(Upkeep::Remove(post.kept.nonce));
        Some(post)
    }

    fn fail(&mut self, reason: FailReason, which: impl Fn(&Post) -> bool) {
        for post in self.posts.iter_mut().filter(|post| which(post)) {
            post.kept.failed = Some(reason);
            self.upkeep.push(Upkeep::Mark(post.kept.clone()));
        }
    }
}

impl Post {
    fn new(kept: Kept, since: Duration) -> Self {
        let sent = false;
        Self { kept, since, sent }
    }

    fn waits(&self) -> bool {
        self.kept.failed.is_none()
    }

    fn waits_in(&self, room: RoomId) -> bool {
        self.waits() && self.kept.room == room
    }

    fn is_failed(&self, nonce: Nonce) -> bool {
        !self.waits() && self.kept.nonce == nonce
    }

    fn send(&mut self) -> ClientFrame {
        self.sent = true;
        ClientFrame::PostMessage {
            room: self.kept.room,
            nonce: self.kept.nonce,
            text: self.kept.text.clone(),
        }
    }

    fn state(&self, now: Duration, open: bool, hold: Option<Hold>) -> SendState {
        let held = hold.filter(|_| !self.sent);
        match (self.kept.failed, held) {
            (Some(reason), _) => SendState::Failed(reason),
            (None, _) if !open => SendState::Queued,
            (None, Some(Hold { seconds, .. })) => SendState::Held { seconds },
            (None, None) if now < self.since.saturating_add(SLOW_AFTER) => SendState::Pending,
            (None, None) => SendState::Slow,
        }
    }
}
