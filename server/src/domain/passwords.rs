//! Passwords: hashed with Argon2id, a few at a time, on threads that may block.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::phc::PasswordHash,
};
use data_encoding::BASE64_NOPAD;
use shared::{ApiError, UserId, limits};
use tokio::sync::Semaphore;

use super::secrets;
use crate::store::Credentials;

/// What a hash costs: 19 MiB, two passes, one lane, as OWASP recommends (2026).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Requests that may wait for their turn. Beyond it they are refused at once: who waits longer
/// than this has given up.
const QUEUE: usize = 64;

/// A UTF-8 character has at most this many bytes.
const CHAR_BYTES: usize = 4;

/// Proof that a person gave their password. Only [`Passwords::verify`] makes one.
pub struct Verified {
    user: UserId,
    old: String,
    outdated: bool,
}

impl Verified {
    /// Who.
    pub(super) const fn user(&self) -> UserId {
        self.user
    }

    /// The hash that was compared with.
    pub(super) fn old(&self) -> &str {
        &self.old
    }

    /// Whether that hash was made with other parameters than those of today.
    pub(super) const fn is_outdated(&self) -> bool {
        self.outdated
    }
}

/// Makes and compares hashes.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// Compared with where there is no account, so that this takes as long as a wrong password.
    dummy: Arc<str>,
    places: Arc<Semaphore>,
    workers: Arc<Semaphore>,
}

impl Passwords {
    /// With today's parameters, at most `workers` at a time.
    ///
    /// # Errors
    /// [`ApiError::Internal`] for parameters that Argon2 does not take,
    /// [`ApiError::Unavailable`] without randomness.
    pub fn new(workers: usize) -> Result<Self, ApiError> {
        Self::with(MEMORY_KIB, PASSES, workers)
    }

    pub(super) fn with(memory_kib: u32, passes: u32, workers: usize) -> Result<Self, ApiError> {
        let params = Params::new(memory_kib, passes, LANES, None).map_err(fault)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = of_nothing(argon2.params())?;
        let workers = workers.max(1);
        Ok(Self {
            argon2,
            dummy: dummy.into(),
            places: Arc::new(Semaphore::new(workers.saturating_add(QUEUE))),
            workers: Arc::new(Semaphore::new(workers)),
        })
    }

    /// The hash of a password that has been validated, as a PHC string with a fresh salt.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`] when too many wait already.
    pub(super) async fn hash(&self, password: &str) -> Result<String, ApiError> {
        let password = password.to_owned();
        self.run(move |argon2| hash(argon2, password.as_bytes()))
            .await
    }

    /// Compares a password with what is stored. Takes as long where nothing is.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`] when too many wait already.
    pub(super) async fn verify(
        &self,
        found: Option<Credentials>,
        password: &str,
    ) -> Result<Option<Verified>, ApiError> {
        // Nobody has such a password, and its length is known to whoever sent it.
        let longest = limits::PASSWORD_CHARS.saturating_mul(CHAR_BYTES);
        if password.is_empty() || password.len() > longest {
            return Ok(None);
        }
        let password = password.to_owned();
        let dummy = Arc::clone(&self.dummy);
        self.run(move |argon2| {
            let stored = found.as_ref().map_or(&*dummy, |found| &found.password);
            let stored = PasswordHash::new(stored).map_err(fault)?;
            let is_right = argon2.verify_password(password.as_bytes(), &stored).is_ok();
            let outdated = is_outdated(&stored, argon2.params());
            let verified = |found: Credentials| Verified {
                user: found.user,
                old: found.password,
                outdated,
            };
            Ok(found.filter(|_| is_right).map(verified))
        })
        .await
    }

    /// Cancelling it gives the place back; work that has begun goes on.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let busy = |_| {
            tracing::warn!("too many passwords at once");
            ApiError::Unavailable
        };
        let _place = self.places.try_acquire().map_err(busy)?;
        let worker = Arc::clone(&self.workers).acquire_owned().await;
        let worker = worker.map_err(|_| ApiError::Unavailable)?;
        let argon2 = self.argon2.clone();
        let working = tokio::task::spawn_blocking(move || {
            let _worker = worker;
            work(&argon2)
        });
        working.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a password was not hashed");
            Err(ApiError::Internal)
        })
    }
}

fn hash(argon2: &Argon2<'_>, password: &[u8]) -> Result<String, ApiError> {
    let salt = secrets::random::<16>()?;
    let hash = argon2.hash_password_with_salt(password, &salt);
    Ok(hash.map_err(fault)?.to_string())
}

