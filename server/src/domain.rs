//! The use cases. Each authorises, stores, then publishes; every door leads through here, so
//! a rule that holds at one holds at all.
//!
//! A room is looked up on behalf of somebody: where it is not theirs to see, the lookup says
//! "not found", and forgetting to ask twice cannot leak it.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use shared::{ApiError, Timestamp};

use crate::{
    hub::Hub,
    store::{Store, StoreError},
};

mod accounts;
mod bots;
mod devices;
mod first_run;
mod history;
mod house;
mod invites;
mod limits;
mod links;
mod membership;
mod messages;
mod passwords;
mod people;
mod publish;
mod reception;
mod room_invites;
mod room_settings;
mod rooms;
mod secrets;
mod sessions;
#[cfg(test)]
mod tests;
mod unread;
mod versions;

pub use accounts::{Passwd, SignIn, SignUpForm};
pub use bots::{BotForm, MadeBot};
pub use first_run::SetUp;
pub use house::HouseChange;
pub use limits::{Limits, Tries};
pub use links::Link;
pub use messages::{Action, Command};
pub use passwords::Passwords;
pub use publish::HubPublisher;
pub use reception::Reception;
pub use room_settings::Decisions;
pub use secrets::{Secret, Token};
pub use sessions::{Caller, Entered, KEPT_SESSION_S};

/// The house: what is kept, who is here, and who is let in.
#[derive(Clone)]
pub struct House {
    store: Arc<dyn Store>,
    hub: Arc<Hub>,
    reception: Arc<Reception>,
}

impl House {
    /// A house over a store whose publisher is the hub's [`HubPublisher`].
    #[must_use]
    pub fn new(store: Arc<dyn Store>, hub: Arc<Hub>, reception: Reception) -> Self {
        Self {
            store,
            hub,
            reception: Arc::new(reception),
        }
    }

    /// Who is here.
    #[must_use]
    pub fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Forgets what the limits need not know any more. To be called about once a minute.
    pub fn tidy(&self) {
        self.reception.limits.prune();
    }

    /// Whether the store answers.
    pub async fn is_ready(&self) -> bool {
        self.store.is_ready().await
    }
}

/// The server's clock, the only one that counts.
pub(crate) fn now() -> Timestamp {
    let since_1970 = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_seconds(u32::try_from(since_1970.as_secs()).unwrap_or(u32::MAX))
}

/// What a client may know of a store's error; the log gets the rest.
fn refusal(error: StoreError) -> ApiError {
    if error.is_fault() {
        tracing::error!(%error, "the store refused");
    }
    error.into()
}
