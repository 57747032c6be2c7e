use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use shared::ApiError;

use super::{limits::Limits, links::Links, passwords::Passwords, secrets::Secret};
use crate::store::StoredHouse;

/// What it takes to let people in: what the owner decided, passwords, limits, and which links
/// belong to which session.
pub struct Reception {
    pub(super) passwords: Passwords,
    pub(super) limits: Limits,
    pub(super) links: Arc<Links>,
    house: RwLock<Arc<StoredHouse>>,
    /// Held while what the owner decided is being written, so that memory and store agree on
    /// the order.
    pub(super) changing: tokio::sync::Mutex<()>,
    /// What the first owner has to show; gone once there is one.
    setup_token: Mutex<Option<Secret>>,
}

impl Reception {
    /// A reception for a house as it is stored. `setup_token` is what the first owner has to
    /// show; a fresh one is made where there is none to be shown yet.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`] when the system gives no randomness.
    pub fn new(
        house: StoredHouse,
        passwords: Passwords,
        limits: Limits,
        setup_token: Option<Secret>,
    ) -> Result<Self, ApiError> {
        let token = match (house.has_owner, setup_token) {
            (true, _) => None,
            (false, Some(token)) => Some(token),
            (false, None) => Some(Secret::random_256()?),
        };
        Ok(Self {
            passwords,
            limits,
            links: Arc::default(),
            house: RwLock::new(Arc::new(house)),
            changing: tokio::sync::Mutex::default(),
            setup_token: Mutex::new(token),
        })
    }

    /// What the owner decided. Read from memory: every request asks.
    pub(super) fn house(&self) -> Arc<StoredHouse> {
        Arc::clone(&self.house.read())
    }

    /// What is stored has changed.
    pub(super) fn learn(&self, house: StoredHouse) {
        if house.has_owner {
            *self.setup_token.lock() = None;
        }
        *self.house.write() = Arc::new(house);
    }

    /// What the first owner has to show, while there is none.
    pub(super) fn setup_token(&self) -> Option<Secret> {
        self.setup_token.lock().clone()
    }
}
