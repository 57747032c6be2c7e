use std::net::IpAddr;

use shared::{
    ApiError, Field, SessionId, Timestamp, UserId, frame::CloseReason, model::Person, validate,
};

use super::{House, Token, limits::Door, links::Link, now, refusal};
use crate::{
    hub::Outbox,
    store::{NewSession, Visit},
};

/// How long a session lasts that is to be kept on the device: 180 days.
pub const KEPT_SESSION_S: u32 = 180 * 24 * 60 * 60;

/// How long any other lasts at most; its cookie goes when the browser closes.
const SHORT_SESSION_S: u32 = 24 * 60 * 60;

/// How exactly is known when a session was last used. Finer would be a write per request.
const SEEN_EVERY_S: u32 = 60;

/// Where somebody comes from who wants in, and how long they want to stay.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Their address, as far as it is known.
    pub address: IpAddr,
    /// The browser's own name, if it is one of the known ones.
    pub browser: Option<String>,
    /// The system's own name, if it is one of the known ones.
    pub system: Option<String>,
    /// Whether the session outlives the browser's.
    pub keep: bool,
}

/// Somebody who is in, and what opens their session.
pub struct Entered {
    /// Who.
    pub person: Person,
    /// For their cookie.
    pub token: Token,
}

impl Caller {
    /// A session for this caller, and its token. Every time somebody comes in the token is a
    /// fresh one, so that nobody can prepare one for them.
    pub(super) fn session(&self) -> Result<(NewSession, Token), ApiError> {
        let token = Token::new()?;
        let now = now();
        let lasts = if self.keep {
            KEPT_SESSION_S
        } else {
            SHORT_SESSION_S
        };
        let session = NewSession {
            token: token.hash(),
            browser: self.browser.clone(),
            system: self.system.clone(),
            now,
            expires: Timestamp::from_seconds(now.seconds().saturating_add(lasts)),
        };
        Ok((session, token))
    }
}

impl House {
    /// Lets somebody in under a nickname that others may have, too.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`] where guests are not let in, [`ApiError::RateLimited`],
    /// [`ApiError::Invalid`] for the nickname, [`ApiError::Unavailable`].
    pub async fn join(&self, nickname: &str, caller: &Caller) -> Result<Entered, ApiError> {
        let house = self.reception.house();
        if !house.has_owner || !house.guests {
            return Err(ApiError::Forbidden);
        }
        let name = validate::nickname(nickname).map_err(|problem| ApiError::Invalid {
            field: Field::Nickname,
            problem,
        })?;
        let limits = &self.reception.limits;
        limits.address(Door::Guest, caller.address)?;
        let (session, token) = caller.session()?;
        let made = self.store.create_guest(name, session).await;
        let person = made.map_err(refusal)?;
        tracing::info!(user = person.id.get(), "joined");
        Ok(Entered { person, token })
    }

    /// Whose token this is, if its session is alive. One look into the store; that the
    /// session was used is noted afterwards, about once a minute.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn visit(&self, token: &Token) -> Result<Option<Visit>, ApiError> {
        let now = now();
        let visit = self.store.session(token.hash(), now).await;
        let visit = visit.map_err(refusal)?;
        if let Some(visit) = &visit
            && now.seconds().saturating_sub(visit.seen.seconds()) >= SEEN_EVERY_S
        {
            let (house, session) = (self.clone(), visit.session);
            tokio::spawn(async move { house.note_use(session).await });
        }
        Ok(visit)
    }

    /// Notes that a session is in use, at most once a minute.
    pub async fn note_use(&self, session: SessionId) {
        let now = now();
        let before = Timestamp::from_seconds(now.seconds().saturating_sub(SEEN_EVERY_S));
        if let Err(error) = self.store.touch(session, now, before).await {
            tracing::warn!(%error, "the use of a session was not noted");
        }
    }

    /// Notes a live link of a session, so that the link ends with it.
    #[must_use]
    pub fn hold(&self, session: SessionId, outbox: &std::sync::Arc<Outbox>) -> Link {
        self.reception.links.hold(session, outbox)
    }

    /// Whether a session goes on.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn is_open(&self, session: SessionId) -> Result<bool, ApiError> {
        self.store.is_open(session).await.map_err(refusal)
    }

    /// Whether a session has a live link.
    #[must_use]
    pub fn is_here(&self, session: SessionId) -> bool {
        self.reception.links.is_here(session)
    }

    /// Ends a session and its live links.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`]; then the session goes on.
    pub async fn sign_out(&self, visit: &Visit) -> Result<(), ApiError> {
        let ended = self.store.end_session(visit.person.id, visit.session).await;
        ended.map_err(refusal)?;
        self.end_links([visit.session]);
        tracing::info!(user = visit.person.id.get(), "signed out");
        Ok(())
    }

    /// Ends the live links of sessions that have ended.
    pub(super) fn end_links(&self, sessions: impl IntoIterator<Item = SessionId>) {
        for session in sessions {
            self.reception.links.close(session, CloseReason::SignedOut);
        }
    }

    /// Those of these people who exist.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn people(&self, ids: Vec<UserId>) -> Result<Vec<Person>, ApiError> {
        self.store.people(ids).await.map_err(refusal)
    }
}
