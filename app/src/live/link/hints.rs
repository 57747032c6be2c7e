//! What the browser and the person in front of it tell the link.

use std::time::Duration;

use shared::frame::Reconnect;

use super::{Action, Link, Phase, ending::Ending};
use crate::live::{
    ClosedReason,
    backoff::{self, Chance},
};

/// For the answer to a probe.
const PROBE_WITHIN: Duration = Duration::from_secs(3);

/// For the answer to a probe when the browser says that there is no network. It may be
/// wrong: a server on this very machine is reached without one.
const OFFLINE_PROBE_WITHIN: Duration = Duration::from_secs(1);

/// Tries while the browser says that there is no network, in case it is wrong.
pub(super) const OFFLINE_RETRY: Duration = Duration::from_secs(30);

impl Link {
    /// The browser has a network again.
    #[must_use]
    pub fn online(&mut self, now: Duration, chance: Chance) -> Option<Action> {
        self.online = true;
        self.ladder.moved(now);
        match self.phase {
            Phase::Open { .. } => self.probe(now, PROBE_WITHIN),
            Phase::Closed {
                reason: ClosedReason::Offline,
                ..
            } => {
                // Whoever shared the outage is back at the same moment.
                let until = Some(now.saturating_add(backoff::delay(0, false, chance)));
                self.phase = Phase::Closed {
                    reason: ClosedReason::Lost,
                    until,
                };
                None
            }
            _ => None,
        }
    }

    /// The browser has no network any more.
    #[must_use]
    pub fn offline(&mut self, now: Duration) -> Option<Action> {
        self.online = false;
        match self.phase {
            Phase::Open { .. } => self.probe(now, OFFLINE_PROBE_WITHIN),
            Phase::Closed { reason, .. } if !reason.is_final() => {
                self.wait_offline(now);
                None
            }
            _ => None,
        }
    }

    /// Somebody looks at the page again: timers of hidden pages run late, if at all, and a
    /// machine that slept has missed everything.
    #[must_use]
    pub fn looked_at(&mut self, now: Duration) -> Option<Action> {
        match self.phase {
            Phase::Open { .. } => self.probe(now, PROBE_WITHIN),
            Phase::Closed {
                reason: ClosedReason::Offline,
                ..
            } => None,
            _ => self.retry_now(now),
        }
    }

    /// Somebody does not want to wait.
    #[must_use]
    pub fn retry_now(&mut self, now: Duration) -> Option<Action> {
        match self.phase {
            Phase::Closed { until: Some(_), .. } => Some(self.connect(now)),
            _ => None,
        }
    }

    /// Ends the link for good.
    #[must_use]
    pub fn give_up(&mut self, reason: ClosedReason, now: Duration) -> Vec<Action> {
        let stop = self.stop_climbing();
        let why = Ending {
            reason,
            then: Reconnect::Never,
        };
        let close = match self.phase {
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
        };
        stop.into_iter().chain(close).collect()
    }

    /// Says something, so that something is heard.
    pub(super) fn breathe(&mut self, now: Duration) -> Option<Action> {
        self.probe(now, PROBE_WITHIN)
    }

    fn probe(&mut self, now: Duration, within: Duration) -> Option<Action> {
        let until = now.saturating_add(within);
        let sooner = self.probe.is_none_or(|probe| until < probe);
        sooner.then(|| {
            self.probe = Some(until);
            Action::Probe
        })
    }

    pub(super) fn wait_offline(&mut self, now: Duration) {
        let until = Some(now.saturating_add(OFFLINE_RETRY));
        self.phase = Phase::Closed {
            reason: ClosedReason::Offline,
            until,
        };
    }
}