/// What looks like a hash and is none of any password: to compare with it takes as long. To make a
/// real one would take a starting server more memory than all the rest.
fn of_nothing(params: &Params) -> Result<String, ApiError> {
    let (memory, passes, lanes) = (params.m_cost(), params.t_cost(), params.p_cost());
    let salt = BASE64_NOPAD.encode(&secrets::random::<16>()?);
    let output = BASE64_NOPAD.encode(&secrets::random::<32>()?);
    Ok(format!(
        "$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}"
    ))
}

fn is_outdated(hash: &PasswordHash, today: &Params) -> bool {
    let is_today = |used: Params| {
        (used.m_cost(), used.t_cost(), used.p_cost())
            == (today.m_cost(), today.t_cost(), today.p_cost())
    };
    let is_argon2id = Algorithm::try_from(hash.algorithm.as_str()) == Ok(Algorithm::Argon2id);
    !is_argon2id || !Params::try_from(hash).is_ok_and(is_today)
}

/// The log gets the kind of fault; none of these errors holds the password.
fn fault(error: impl std::fmt::Display) -> ApiError {
    tracing::error!(%error, "Argon2");
    ApiError::Internal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials(password: String) -> Credentials {
        Credentials {
            user: UserId::new(7),
            handle: "maya".to_owned(),
            password,
        }
    }

    #[tokio::test]
    async fn only_the_password_is_verified_and_nobody_is_where_nothing_is_stored() {
        let passwords = Passwords::new(2).unwrap();
        let hash = passwords.hash("correct horse").await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        let stored = || Some(credentials(hash.clone()));
        let right = passwords.verify(stored(), "correct horse").await.unwrap();
        let right = right.expect("it is right");
        assert_eq!((right.user(), right.is_outdated()), (UserId::new(7), false));
        let long = "x".repeat(10_000);
        for wrong in ["", "correct hors", "Correct horse", "correct horse ", &long] {
            let verified = passwords.verify(stored(), wrong).await.unwrap();
            assert!(verified.is_none(), "{wrong:?}");
        }
        for any in ["", "correct horse"] {
            assert!(passwords.verify(None, any).await.unwrap().is_none());
        }
    }

    /// Otherwise it would be told by the clock who has an account.
    #[test]
    fn to_compare_with_nothing_is_to_compare_with_a_hash_of_today() {
        let passwords = Passwords::with(64, 3, 1).unwrap();
        let real = hash(&passwords.argon2, b"x").unwrap();
        let [real, dummy] = [&*real, &passwords.dummy].map(|text| PasswordHash::new(text).unwrap());
        assert!(!is_outdated(&dummy, passwords.argon2.params()));
        let lengths = |hash: &PasswordHash| {
            let salt = hash.salt.as_ref().map(|salt| salt.as_ref().len());
            (salt, hash.hash.as_ref().map(|output| output.len()))
        };
        assert_eq!(lengths(&dummy), lengths(&real));
        let compared = passwords.argon2.verify_password(b"x", &dummy);
        assert_eq!(compared, Err(argon2::password_hash::Error::PasswordInvalid));
    }

    #[tokio::test]
    async fn two_hashes_of_one_password_differ() {
        let passwords = Passwords::with(64, 1, 1).unwrap();
        let (one, other) = (passwords.hash("x").await, passwords.hash("x").await);
        assert_ne!(one.unwrap(), other.unwrap());
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_still_counts_and_is_known_to_be_old() {
        let (old, new) = (Passwords::with(64, 1, 1), Passwords::with(64, 2, 1));
        let hash = old.unwrap().hash("correct horse").await.unwrap();
        let new = new.unwrap();
        let verified = new.verify(Some(credentials(hash)), "correct horse").await;
        assert!(verified.unwrap().expect("it is right").is_outdated());
    }

    #[tokio::test]
    async fn nobody_waits_where_too_many_wait_already() {
        let passwords = Passwords::with(64, 1, 1).unwrap();
        let worker = passwords.workers.clone().acquire_owned().await.unwrap();
        let mut waiting = tokio::task::JoinSet::new();
        for _ in 0..=QUEUE {
            let passwords = passwords.clone();
            waiting.spawn(async move { passwords.hash("x").await.map(drop) });
        }
        while passwords.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(passwords.hash("x").await, Err(ApiError::Unavailable));
        drop(worker);
        while let Some(hashed) = waiting.join_next().await {
            assert_eq!(hashed.unwrap(), Ok(()));
        }
        assert!(passwords.hash("x").await.is_ok(), "there is room again");
    }
}
