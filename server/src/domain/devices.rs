use shared::{
    ApiError, SessionId, Timestamp,
    model::{Device, DeviceKind},
};

use super::{House, now, refusal};
use crate::store::{StoredSession, Visit};

/// A session counts as new for this long: seven days.
const NEW_S: u32 = 7 * 24 * 60 * 60;

/// Systems of what is held in a hand.
const PHONES: [&str; 3] = ["Android", "iPhone", "iPad"];

impl House {
    /// The sessions of whoever looks, their own first, then the last used.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn devices(&self, visit: &Visit) -> Result<Vec<Device>, ApiError> {
        let now = now();
        let sessions = self.store.sessions(visit.person.id, now).await;
        let sessions = sessions.map_err(refusal)?.into_iter();
        let mut devices: Vec<_> = sessions
            .map(|session| Device {
                is_this: session.id == visit.session,
                is_here: self.is_here(session.id),
                ..device(session, now)
            })
            .collect();
        devices.sort_by_key(|device| !device.is_this);
        Ok(devices)
    }

    /// Ends one session of theirs and its live links.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for what is not a session of theirs, [`ApiError::Unavailable`].
    pub async fn revoke(&self, visit: &Visit, session: SessionId) -> Result<(), ApiError> {
        let user = visit.person.id;
        let ended = self.store.end_session(user, session).await;
        if !ended.map_err(refusal)? {
            return Err(ApiError::NotFound);
        }
        self.end_links([session]);
        tracing::info!(user = user.get(), session = session.get(), "device revoked");
        Ok(())
    }

    /// Ends every other session of somebody who gives their password; how many those were. A
    /// guest has none to give, and nothing that needs it.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for the password, [`ApiError::RateLimited`],
    /// [`ApiError::NotFound`] for a guest, [`ApiError::Unavailable`].
    pub async fn sign_out_elsewhere(
        &self,
        visit: &Visit,
        password: &str,
    ) -> Result<usize, ApiError> {
        let user = self.prove(visit, password).await?.user();
        let ended = self.store.end_other_sessions(user, visit.session).await;
        let ended = ended.map_err(refusal)?;
        let count = ended.len();
        self.end_links(ended);
        tracing::info!(user = user.get(), ended = count, "signed out elsewhere");
        Ok(count)
    }
}

fn device(session: StoredSession, now: Timestamp) -> Device {
    let ago = |then: Timestamp| now.seconds().saturating_sub(then.seconds());
    let is_phone = |system: &str| PHONES.contains(&system);
    Device {
        id: session.id,
        kind: match session.system.as_deref().is_some_and(is_phone) {
            true => DeviceKind::Phone,
            false => DeviceKind::Computer,
        },
        seen_ago_s: ago(session.seen),
        is_new: ago(session.created) < NEW_S,
        is_here: false,
        is_this: false,
        browser: session.browser,
        system: session.system,
    }
}
