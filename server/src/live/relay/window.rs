//! Frames that wait to be fetched, and those that were fetched and may have been lost on the
//! way: kept until the next request says how far its client has come.

use std::{collections::VecDeque, time::Duration};

use bytes::Bytes;
use shared::{frame::CloseReason, parcel};
use tokio::{sync::watch, time::timeout};

use super::TELL_WITHIN;

/// Bytes that may wait. Beyond it the connection's outbox fills up, which has a bound of its
/// own.
const BOUND: usize = 256 * 1024;

/// Bytes after which an answer is long enough.
const ANSWER: usize = 64 * 1024;

/// What waits for one client.
#[derive(Debug, Default)]
pub(super) struct Window {
    state: watch::Sender<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How many frames the client has for certain.
    received: u64,
    /// Those after them, in order.
    frames: VecDeque<Bytes>,
    bytes: usize,
    /// Set when nothing follows these frames.
    close: Option<CloseReason>,
    is_told: bool,
    /// The latest request; earlier ones have lost their client.
    reader: u64,
}

/// What a client that asks is told.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Frames, as a parcel.
    Frames(Vec<u8>),
    /// Nothing new.
    Nothing,
    /// The link is at its end.
    Closed(CloseReason),
    /// Frames that never were sent cannot have been received.
    Confused,
}

impl Window {
    /// Adds frames. Ready once there is room for all of them but one; cancelling it may leave
    /// some of them out.
    pub async fn add(&self, frames: Vec<Bytes>) {
        for frame in frames {
            let mut state = self.state.subscribe();
            // Fails only where there is no sender, and here is one.
            let _ = state.wait_for(|state| state.bytes < BOUND).await;
            drop(state);
            self.state.send_modify(|state| state.add(frame));
        }
    }

    /// What follows the first `received` frames: at once where there is anything, else as soon
    /// as there is, or after `hold`. Cancelling it loses nothing.
    pub async fn after(&self, received: u64, hold: Duration) -> Answer {
        let mut is_possible = false;
        let mut reader = 0;
        self.state.send_modify(|state| {
            is_possible = state.forget(received);
            state.reader = state.reader.wrapping_add(1);
            reader = state.reader;
        });
        if !is_possible {
            return Answer::Confused;
        }
        let mut state = self.state.subscribe();
        let is_over = |state: &State| state.reader != reader || state.has_news();
        let _ = timeout(hold, state.wait_for(is_over)).await;
        drop(state);
        let mut answer = Answer::Nothing;
        self.state.send_if_modified(|state| {
            if state.reader == reader {
                answer = state.answer();
            }
            state.is_told
        });
        answer
    }

    /// Ends it: ready once somebody was told why, or nobody came to hear it.
    pub async fn close(&self, reason: CloseReason) {
        self.state.send_modify(|state| state.close = Some(reason));
        let mut state = self.state.subscribe();
        let _ = timeout(TELL_WITHIN, state.wait_for(|state| state.is_told)).await;
    }
}

impl State {
    fn add(&mut self, frame: Bytes) {
        self.bytes = self.bytes.saturating_add(frame.len());
        self.frames.push_back(frame);
    }

    /// Forgets what was received; false where that cannot be.
    fn forget(&mut self, received: u64) -> bool {
        let Some(more) = received.checked_sub(self.received) else {
            // A request that was overtaken by a later one; that one knew more.
            return true;
        };
        let more = usize::try_from(more).unwrap_or(usize::MAX);
        if more > self.frames.len() {
            return false;
        }
        for frame in self.frames.drain(..more) {
            self.bytes = self.bytes.saturating_sub(frame.len());
        }
        self.received = received;
        true
    }

    fn has_news(&self) -> bool {
        !self.frames.is_empty() || self.close.is_some()
    }

