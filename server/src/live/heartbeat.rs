//! When to ask whether the peer is still there, and when to stop asking. Pure: instants in,
//! verdict out.

use std::time::{Duration, Instant};

/// How often to ask, and how long silence and slowness may last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Between two pings.
    pub ping_every: Duration,
    /// Without any frame from the peer, after which it counts as dead. Longer than
    /// `ping_every`, or a peer that answers would be taken for one that does not.
    pub silence: Duration,
    /// For a peer to take what is written to it, after which it counts as a slow reader.
    pub write_within: Duration,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// Ping the peer, and look again then.
    Ping(Instant),
    /// Nothing; look again then.
    Wait(Instant),
    /// The peer is gone.
    Dead,
    /// The time is over for which it was let in.
    Over,
}

/// The pulse of one connection.
#[derive(Clone, Copy, Debug)]
pub struct Heartbeat {
    rhythm: Rhythm,
    heard: Instant,
    next_ping: Instant,
    over_at: Instant,
}

impl Heartbeat {
    /// A connection opened at `now`, of somebody who is let in until `over_at`.
    #[must_use]
    pub fn new(rhythm: Rhythm, now: Instant, over_at: Instant) -> Self {
        Self {
            rhythm,
            heard: now,
            next_ping: now + rhythm.ping_every,
            over_at,
        }
    }

    /// Something came in.
    pub fn heard(&mut self, now: Instant) {
        self.heard = now;
    }

    /// When [`Self::beat`] is to be called first.
    #[must_use]
    pub fn first(&self) -> Instant {
        self.next_ping.min(self.over_at)
    }

    /// To be called at the instant that the last call gave.
    pub fn beat(&mut self, now: Instant) -> Beat {
        if now >= self.over_at {
            return Beat::Over;
        }
        let dead_at = self.heard + self.rhythm.silence;
        if now >= dead_at {
            return Beat::Dead;
        }
        if now < self.next_ping {
            return Beat::Wait(self.next_ping.min(dead_at).min(self.over_at));
        }
        self.next_ping = now + self.rhythm.ping_every;
        Beat::Ping(self.next_ping.min(dead_at).min(self.over_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RHYTHM: Rhythm = Rhythm {
        ping_every: Duration::from_secs(25),
        silence: Duration::from_secs(35),
        write_within: Duration::from_secs(10),
    };

    const HOUR: u64 = 3_600;

    /// Runs the heart of a peer that answers each ping after `delay`, or never; the second
    /// at which it is declared dead, if within an hour.
    fn death_of(delay: Option<u64>) -> Option<u64> {
        let end = end_of(delay, HOUR);
        end.filter(|(_, beat)| *beat == Beat::Dead).map(|end| end.0)
    }

    /// The same for one that is let in for so many seconds: when and how it ends.
    fn end_of(delay: Option<u64>, stay: u64) -> Option<(u64, Beat)> {
        let start = Instant::now();
        let mut heart = Heartbeat::new(RHYTHM, start, start + Duration::from_secs(stay));
        let mut answer = None;
        let mut look = heart.first();
        for second in 0..HOUR {
            let now = start + Duration::from_secs(second);
            if answer == Some(second) {
                heart.heard(now);
            }
            if now < look {
                continue;
            }
            match heart.beat(now) {
                end @ (Beat::Dead | Beat::Over) => return Some((second, end)),
                Beat::Wait(at) => look = at,
                Beat::Ping(at) => {
                    look = at;
                    answer = delay.map(|delay| second + delay);
                }
            }
        }
        None
    }

    #[test]
    fn a_silent_peer_is_dead_after_the_silence() {
        assert_eq!(death_of(None), Some(35));
    }

    #[test]
    fn who_answers_may_stay_for_as_long_as_they_were_let_in() {
        for stay in [0, 1, 24, 25, 26, 100, HOUR - 1] {
            assert_eq!(end_of(Some(1), stay), Some((stay, Beat::Over)));
        }
        assert_eq!(end_of(Some(1), HOUR), None);
        assert_eq!(end_of(None, 36), Some((35, Beat::Dead)));
    }

    proptest! {
        #[test]
        fn a_peer_that_answers_in_time_lives(delay in 1_u64..10) {
            prop_assert_eq!(death_of(Some(delay)), None);
        }

        #[test]
        fn a_peer_that_answers_too_late_dies(delay in 11_u64..25) {
            prop_assert_eq!(death_of(Some(delay)), Some(35));
        }
    }
}
