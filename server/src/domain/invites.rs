use shared::{
    ApiError, Field, InviteId, Problem, Timestamp,
    limits::{INVITE_DAYS, INVITE_USES},
    model::{Invite, SignUp},
};

use super::{House, Secret, house::owner, now, refusal};
use crate::store::{NewInvite, Visit};

/// Most links in the list.
const LISTED: usize = 100;

const DAY_S: u32 = 24 * 60 * 60;

impl House {
    /// Makes a link with which `uses` people may sign up within `days`; its code, which is
    /// never to be seen again.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for everybody but the owner, [`ApiError::Invalid`] for numbers
    /// out of bounds, [`ApiError::Unavailable`].
    pub async fn invite(&self, visit: &Visit, days: u32, uses: u32) -> Result<Secret, ApiError> {
        owner(visit)?;
        if !(1..=INVITE_DAYS).contains(&days) || !(1..=INVITE_USES).contains(&uses) {
            return Err(ApiError::Invalid {
                field: Field::Choice,
                problem: Problem::Malformed,
            });
        }
        let code = Secret::random_128()?;
        let now = now();
        let lasts = days.saturating_mul(DAY_S);
        let expires = Timestamp::from_seconds(now.seconds().saturating_add(lasts));
        let invite = NewInvite {
            code: code.hash(),
            ending: code.ending(),
            by: visit.person.id,
            now,
            expires,
            uses,
        };
        let id = self.store.create_invite(invite).await.map_err(refusal)?;
        tracing::info!(
            user = visit.person.id.get(),
            invite = id.get(),
            "invite made"
        );
        Ok(code)
    }

    /// The links, the newest first.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for everybody but the owner, [`ApiError::Unavailable`].
    pub async fn invites(&self, visit: &Visit) -> Result<Vec<Invite>, ApiError> {
        owner(visit)?;
        let now = now();
        let stored = self.store.invites(now, LISTED).await.map_err(refusal)?;
        let invites = stored.into_iter().map(|invite| Invite {
            id: invite.id,
            ending: invite.ending,
            used: invite.used,
            uses: invite.uses,
            left_s: invite.expires.seconds().saturating_sub(now.seconds()),
        });
        Ok(invites.collect())
    }

    /// Ends a link. Who signed up with it stays.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for everybody but the owner and for a link that is gone,
    /// [`ApiError::Unavailable`].
    pub async fn revoke_invite(&self, visit: &Visit, invite: InviteId) -> Result<(), ApiError> {
        owner(visit)?;
        let gone = self.store.revoke_invite(invite).await.map_err(refusal)?;
        if !gone {
            return Err(ApiError::NotFound);
        }
        tracing::info!(
            user = visit.person.id.get(),
            invite = invite.get(),
            "invite revoked"
        );
        Ok(())
    }

    /// Whether somebody may sign up with this code, or needs none.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn is_invited(&self, code: &str) -> Result<bool, ApiError> {
        let house = self.reception.house();
        match house.sign_up {
            _ if !house.has_owner => Ok(false),
            SignUp::Open => Ok(true),
            SignUp::Closed => Ok(false),
            SignUp::Invited => {
                let code = Secret::new(code.to_owned()).hash();
                self.store.is_invited(code, now()).await.map_err(refusal)
            }
        }
    }
}
