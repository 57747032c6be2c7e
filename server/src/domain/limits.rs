//! How often somebody may try to get in. Kept in memory: a restart forgets, which is a gift of
//! a few tries to whoever noticed.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use shared::{ApiError, SessionId};

/// A place among the tries of one account comes back after this long.
const ACCOUNT_EVERY: Duration = Duration::from_secs(30);

/// A place among the tries of one address comes back after this long: people behind one
/// address are many.
const ADDRESS_EVERY: Duration = Duration::from_secs(2);

/// A place among the calls of one bot comes back after this long.
const CALL_EVERY: Duration = Duration::from_millis(200);

/// Accounts and addresses that are remembered. Beyond it nobody new gets in until
/// [`Limits::prune`] has made room, rather than memory running out.
const KEYS: usize = 100_000;

/// How long somebody waits for whom there was no room.
const FULL_S: u32 = 60;

/// The longest handle that is told apart from others; no account has a longer one.
const KEY_CHARS: usize = 64;

/// How many tries there are before one has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// With one handle, from anywhere.
    pub account: NonZeroU32,
    /// From one address: sign-ins, accounts made and guests, each by itself.
    pub address: NonZeroU32,
    /// Of commands over HTTP, with one token.
    pub calls: NonZeroU32,
}

/// What somebody tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Door {
    /// Signing in.
    SignIn,
    /// Making an account, setting the house up included.
    SignUp,
    /// Joining as a guest.
    Guest,
    /// Making a bot.
    Bot,
}

type Limiter<K, C> = RateLimiter<
    K,
    DefaultKeyedStateStore<K>,
    C,
    governor::middleware::NoOpMiddleware<<C as Clock>::Instant>,
>;

/// The tries that are left.
pub struct Limits<C: Clock = DefaultClock> {
    clock: C,
    accounts: Limiter<String, C>,
    addresses: Limiter<(Door, IpAddr), C>,
    calls: Limiter<SessionId, C>,
}

