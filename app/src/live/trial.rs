//! One road, tried: a second link beside the one in use says something and waits for the answer.
//! Pure: what was heard goes in together with the time.

#[cfg(feature = "hydrate")]
pub(super) mod run;

use std::time::Duration;

use shared::{
    frame::{CloseReason, ServerFrame},
    limits,
};

use super::ladder::Road;
use crate::state::doctor::Outcome;

/// The longest that one road is tried.
pub const TRIED_WITHIN: Duration = Duration::from_secs(10);

/// A stream whose first words come so late was held back: the server ended it, and then they came.
const HELD: Duration = limits::PROBED_STREAM.saturating_sub(Duration::from_secs(1));

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Wait for more.
    Wait,
    /// Say something that is answered.
    Say,
    /// It is over.
    Done(Outcome),
}

/// The trial of a road.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    road: Road,
    since: Duration,
    said: Option<Duration>,
}

impl Trial {
    /// Begins.
    #[must_use]
    pub const fn new(road: Road, now: Duration) -> Self {
        Self {
            road,
            since: now,
            said: None,
        }
    }

    /// A frame came.
    pub fn heard(&mut self, frame: &ServerFrame, now: Duration) -> Step {
        match (frame, self.said) {
            (ServerFrame::Welcomed { .. } | ServerFrame::Ponged, _) if self.is_late(now) => {
                Step::Done(Outcome::Buffered)
            }
            (ServerFrame::Welcomed { .. }, None) => {
                self.said = Some(now);
                Step::Say
            }
            (ServerFrame::Ponged, Some(said)) => Step::Done(works(said, now)),
            _ => Step::Wait,
        }
    }

    /// It was closed with this code. A server that says why was there: somebody who is not signed
    /// in has no link, but is answered over a road that works.
    #[must_use]
    pub fn closed(&self, code: u16, now: Duration) -> Step {
        let (is_late, is_signed_out) = (self.is_late(now), code == CloseReason::SignedOut.code());
        Step::Done(match code {
            // The words that it should have begun with, or the answer after them.
            _ if is_late && (is_signed_out || self.said.is_some()) => Outcome::Buffered,
            _ if is_signed_out => works(self.since, now),
            4_000.. => Outcome::Refused(code),
            _ => Outcome::Blocked,
        })
    }

    fn is_late(&self, now: Duration) -> bool {
        self.road == Road::Stream && now >= self.since.saturating_add(HELD)
    }
}

fn works(since: Duration, now: Duration) -> Outcome {
    let ms = now.saturating_sub(since).as_millis();
    // No answer takes no time at all.
    Outcome::Works(u32::try_from(ms).unwrap_or(u32::MAX).max(1))
}

#[cfg(test)]
mod tests {
    use shared::{Timestamp, UserId, model::Person};

    use super::*;

    const START: Duration = Duration::from_secs(60);

    fn at(ms: u64) -> Duration {
        START + Duration::from_millis(ms)
    }

    fn welcomed() -> ServerFrame {
        ServerFrame::Welcomed {
            you: Person {
                id: UserId::new(1),
                name: "Ada".to_owned(),
            },
            at: Timestamp::default(),
        }
    }

    #[test]
    fn what_is_said_and_answered_works() {
        for road in Road::ALL {
            let mut trial = Trial::new(road, START);
            assert_eq!(
                trial.heard(&ServerFrame::Ponged, at(1)),
                Step::Wait,
                "nothing was said"
            );
            assert_eq!(trial.heard(&welcomed(), at(20)), Step::Say);
            assert_eq!(trial.heard(&ServerFrame::Pinged, at(21)), Step::Wait);
            let done = Step::Done(Outcome::Works(38));
            assert_eq!(trial.heard(&ServerFrame::Ponged, at(58)), done);
        }
    }

    #[test]
    fn a_stream_that_comes_when_it_is_over_was_held_back() {
        let held = Step::Done(Outcome::Buffered);
        let over = 5_000;
        let mut trial = Trial::new(Road::Stream, START);
        assert_eq!(trial.heard(&welcomed(), at(over)), held);
        let lost = Trial::new(Road::Stream, START).closed(1_006, at(over));
        assert_eq!(lost, Step::Done(Outcome::Blocked), "nothing came at all");
        let signed_out = CloseReason::SignedOut.code();
        assert_eq!(
            Trial::new(Road::Stream, START).closed(signed_out, at(over)),
            held
        );
        let mut trial = Trial::new(Road::Stream, START);
        assert_eq!(trial.heard(&welcomed(), at(20)), Step::Say);
        assert_eq!(
            trial.heard(&ServerFrame::Ponged, at(over)),
            held,
            "only the head came"
        );
        assert_eq!(trial.closed(1_006, at(over)), held);
        for road in [Road::WebSocket, Road::Poll] {
            let mut trial = Trial::new(road, START);
            assert_eq!(
                trial.heard(&welcomed(), at(over)),
                Step::Say,
                "slow, and no stream"
            );
        }
    }

    #[test]
    fn what_ends_early_is_blocked_or_refused() {
        let closed = |code| Trial::new(Road::Stream, START).closed(code, at(20));
        assert_eq!(closed(1_006), Step::Done(Outcome::Blocked));
        let crowded = CloseReason::TooManyConnections.code();
        assert_eq!(closed(crowded), Step::Done(Outcome::Refused(crowded)));
        let signed_out = CloseReason::SignedOut.code();
        assert_eq!(closed(signed_out), Step::Done(Outcome::Works(20)));
    }
}
