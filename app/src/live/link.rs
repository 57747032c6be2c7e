//! The link to the server as a state machine: what happened goes in together with the time,
//! what to do comes out. It has at most one socket at any time; and it either has one, or
//! knows when it will try again, or has been told never to. While its socket takes a lower
//! road it may have a second one on the way over the best road, to change over to.

mod climb;
mod ending;
mod hints;
#[cfg(test)]
mod tests;

use std::time::Duration;

use shared::frame::Reconnect;

use self::ending::Ending;
use super::{
    backoff::{self, Chance},
    ladder::{Fall, Ladder, Road},
    status::{ClosedReason, LinkStatus},
};

/// For the goodbyes of a socket that is being closed; a dead peer says none.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// A link that held for this long was a good one: what ends it is not taken for one more
/// failure in a row.
const STEADY_AFTER: Duration = Duration::from_secs(5);

/// After so many failed attempts in a row, and again after as many more, it is worth asking
/// whether anybody is signed in: a refused handshake looks like a lost network.
const ASK_AFTER: u32 = 3;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Make a socket over this road.
    Connect(Road),
    /// Make a second one over the best road.
    Climb,
    /// Close the second one and forget it.
    StopClimbing,
    /// Begin to close it; it will report that it is closed.
    Close,
    /// Close it and forget it; nothing more is heard of it.
    Abandon,
    /// Send a `Ping`.
    Probe,
    /// Find out over HTTP who is signed in.
    AskWhoIsSignedIn,
}

/// The link.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    phase: Phase,
    /// Attempts and short-lived links in a row.
    failures: u32,
    /// Whether the server has said that it will be back in a moment, and nobody otherwise since.
    back_soon: bool,
    /// Whether the browser says that there is a network.
    online: bool,
    /// When anything was last received.
    heard: Duration,
    /// Until when an answer must have come.
    probe: Option<Duration>,
    ladder: Ladder,
    /// When the attempt at the best road began.
    climbing: Option<Duration>,
    /// After so much silence something between here and the server ends the link.
    patience: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    Idle,
    Connecting {
        since: Duration,
    },
    Open {
        since: Duration,
    },
    Closing {
        since: Duration,
        steady: bool,
        why: Ending,
    },
    Closed {
        reason: ClosedReason,
        until: Option<Duration>,
    },
}

impl Link {
    /// Not started. `online` is what the browser says of the network, `road` what led to the
    /// server a moment ago.
    #[must_use]
    pub const fn new(online: bool, road: Road) -> Self {
        Self {
            phase: Phase::Idle,
            failures: 0,
            back_soon: false,
            online,
            heard: Duration::ZERO,
            probe: None,
            ladder: Ladder::new(road),
            climbing: None,
            patience: None,
        }
    }

    /// The road that is taken, or tried.
    #[must_use]
    pub const fn road(&self) -> Road {
        self.ladder.road()
    }

    /// What is shown.
    #[must_use]
    pub fn status(&self, now: Duration) -> LinkStatus {
        match self.phase {
            Phase::Idle | Phase::Connecting { .. } => LinkStatus::Connecting,
            Phase::Open { .. } => LinkStatus::Open,
            Phase::Closing { .. } => LinkStatus::Closing,
            Phase::Closed { reason, until } => {
                let counted = until.filter(|_| reason != ClosedReason::Offline);
                let retry_in_s = counted.map(|until| whole_seconds(until.saturating_sub(now)));
                LinkStatus::Closed { retry_in_s, reason }
            }
        }
    }

    /// When [`Self::tick`] has something to do, or the countdown has a new number.
    #[must_use]
    pub fn deadline(&self, now: Duration) -> Option<Duration> {
        match self.phase {
            Phase::Idle => None,
            Phase::Connecting { since } => Some(since.saturating_add(self.road().opens_within())),
            Phase::Open { .. } => {
                let also = [self.breath_at(), self.climb_at()];
                let dead = self.dead_at();
                Some(also.into_iter().flatten().fold(dead, Duration::min))
            }
            Phase::Closing { since, .. } => Some(since.saturating_add(CLOSE_WITHIN)),
            Phase::Closed { until, .. } => until.map(|until| {
                let shown = whole_seconds(until.saturating_sub(now)).saturating_sub(1);
                until.saturating_sub(Duration::from_secs(shown.into()))
            }),
        }
    }

    /// Connects for the first time.
    #[must_use]
    pub fn start(&mut self, now: Duration) -> Option<Action> {
        matches!(self.phase, Phase::Idle).then(|| self.connect(now))
    }

