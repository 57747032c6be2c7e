//! The bounded queue of frames on their way to one connection.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;
use parking_lot::Mutex;
use shared::frame::CloseReason;
use tokio::sync::Notify;

/// What a queued frame costs beside its bytes: the handle and the allocation behind it.
const OVERHEAD: usize = 64;

/// Part of the bound that ephemeral frames may fill; the rest is kept for events.
const EPHEMERAL_SHARE: usize = 8;

/// Frames for one connection, bounded in bytes. Filling it up never blocks and never fails
/// for the sender: the connection is told to end as a slow reader instead, and resumes.
pub struct Outbox {
    queue: Mutex<Queue>,
    wake: Notify,
    bound: usize,
}

#[derive(Default)]
struct Queue {
    frames: VecDeque<Bytes>,
    bytes: usize,
    close: Option<CloseReason>,
    /// Where frames can be written without waking the reader.
    direct: Option<Arc<dyn Direct>>,
    /// A courier is on its way.
    is_due: bool,
}

/// Where the frames of a connection can be written at once, by whoever is there to do it.
pub trait Direct: Send + Sync {
    /// Writes what `outbox` has, as far as that needs no waiting. False when something is left
    /// to do for the reader of the outbox, if only to wait or to end.
    fn deliver(&self, outbox: &Outbox) -> bool;
}

/// What [`Outbox::take`] found.
#[derive(Debug, Default)]
pub struct Batch {
    /// In the order they were queued.
    pub frames: Vec<Bytes>,
    /// Set when nothing follows these frames.
    pub close: Option<CloseReason>,
}

impl Outbox {
    /// An empty queue of at most `bound` bytes.
    #[must_use]
    pub fn new(bound: usize) -> Self {
        Self {
            queue: Mutex::default(),
            wake: Notify::new(),
            bound,
        }
    }

    /// Queues frames that must not be lost, all or none, without waking the reader. When
    /// they do not fit, the queue is emptied and the connection ends as a slow reader: it
    /// resumes from the last frame that it did get.
    pub fn push(&self, frames: impl IntoIterator<Item = Bytes>) {
        self.queue.lock().push(frames, self.bound);
    }

    /// The same, for a courier to bring them; where none can, the reader is woken. True only for
    /// whoever is to send one: nobody is on the way yet.
    pub(super) fn push_for_courier(&self, frames: impl IntoIterator<Item = Bytes>) -> bool {
        let mut queue = self.queue.lock();
        queue.push(frames, self.bound);
        if queue.direct.is_none() {
            drop(queue);
            self.wake();
            return false;
        }
        !std::mem::replace(&mut queue.is_due, true)
    }

    /// Lets frames be written by others than the reader.
    pub fn attach(&self, direct: Arc<dyn Direct>) {
        self.queue.lock().direct = Some(direct);
    }

    /// Leaves all that comes to the reader.
    pub fn detach(&self) {
        self.queue.lock().direct = None;
    }

    /// What a courier comes for: writes what is queued, or wakes the reader to do it.
    pub(super) fn deliver(&self) {
        let mut queue = self.queue.lock();
        queue.is_due = false;
        let direct = queue.direct.clone();
        drop(queue);
        if !direct.is_some_and(|direct| direct.deliver(self)) {
            self.wake();
        }
    }

    /// Queues a frame that may be lost; wakes the reader. False when there was no room.
    #[must_use]
    pub fn push_ephemeral(&self, frame: Bytes) -> bool {
        let mut queue = self.queue.lock();
        let after = queue.bytes.saturating_add(frame.len());
        if queue.close.is_some() || after > self.bound / EPHEMERAL_SHARE {
            return false;
        }
        queue.add(frame);
        drop(queue);
        self.wake();
        true
    }

    /// Queues and wakes: for the answer to a command of this very connection.
    pub fn answer(&self, frame: Bytes) {
        self.push([frame]);
        self.wake();
    }

    /// Ends the connection for `reason` once what is queued has been sent. The first reason
    /// given stays.
    pub fn close(&self, reason: CloseReason) {
        self.queue.lock().close.get_or_insert(reason);
        self.wake();
    }

