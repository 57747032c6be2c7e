//! Own messages until the server has them. Each keeps its nonce for good, so sending it
//! again is always safe: whether the first copy got through need not be known.

use std::time::Duration;

use shared::{Nonce, RoomId, frame::ClientFrame};

use crate::state::{FailReason, SendState};

/// Without an answer for this long over an open link a message counts as failed.
pub const FAILED_AFTER: Duration = Duration::from_secs(10);

/// Only after this long a message says that it is on its way: most arrive before.
pub const SLOW_AFTER: Duration = Duration::from_millis(400);

/// Own messages that the server has not acknowledged, in the order they were sent.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    posts: Vec<Post>,
    open: bool,
}

#[derive(Clone, Debug)]
struct Post {
    room: RoomId,
    nonce: Nonce,
    text: String,
    /// When its time began to run: when it was written, or when the link opened.
    since: Duration,
    /// Whether it was handed to this connection.
    sent: bool,
    failed: Option<FailReason>,
}

impl Outbox {
    /// A message was written.
    pub fn post(&mut self, room: RoomId, nonce: Nonce, text: String, now: Duration) {
        let (sent, failed) = (false, None);
        self.posts.push(Post {
            room,
            nonce,
            text,
            since: now,
            sent,
            failed,
        });
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
        for post in &mut self.posts {
            post.sent = false;
        }
    }

    /// What to send in a room that was entered, in order.
    pub fn take_ready(&mut self, room: RoomId) -> Vec<ClientFrame> {
        let waiting = |post: &&mut Post| post.room == room && !post.sent && post.failed.is_none();
        let posts = self.posts.iter_mut().filter(waiting);
        posts.map(Post::send).collect()
    }

    /// The server has it.
    pub fn acked(&mut self, nonce: Nonce) {
        self.posts.retain(|post| post.nonce != nonce);
    }

    /// The server said no.
    pub fn rejected(&mut self, nonce: Nonce, reason: FailReason) {
        if let Some(post) = self.posts.iter_mut().find(|post| post.nonce == nonce) {
            post.failed = Some(reason);
        }
    }

    /// The server will not take anything for this room.
    pub fn room_refused(&mut self, room: RoomId, reason: FailReason) {
        for post in self.posts.iter_mut().filter(|post| post.room == room) {
            post.failed = post.failed.or(Some(reason));
        }
    }

    /// A failed message is to be sent again: the same command, after those sent meanwhile.
    /// Tells whether there was one.
    pub fn retry(&mut self, nonce: Nonce, now: Duration) -> bool {
        let failed = |post: &Post| post.nonce == nonce && post.failed.is_some();
        let Some(place) = self.posts.iter().position(failed) else {
            return false;
        };
        let post = self.posts.remove(place);
        self.posts.push(Post {
            since: now,
            sent: false,
            failed: None,
            ..post
        });
        true
    }

    /// A failed message is given up; tells whether it was there.
    pub fn delete(&mut self, nonce: Nonce) -> bool {
        let before = self.posts.len();
        self.posts
            .retain(|post| post.nonce != nonce || post.failed.is_none());
        self.posts.len() < before
    }

    /// How many messages are still to arrive, those that failed not counted.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let waiting = |post: &&Post| post.failed.is_none();
        self.posts.iter().filter(waiting).count()
    }

    /// Whether a room has messages that are not stored yet.
    #[must_use]
    pub fn has_any(&self, room: RoomId) -> bool {
        self.posts.iter().any(|post| post.room == room)
    }

    /// Takes messages whose time is up for failed.
    pub fn tick(&mut self, now: Duration) {
        for post in self.posts.iter_mut().filter(|_| self.open) {
            if post.failed.is_none() && now >= post.since.saturating_add(FAILED_AFTER) {
                post.failed = Some(FailReason::NoAnswer);
            }
        }
    }

    /// When [`Self::states`] will next change by itself.
    #[must_use]
    pub fn deadline(&self, now: Duration) -> Option<Duration> {
        let running = self
            .posts
            .iter()
            .filter(|post| self.open && post.failed.is_none());
        let next = |post: &Post| {
            let slow = post.since.saturating_add(SLOW_AFTER);
            if now < slow {
                slow
            } else {
                post.since.saturating_add(FAILED_AFTER)
            }
        };
        running.map(next).min()
    }

    /// How far each message has got.
    pub fn states(&self, now: Duration) -> impl Iterator<Item = (RoomId, Nonce, SendState)> {
        self.posts
            .iter()
            .map(move |post| (post.room, post.nonce, post.state(now, self.open)))
    }
}

impl Post {
    fn send(&mut self) -> ClientFrame {
        self.sent = true;
        ClientFrame::PostMessage {
            room: self.room,
            nonce: self.nonce,
            text: self.text.clone(),
        }
    }

