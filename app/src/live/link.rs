//! The link to the server as a state machine: what happened goes in together with the time,
//! what to do comes out. It has at most one socket at any time; and it either has one, or
//! knows when it will try again, or has been told never to.

mod ending;
mod hints;
#[cfg(test)]
mod tests;

use std::time::Duration;

use shared::{frame::Reconnect, limits};

use self::ending::Ending;
use super::{
    backoff::{self, Chance},
    status::{ClosedReason, LinkStatus},
};

/// From the attempt to the server's first frame.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

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
    /// Make a socket.
    Connect,
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
    /// Whether the browser says that there is a network.
    online: bool,
    /// When anything was last received.
    heard: Duration,
    /// Until when an answer must have come.
    probe: Option<Duration>,
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
    /// Not started. `online` is what the browser says of the network.
    #[must_use]
    pub const fn new(online: bool) -> Self {
        Self {
            phase: Phase::Idle,
            failures: 0,
            online,
            heard: Duration::ZERO,
            probe: None,
        }
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
            Phase::Connecting { since } => Some(since.saturating_add(CONNECT_WITHIN)),
            Phase::Open { .. } => {
                let silence = self.heard.saturating_add(limits::SILENCE);
                Some(self.probe.map_or(silence, |probe| probe.min(silence)))
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
    pub const fn welcomed(&mut self, now: Duration) {
        if let Phase::Connecting { .. } = self.phase {
            self.phase = Phase::Open { since: now };
        }
    }

    /// The socket is closed, by whichever side.
    #[must_use]
    pub fn closed(&mut self, code: u16, now: Duration, chance: Chance) -> Option<Action> {
        match self.phase {
            Phase::Connecting { .. } => self.end(Ending::of(code), false, now, chance),
            Phase::Open { since } => {
                let steady = is_steady(since, now);
                self.end(Ending::of(code), steady, now, chance)
            }
            Phase::Closing { why, steady, .. } => self.end(why, steady, now, chance),
            Phase::Idle | Phase::Closed { .. } => None,
        }
    }

    /// Time passed.
    #[must_use]
    pub fn tick(&mut self, now: Duration, chance: Chance) -> Vec<Action> {
        match self.phase {
            Phase::Connecting { since } if now >= since.saturating_add(CONNECT_WITHIN) => {
                let more = self.end(Ending::LOST, false, now, chance);
                [Action::Abandon].into_iter().chain(more).collect()
            }
            Phase::Open { since } if self.deadline(now).is_some_and(|due| now >= due) => {
                let steady = is_steady(since, now);
                self.phase = Phase::Closing {
                    since: now,
                    steady,
                    why: Ending::SILENT,
                };
                vec![Action::Close]
            }
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

    /// Ends the link for good.
    #[must_use]
    pub fn give_up(&mut self, reason: ClosedReason, now: Duration) -> Option<Action> {
        let why = Ending {
            reason,
            then: Reconnect::Never,
        };
        match self.phase {
            Phase::Connecting { .. } | Phase::Open { .. } => {
                self.phase = Phase::Closing {
                    since: now,
                    steady: true,
                    why,
                };
                Some(Action::Close)
            }
            Phase::Closing { since, steady, .. } => {
                self.phase = Phase::Closing { since, steady, why };
                None
            }
            Phase::Idle | Phase::Closed { .. } => {
                self.phase = Phase::Closed {
                    reason,
                    until: None,
                };
                None
            }
        }
    }

    const fn connect(&mut self, now: Duration) -> Action {
        self.probe = None;
        self.heard = now;
        self.phase = Phase::Connecting { since: now };
        Action::Connect
    }

    /// There is no socket any more.
    fn end(&mut self, why: Ending, steady: bool, now: Duration, chance: Chance) -> Option<Action> {
        let failures = if steady { 0 } else { self.failures };
        self.failures = failures.saturating_add(1);
        let wait = match why.then {
            Reconnect::Never => {
                self.phase = Phase::Closed {
                    reason: why.reason,
                    until: None,
                };
                return None;
            }
            Reconnect::AtOnce if steady => Duration::ZERO,
            Reconnect::AtOnce | Reconnect::Later => backoff::delay(failures, chance),
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

fn is_steady(since: Duration, now: Duration) -> bool {
    now >= since.saturating_add(STEADY_AFTER)
}

/// Seconds as a countdown shows them: the last one is 1.
fn whole_seconds(span: Duration) -> u32 {
    let started = u64::from(span.subsec_nanos() > 0);
    u32::try_from(span.as_secs().saturating_add(started)).unwrap_or(u32::MAX)
}
