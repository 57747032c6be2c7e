//! How much one link may do at a time.

use std::{
    num::NonZeroU32,
    time::{Duration, Instant},
};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter, clock::Clock};
use shared::{
    ApiError,
    frame::{ClientFrame, Subject},
};

/// A place among the commands comes back after this long: 120 a minute.
const COMMAND_EVERY: Duration = Duration::from_millis(500);

/// So many times as much may be looked at as may be done.
const LOOKS: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// What one link has left.
pub(super) struct Pace {
    commands: DefaultDirectRateLimiter,
    looks: DefaultDirectRateLimiter,
    /// Until when commands wait: had some of those after a refused one been taken, they would
    /// have overtaken it.
    held: Option<Instant>,
}

impl Pace {
    /// With so many commands at once.
    pub(super) fn new(burst: NonZeroU32) -> Self {
        Self {
            commands: limiter(COMMAND_EVERY, burst),
            looks: limiter(COMMAND_EVERY / LOOKS.get(), burst.saturating_mul(LOOKS)),
            held: None,
        }
    }

    /// Takes what a frame costs. Ready at once for a command, which is done now or refused; a
    /// look waits for its turn, a twentieth of a second at most, and with it whatever this
    /// client says next: TCP tells it so. Cancelling it takes nothing.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`] with the time to wait; a refused command costs nothing.
    pub(super) async fn take(&mut self, frame: &ClientFrame, now: Instant) -> Result<(), ApiError> {
        match frame {
            // Answered without looking anything up; or no command at all.
            ClientFrame::Ping | ClientFrame::Pong => Ok(()),
            ClientFrame::PostMessage { .. }
            | ClientFrame::EditMessage { .. }
            | ClientFrame::DeleteMessage { .. }
            | ClientFrame::ChangeRoom { .. } => self.command(now),
            _ => {
                while let Some(wait) = wait_of(&self.looks) {
                    tokio::time::sleep(wait).await;
                }
                Ok(())
            }
        }
    }

    fn command(&mut self, now: Instant) -> Result<(), ApiError> {
        let held = self.held.map(|until| until.saturating_duration_since(now));
        if let Some(wait) = held.filter(|wait| !wait.is_zero()) {
            return Err(refused(wait));
        }
        self.held = None;
        let Some(wait) = wait_of(&self.commands) else {
            return Ok(());
        };
        let wait = Duration::from_secs(wait.as_secs().saturating_add(1));
        self.held = now.checked_add(wait);
        Err(refused(wait))
    }
}

/// What a refusal of a frame is about.
pub(super) const fn subject(frame: &ClientFrame) -> Subject {
    match frame {
        ClientFrame::PostMessage { nonce, .. }
        | ClientFrame::EditMessage { nonce, .. }
        | ClientFrame::DeleteMessage { nonce, .. }
        | ClientFrame::ChangeRoom { nonce, .. } => Subject::Message(*nonce),
        ClientFrame::EnterRoom { room, .. }
        | ClientFrame::LeaveRoom { room }
        | ClientFrame::LoadPage { room, .. }
        | ClientFrame::LoadHistory { room, .. }
        | ClientFrame::LoadMembers { room, .. }
        | ClientFrame::MarkRead { room, .. }
        | ClientFrame::MarkUnread { room, .. } => Subject::Room(*room),
        ClientFrame::DescribePeople { .. }
        | ClientFrame::WatchLobby
        | ClientFrame::UnwatchLobby
        | ClientFrame::WatchMyRooms { .. }
        | ClientFrame::Ping
        | ClientFrame::Pong => Subject::Connection,
    }
}

fn limiter(every: Duration, burst: NonZeroU32) -> DefaultDirectRateLimiter {
    // `None` only for a period of zero.
    let quota = Quota::with_period(every).unwrap_or_else(|| Quota::per_second(burst));
    RateLimiter::direct(quota.allow_burst(burst))
}

/// How long to wait; `None` when it was taken.
fn wait_of(limiter: &DefaultDirectRateLimiter) -> Option<Duration> {
    let refused = limiter.check().err()?;
    Some(refused.wait_time_from(limiter.clock().now()))
}

/// In whole seconds, the last one full.
fn refused(wait: Duration) -> ApiError {
    let begun = u64::from(wait.subsec_nanos() > 0);
    let seconds = wait.as_secs().saturating_add(begun).max(1);
    ApiError::RateLimited {
        retry_after_s: u32::try_from(seconds).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use shared::{Nonce, RoomId};

    use super::*;

    fn post() -> ClientFrame {
        ClientFrame::PostMessage {
            room: RoomId::new(1),
            nonce: Nonce::from_bytes([0; 16]),
            text: "x".to_owned(),
        }
    }

    #[tokio::test]
    async fn after_a_refusal_nothing_is_taken_until_the_time_that_was_said() {
        let mut pace = Pace::new(3.try_into().unwrap());
        let now = Instant::now();
        for _ in 0..3 {
            assert_eq!(pace.take(&post(), now).await, Ok(()));
        }
        let wait = ApiError::RateLimited { retry_after_s: 1 };
        assert_eq!(pace.take(&post(), now).await, Err(wait));
        let later = now + Duration::from_millis(700);
        let overtakes = pace.take(&post(), later).await;
        assert_eq!(overtakes, Err(wait));
        assert_eq!(pace.take(&ClientFrame::Ping, now).await, Ok(()));
        let looks = pace.take(&ClientFrame::WatchLobby, now).await;
        assert_eq!(looks, Ok(()), "looking goes on");
    }

    /// Whoever looks too often waits, and then sees what they asked for.
    #[tokio::test]
    async fn looking_has_a_pace_as_well() {
        let mut pace = Pace::new(1.try_into().unwrap());
        let (look, now) = (ClientFrame::WatchLobby, Instant::now());
        let at_once = (0..50).take_while(|_| pace.take(&look, now).now_or_never().is_some());
        assert!((10..20).contains(&at_once.count()));
        assert_eq!(pace.take(&look, now).await, Ok(()));
    }
}
