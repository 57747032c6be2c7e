//! How a crowd is sent away: not all at once, because all of them will be back.

use std::time::Duration;

/// So much longer takes it to send one more client away, up to [`LONGEST_FAREWELL`].
const FAREWELL: Duration = Duration::from_millis(2);
/// The longest that sending all of them away takes.
const LONGEST_FAREWELL: Duration = Duration::from_secs(10);
/// Into how many groups they are divided at most.
const GROUPS: usize = 200;

/// In how many groups so many clients are sent away, and the pause after each.
pub(super) fn farewells(clients: usize) -> (usize, Duration) {
    let count = u32::try_from(clients).unwrap_or(u32::MAX);
    let all = FAREWELL.saturating_mul(count).min(LONGEST_FAREWELL);
    let groups = clients.clamp(1, GROUPS);
    let pause = all.checked_div(u32::try_from(groups).unwrap_or(1));
    (groups, pause.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_go_at_once_and_many_within_ten_seconds() {
        let all = |clients| {
            let (groups, pause) = farewells(clients);
            assert!((1..=GROUPS).contains(&groups));
            (pause * u32::try_from(groups).unwrap()).as_millis()
        };
        assert_eq!(all(0), 0);
        assert_eq!(all(10), 20);
        assert_eq!(all(2_000), 4_000);
        assert_eq!(all(100_000), 10_000);
    }
}