    /// Anything was received.
    pub const fn heard(&mut self, now: Duration) {
        self.heard = now;
        self.probe = None;
    }

    /// The server said hello: from here on frames may be sent.
    pub fn welcomed(&mut self, now: Duration) {
        if let Phase::Connecting { .. } = self.phase {
            self.phase = Phase::Open { since: now };
            self.back_soon = false;
            self.ladder.opened(now);
        }
    }

    /// The socket is closed, by whichever side.
    #[must_use]
    pub fn closed(&mut self, code: u16, now: Duration, chance: Chance) -> Vec<Action> {
        let stop = self.stop_climbing();
        let next = match self.phase {
            Phase::Connecting { .. } if is_unsaid(code) => self.not_opened(now, chance),
            Phase::Connecting { .. } => self.end(Ending::of(code), false, now, chance),
            Phase::Open { since } => {
                let steady = is_steady(since, now);
                match is_unsaid(code) {
                    true => self.broke(now),
                    false => self.ladder.ended(),
                }
                self.end(Ending::of(code), steady, now, chance)
            }
            Phase::Closing { why, steady, .. } => self.end(why, steady, now, chance),
            Phase::Idle | Phase::Closed { .. } => None,
        };
        stop.into_iter().chain(next).collect()
    }

    /// Time passed.
    #[must_use]
    pub fn tick(&mut self, now: Duration, chance: Chance) -> Vec<Action> {
        match self.phase {
            Phase::Connecting { since }
                if now >= since.saturating_add(self.road().opens_within()) =>
            {
                let more = self.not_opened(now, chance);
                [Action::Abandon].into_iter().chain(more).collect()
            }
            Phase::Open { since } if now >= self.dead_at() => {
                let steady = is_steady(since, now);
                self.broke(now);
                self.phase = Phase::Closing {
                    since: now,
                    steady,
                    why: Ending::SILENT,
                };
                let stop = self.stop_climbing();
                stop.into_iter().chain([Action::Close]).collect()
            }
            Phase::Open { .. } => self.breathe_or_climb(now),
            Phase::Closing { since, steady, why } if now >= since.saturating_add(CLOSE_WITHIN) => {
                let more = self.end(why, steady, now, chance);
                [Action::Abandon].into_iter().chain(more).collect()
            }
            Phase::Closed {
                until: Some(until), ..
            } if now >= until => vec![self.connect(now)],
            _ => Vec::new(),
        }
    }

    const fn connect(&mut self, now: Duration) -> Action {
        self.probe = None;
        self.heard = now;
        self.phase = Phase::Connecting { since: now };
        Action::Connect(self.road())
    }

    /// An attempt came to nothing. Where there is another road, that is tried at once.
    fn not_opened(&mut self, now: Duration, chance: Chance) -> Option<Action> {
        match self.ladder.failed() {
            Fall::Further if self.online => Some(self.connect(now)),
            Fall::Further | Fall::Ground => self.end(Ending::LOST, false, now, chance),
        }
    }

    /// There is no socket any more.
    fn end(&mut self, why: Ending, steady: bool, now: Duration, chance: Chance) -> Option<Action> {
        let failures = if steady { 0 } else { self.failures };
        self.failures = failures.saturating_add(1);
        self.back_soon = match why.reason {
            ClosedReason::ServerRestarting => true,
            // Between two processes there is nobody who could say anything.
            ClosedReason::Lost => self.back_soon,
            _ => false,
        };
        let wait = match why.then {
            Reconnect::Never => {
                self.phase = Phase::Closed {
                    reason: why.reason,
                    until: None,
                };
                return None;
            }
            Reconnect::AtOnce if steady => Duration::ZERO,
            Reconnect::AtOnce | Reconnect::Later => {
                backoff::delay(failures, self.back_soon, chance)
            }
        };
        let until = Some(now.saturating_add(wait));
        self.phase = Phase::Closed {
            reason: why.reason,
            until,
        };
        if !self.online {
            self.wait_offline(now);
        }
        self.failures
            .is_multiple_of(ASK_AFTER)
            .then_some(Action::AskWhoIsSignedIn)
    }
}

/// Whether a close code says nothing but that the link is gone (RFC 6455, section 7.4).
fn is_unsaid(code: u16) -> bool {
    code < 4000
}

fn is_steady(since: Duration, now: Duration) -> bool {
    now >= since.saturating_add(STEADY_AFTER)
}

/// Seconds as a countdown shows them: the last one is 1.
fn whole_seconds(span: Duration) -> u32 {
    let started = u64::from(span.subsec_nanos() > 0);
    u32::try_from(span.as_secs().saturating_add(started)).unwrap_or(u32::MAX)
}