    fn answer(&mut self) -> Answer {
        if self.frames.is_empty() {
            self.is_told = self.close.is_some();
            return self.close.map_or(Answer::Nothing, Answer::Closed);
        }
        let mut answer = Vec::new();
        for frame in &self.frames {
            if !answer.is_empty() && answer.len().saturating_add(frame.len()) > ANSWER {
                break;
            }
            parcel::pack(&mut answer, frame);
        }
        Answer::Frames(answer)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const NOW: Duration = Duration::ZERO;

    fn frame(byte: u8) -> Bytes {
        Bytes::from(vec![byte; 3])
    }

    fn parcel_of(bytes: &[u8]) -> Answer {
        let mut parcel = Vec::new();
        bytes
            .iter()
            .for_each(|byte| parcel::pack(&mut parcel, &frame(*byte)));
        Answer::Frames(parcel)
    }

    #[tokio::test]
    async fn a_frame_is_kept_until_it_is_known_to_have_come() {
        let window = Window::default();
        assert_eq!(window.after(0, NOW).await, Answer::Nothing);
        window.add(vec![frame(1), frame(2)]).await;
        assert_eq!(window.after(0, NOW).await, parcel_of(&[1, 2]));
        assert_eq!(
            window.after(0, NOW).await,
            parcel_of(&[1, 2]),
            "the answer was lost"
        );
        assert_eq!(window.after(1, NOW).await, parcel_of(&[2]));
        window.add(vec![frame(3)]).await;
        assert_eq!(window.after(2, NOW).await, parcel_of(&[3]));
        assert_eq!(window.after(3, NOW).await, Answer::Nothing);
        assert_eq!(window.after(4, NOW).await, Answer::Confused);
    }

    #[tokio::test]
    async fn who_waits_is_answered_when_something_comes() {
        let window = std::sync::Arc::new(Window::default());
        let waiting = tokio::spawn({
            let window = std::sync::Arc::clone(&window);
            async move { window.after(0, Duration::from_secs(600)).await }
        });
        window.add(vec![frame(1)]).await;
        assert_eq!(waiting.await.unwrap(), parcel_of(&[1]));
    }

    #[tokio::test]
    async fn only_the_latest_request_is_answered() {
        let window = std::sync::Arc::new(Window::default());
        let ask = |window: &std::sync::Arc<Window>| {
            let window = std::sync::Arc::clone(window);
            tokio::spawn(async move { window.after(0, Duration::from_secs(600)).await })
        };
        let first = ask(&window);
        tokio::task::yield_now().await;
        let second = ask(&window);
        assert_eq!(first.await.unwrap(), Answer::Nothing);
        window.add(vec![frame(1)]).await;
        assert_eq!(second.await.unwrap(), parcel_of(&[1]));
    }

    #[tokio::test]
    async fn nothing_is_added_without_room_until_some_is_received() {
        let window = std::sync::Arc::new(Window::default());
        let large = || Bytes::from(vec![0; BOUND]);
        window.add(vec![large()]).await;
        let added = window.add(vec![frame(1)]).now_or_never();
        assert!(added.is_none(), "there is no room");
        let adding = tokio::spawn({
            let window = std::sync::Arc::clone(&window);
            async move { window.add(vec![frame(1)]).await }
        });
        let _ = window.after(1, NOW).await;
        adding.await.unwrap();
        assert_eq!(window.after(1, NOW).await, parcel_of(&[1]));
    }

    #[tokio::test]
    async fn the_end_is_told_after_what_came_before_it() {
        let window = std::sync::Arc::new(Window::default());
        window.add(vec![frame(1)]).await;
        let closing = tokio::spawn({
            let window = std::sync::Arc::clone(&window);
            async move { window.close(CloseReason::SlowReader).await }
        });
        tokio::task::yield_now().await;
        assert_eq!(window.after(0, NOW).await, parcel_of(&[1]));
        let end = Answer::Closed(CloseReason::SlowReader);
        assert_eq!(window.after(1, NOW).await, end);
        closing.await.unwrap();
    }
}