    fn state(&self, now: Duration, open: bool) -> SendState {
        match self.failed {
            Some(reason) => SendState::Failed(reason),
            None if !open => SendState::Queued,
            None if now < self.since.saturating_add(SLOW_AFTER) => SendState::Pending,
            None => SendState::Slow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: RoomId = RoomId::new(1);
    const OTHER: RoomId = RoomId::new(2);

    fn nonce(n: u8) -> Nonce {
        Nonce::from_bytes([n; 16])
    }

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn outbox(posts: &[(RoomId, u8)]) -> Outbox {
        let mut outbox = Outbox::default();
        for (room, n) in posts {
            outbox.post(*room, nonce(*n), n.to_string(), at(0));
        }
        outbox
    }

    fn ready(outbox: &mut Outbox, room: RoomId) -> Vec<u8> {
        let frames = outbox.take_ready(room).into_iter();
        frames
            .map(|frame| match frame {
                ClientFrame::PostMessage { nonce, .. } => nonce.as_bytes()[0],
                other => panic!("{other:?}"),
            })
            .collect()
    }

    fn state(outbox: &Outbox, n: u8, now: Duration) -> Option<SendState> {
        let mut states = outbox.states(now);
        states
            .find(|(_, found, _)| *found == nonce(n))
            .map(|(_, _, state)| state)
    }

    #[test]
    fn each_room_is_sent_in_order_and_once_per_link() {
        let mut outbox = outbox(&[(ROOM, 1), (OTHER, 2), (ROOM, 3)]);
        outbox.opened(at(0));
        assert_eq!(ready(&mut outbox, ROOM), [1, 3]);
        assert!(ready(&mut outbox, ROOM).is_empty());
        outbox.acked(nonce(1));
        outbox.lost();
        outbox.opened(at(5));
        assert_eq!(ready(&mut outbox, ROOM), [3]);
        assert_eq!(ready(&mut outbox, OTHER), [2]);
    }

    #[test]
    fn a_message_is_queued_then_pending_then_slow_then_failed() {
        let mut outbox = outbox(&[(ROOM, 1)]);
        assert_eq!(state(&outbox, 1, at(60_000)), Some(SendState::Queued));
        assert_eq!(outbox.deadline(at(60_000)), None);
        outbox.opened(at(60_000));
        assert_eq!(state(&outbox, 1, at(60_399)), Some(SendState::Pending));
        assert_eq!(outbox.deadline(at(60_399)), Some(at(60_400)));
        assert_eq!(state(&outbox, 1, at(60_400)), Some(SendState::Slow));
        assert_eq!(outbox.deadline(at(60_400)), Some(at(70_000)));
        outbox.tick(at(69_999));
        assert_eq!(state(&outbox, 1, at(69_999)), Some(SendState::Slow));
        outbox.tick(at(70_000));
        let failed = Some(SendState::Failed(FailReason::NoAnswer));
        assert_eq!(state(&outbox, 1, at(70_000)), failed);
        assert_eq!(outbox.deadline(at(70_000)), None);
    }

    #[test]
    fn no_message_fails_while_there_is_no_link() {
        let mut outbox = outbox(&[(ROOM, 1)]);
        outbox.tick(at(3_600_000));
        assert_eq!(state(&outbox, 1, at(3_600_000)), Some(SendState::Queued));
    }

    #[test]
    fn retry_sends_the_same_command_after_the_others() {
        let mut outbox = outbox(&[(ROOM, 1), (ROOM, 2)]);
        outbox.opened(at(0));
        assert_eq!(ready(&mut outbox, ROOM), [1, 2]);
        assert!(!outbox.retry(nonce(1), at(1)));
        assert!(
            ready(&mut outbox, ROOM).is_empty(),
            "not failed, so not repeated"
        );
        let refused = FailReason::Refused(shared::ApiError::Unavailable);
        outbox.rejected(nonce(1), refused);
        outbox.post(ROOM, nonce(3), "3".into(), at(2));
        assert!(outbox.retry(nonce(1), at(3)));
        assert_eq!(ready(&mut outbox, ROOM), [3, 1]);
        assert!(
            !outbox.delete(nonce(1)),
            "only failed messages are given up"
        );
    }

    #[test]
    fn failed_messages_wait_for_a_decision() {
        let mut outbox = outbox(&[(ROOM, 1), (OTHER, 2)]);
        outbox.opened(at(0));
        outbox.room_refused(ROOM, FailReason::Refused(shared::ApiError::NotFound));
        outbox.lost();
        outbox.opened(at(1));
        assert!(ready(&mut outbox, ROOM).is_empty());
        assert!(outbox.has_any(ROOM));
        assert_eq!(outbox.waiting(), 1, "only the other room's");
        assert!(outbox.delete(nonce(1)));
        assert!(!outbox.has_any(ROOM));
        assert!(outbox.has_any(OTHER));
    }
}
