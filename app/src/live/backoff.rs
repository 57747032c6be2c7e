//! How long to wait before connecting again.

use std::time::Duration;

/// The longest the first wait can be.
const FIRST: Duration = Duration::from_millis(500);

/// The longest any wait can be.
pub const LONGEST: Duration = Duration::from_secs(30);

/// The longest a wait can be for a server that says it will be back in a moment: a crowd that came
/// too early must not wait half a minute for one that was away for ten seconds.
const SOON: Duration = Duration::from_secs(8);

/// After so many failures in a row, nearly a minute, a server is not back in a moment.
const NOT_SOON: u32 = 15;

/// The shortest any wait can be: not to spin when the dice say zero.
pub const SHORTEST: Duration = Duration::from_millis(100);

/// A random fraction, in billionths. Passed in, so that everything here can be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance(u32);

impl Chance {
    const WHOLE: u32 = 1_000_000_000;

    /// From billionths; anything above the whole counts as the whole.
    #[must_use]
    pub fn from_billionths(billionths: u32) -> Self {
        Self(billionths.min(Self::WHOLE))
    }

    /// This fraction of a span.
    #[must_use]
    pub fn of(self, span: Duration) -> Duration {
        let part = span.as_millis().saturating_mul(u128::from(self.0)) / u128::from(Self::WHOLE);
        Duration::from_millis(u64::try_from(part).unwrap_or(u64::MAX))
    }
}

/// The wait after this many failures in a row: anything up to a bound that doubles each
/// time, so that those whom one outage cut off do not all come back at once. The bound is lower
/// where the server said that it will be back `soon`.
#[must_use]
pub fn delay(failures: u32, soon: bool, chance: Chance) -> Duration {
    let longest = match soon && failures < NOT_SOON {
        true => SOON,
        false => LONGEST,
    };
    let doubled = 2_u32
        .checked_pow(failures)
        .and_then(|factor| FIRST.checked_mul(factor));
    let bound = doubled.unwrap_or(longest).min(longest);
    chance.of(bound).max(SHORTEST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn waits_stay_within_bounds(failures: u32, soon: bool, billionths: u32) {
            let wait = delay(failures, soon, Chance::from_billionths(billionths));
            prop_assert!((SHORTEST..=LONGEST).contains(&wait));
        }

        #[test]
        fn a_whole_chance_waits_longest(failures in 0_u32..40, soon: bool, billionths: u32) {
            let wait = delay(failures, soon, Chance::from_billionths(billionths));
            prop_assert!(wait <= delay(failures, soon, Chance::from_billionths(u32::MAX)));
        }
    }

    #[test]
    fn the_bound_doubles_up_to_thirty_seconds() {
        let whole = Chance::from_billionths(Chance::WHOLE);
        let bounds: Vec<_> = (0..8)
            .map(|failures| delay(failures, false, whole).as_millis())
            .collect();
        assert_eq!(
            bounds,
            [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]
        );
    }

    #[test]
    fn a_server_that_will_be_back_soon_is_believed_for_a_while() {
        let whole = Chance::from_billionths(Chance::WHOLE);
        let bound = |failures| delay(failures, true, whole).as_secs();
        assert_eq!([3, 4, 5, 14, 15, 40].map(bound), [4, 8, 8, 8, 30, 30]);
    }

    #[test]
    fn waits_are_spread_over_the_whole_span() {
        let waits: Vec<_> = (0..=10)
            .map(|tenths| delay(6, false, Chance::from_billionths(tenths * 100_000_000)).as_secs())
            .collect();
        assert_eq!(waits, [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
    }
}