    /// Wakes the reader, now or when it next waits.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Whether there is nothing to take.
    pub fn is_empty(&self) -> bool {
        let queue = self.queue.lock();
        queue.frames.is_empty() && queue.close.is_none()
    }

    /// Wakes the reader if there is something to take that no courier comes for.
    pub fn wake_if_queued(&self) {
        let queue = self.queue.lock();
        let has_more = !queue.frames.is_empty() || queue.close.is_some();
        let is_left = has_more && !queue.is_due;
        drop(queue);
        if is_left {
            self.wake();
        }
    }

    /// Waits until there may be something to take. For one reader; cancelling loses nothing.
    pub async fn ready(&self) {
        self.wake.notified().await;
    }

    /// Takes frames of about `bytes` in all, at least one if there is any.
    #[must_use]
    pub fn take(&self, bytes: usize) -> Batch {
        let mut queue = self.queue.lock();
        let mut batch = Batch::default();
        let mut taken = 0_usize;
        while taken < bytes
            && let Some(frame) = queue.frames.pop_front()
        {
            taken = taken.saturating_add(frame.len());
            queue.bytes = queue.bytes.saturating_sub(cost(&frame));
            batch.frames.push(frame);
        }
        if queue.frames.is_empty() {
            // Gives the memory back: most connections are idle most of the time.
            queue.frames = VecDeque::new();
            batch.close = queue.close;
        }
        batch
    }
}

impl Queue {
    fn push(&mut self, frames: impl IntoIterator<Item = Bytes>, bound: usize) {
        if self.close.is_some() {
            return;
        }
        for frame in frames {
            self.add(frame);
        }
        if self.bytes > bound {
            self.frames = VecDeque::new();
            self.bytes = 0;
            self.close = Some(CloseReason::SlowReader);
        }
    }

    fn add(&mut self, frame: Bytes) {
        self.bytes = self.bytes.saturating_add(cost(&frame));
        self.frames.push_back(frame);
    }
}

fn cost(frame: &Bytes) -> usize {
    frame.len().saturating_add(OVERHEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(len: usize) -> Bytes {
        Bytes::from(vec![7; len])
    }

    #[test]
    fn frames_leave_in_the_order_they_came() {
        let outbox = Outbox::new(10_000);
        outbox.push((1..=5).map(frame));
        let lens = |batch: Batch| batch.frames.iter().map(Bytes::len).collect::<Vec<_>>();
        assert_eq!(lens(outbox.take(3)), [1, 2], "stops once it has the bytes");
        assert_eq!(lens(outbox.take(usize::MAX)), [3, 4, 5]);
        assert!(outbox.take(usize::MAX).frames.is_empty());
    }

    #[test]
    fn a_full_queue_ends_the_connection_instead_of_growing() {
        let outbox = Outbox::new(1_000);
        for _ in 0..1_000 {
            outbox.push([frame(100)]);
            assert!(outbox.queue.lock().bytes <= 1_000 + 164);
        }
        let batch = outbox.take(usize::MAX);
        assert_eq!(batch.close, Some(CloseReason::SlowReader));
        assert!(batch.frames.is_empty(), "what remained would leave a gap");
    }

    #[test]
    fn ephemeral_frames_give_way_first() {
        let outbox = Outbox::new(8_000);
        assert!(outbox.push_ephemeral(frame(900)));
        assert!(!outbox.push_ephemeral(frame(900)));
        outbox.push([frame(900)]);
        let batch = outbox.take(usize::MAX);
        assert_eq!((batch.frames.len(), batch.close), (2, None));
    }

    #[test]
    fn a_close_waits_for_what_is_queued_and_the_first_reason_stays() {
        let outbox = Outbox::new(1_000);
        outbox.push([frame(10), frame(10)]);
        outbox.close(CloseReason::ServerRestarting);
        outbox.close(CloseReason::ServerFault);
        assert_eq!(outbox.take(1).close, None);
        assert_eq!(outbox.take(1).close, Some(CloseReason::ServerRestarting));
    }
}