impl Limits {
    /// All tries left, by the system's clock.
    #[must_use]
    pub fn new(tries: Tries) -> Self {
        Self::with_clock(tries, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Limits<C> {
    fn with_clock(tries: Tries, clock: C) -> Self {
        let accounts = quota(ACCOUNT_EVERY, tries.account);
        let addresses = quota(ADDRESS_EVERY, tries.address);
        let calls = quota(CALL_EVERY, tries.calls);
        Self {
            accounts: RateLimiter::new(accounts, DefaultKeyedStateStore::default(), clock.clone()),
            addresses: RateLimiter::new(
                addresses,
                DefaultKeyedStateStore::default(),
                clock.clone(),
            ),
            calls: RateLimiter::new(calls, DefaultKeyedStateStore::default(), clock.clone()),
            clock,
        }
    }

    /// Takes a call of a bot.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`] with the time to wait; a refused call costs none.
    pub(super) fn call(&self, session: SessionId) -> Result<(), ApiError> {
        self.take(&self.calls, session)
    }

    /// Takes a try at `door` from an address.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`] with the time to wait; a refused try costs none.
    pub(super) fn address(&self, door: Door, address: IpAddr) -> Result<(), ApiError> {
        self.take(&self.addresses, (door, network(address)))
    }

    /// Takes a try at the password of an account, which need not exist.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`] with the time to wait; a refused try costs none.
    pub(super) fn account(&self, handle: &str) -> Result<(), ApiError> {
        let key = handle.trim().to_lowercase();
        self.take(&self.accounts, key.chars().take(KEY_CHARS).collect())
    }

    /// Forgets accounts and addresses that have all their tries again.
    pub(super) fn prune(&self) {
        self.accounts.retain_recent();
        self.accounts.shrink_to_fit();
        self.addresses.retain_recent();
        self.addresses.shrink_to_fit();
        self.calls.retain_recent();
        self.calls.shrink_to_fit();
    }

    fn take<K>(&self, limiter: &Limiter<K, C>, key: K) -> Result<(), ApiError>
    where
        K: Clone + Eq + std::hash::Hash,
    {
        if limiter.len() >= KEYS {
            return Err(ApiError::RateLimited {
                retry_after_s: FULL_S,
            });
        }
        limiter.check_key(&key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
            ApiError::RateLimited {
                retry_after_s: seconds.saturating_add(1),
            }
        })
    }
}

fn quota(every: Duration, tries: NonZeroU32) -> Quota {
    // `None` only for a period of zero.
    Quota::with_period(every)
        .unwrap_or_else(|| Quota::per_second(tries))
        .allow_burst(tries)
}

/// What counts as one address: of IPv6 the first 64 bits, since whoever has one address there
/// has as many as they like.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn limits(account: u32, address: u32) -> (Limits<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let tries = Tries {
            account: account.try_into().unwrap(),
            address: address.try_into().unwrap(),
            calls: address.try_into().unwrap(),
        };
        (Limits::with_clock(tries, clock.clone()), clock)
    }

    fn wait(refused: Result<(), ApiError>) -> u32 {
        match refused {
            Err(ApiError::RateLimited { retry_after_s }) => retry_after_s,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn after_so_many_tries_an_account_waits_as_long_as_it_is_told() {
        let (limits, clock) = limits(3, 100);
        for _ in 0..3 {
            assert_eq!(limits.account("maya"), Ok(()));
        }
        let told = wait(limits.account("maya"));
        assert!((1..=31).contains(&told), "{told}");
        assert_eq!(limits.account("jonas"), Ok(()), "others are not meant");
        clock.advance(Duration::from_secs(told.into()));
        assert_eq!(limits.account("maya"), Ok(()));
        wait(limits.account("maya"));
    }

    #[test]
    fn one_account_is_one_account_however_it_is_written() {
        let (limits, _) = limits(1, 100);
        assert_eq!(limits.account("maya"), Ok(()));
        for typed in ["Maya", " MAYA ", "maya"] {
            wait(limits.account(typed));
        }
    }

    #[test]
    fn an_address_has_its_tries_at_each_door() {
        let (limits, _) = limits(100, 2);
        let here: IpAddr = "192.0.2.1".parse().unwrap();
        for door in [Door::SignIn, Door::SignUp, Door::Guest] {
            assert_eq!(limits.address(door, here), Ok(()));
            assert_eq!(limits.address(door, here), Ok(()));
            wait(limits.address(door, here));
        }
        let mapped = "::ffff:192.0.2.1".parse().unwrap();
        wait(limits.address(Door::SignIn, mapped));
        let other = "192.0.2.2".parse().unwrap();
        assert_eq!(limits.address(Door::SignIn, other), Ok(()));
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let (limits, _) = limits(100, 1);
        let address = |text: &str| limits.address(Door::Guest, text.parse().unwrap());
        assert_eq!(address("2001:db8:1:1::1"), Ok(()));
        wait(address("2001:db8:1:1:ffff::2"));
        assert_eq!(address("2001:db8:1:2::1"), Ok(()));
    }

    #[test]
    fn what_is_over_is_forgotten_and_what_is_not_is_not() {
        let (limits, clock) = limits(1, 100);
        assert_eq!(limits.account("maya"), Ok(()));
        limits.prune();
        wait(limits.account("maya"));
        clock.advance(Duration::from_secs(3_600));
        limits.prune();
        assert_eq!(limits.accounts.len(), 0);
    }

    #[test]
    fn memory_is_bounded() {
        let (limits, clock) = limits(1, 1);
        for n in 0..KEYS {
            assert_eq!(limits.account(&n.to_string()), Ok(()));
        }
        assert_eq!(wait(limits.account("maya")), FULL_S);
        clock.advance(Duration::from_secs(3_600));
        limits.prune();
        assert_eq!(limits.account("maya"), Ok(()));
    }
}
