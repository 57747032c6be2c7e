use shared::{
    ApiError, Field, InviteId, Problem, RoomId, Timestamp, UserId,
    limits::{INVITE_DAYS, INVITE_USES},
    model::{Invitation, RoomInvite},
};

use super::{Action, House, Secret, now, refusal, rooms::look};
use crate::store::NewRoomInvite;

const HOUR_S: u32 = 60 * 60;
const MOST_HOURS: u32 = 24 * INVITE_DAYS;

impl House {
    /// Makes a link with which `uses` people may join a room within `hours`; its code, which
    /// is never to be seen again.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for numbers out of bounds, [`ApiError::NotFound`],
    /// [`ApiError::Forbidden`], [`ApiError::Conflict`] where the room has too many,
    /// [`ApiError::Unavailable`].
    pub async fn invite_to_room(
        &self,
        who: UserId,
        room: RoomId,
        hours: u32,
        uses: u32,
    ) -> Result<Secret, ApiError> {
        if !(1..=MOST_HOURS).contains(&hours) || !(1..=INVITE_USES).contains(&uses) {
            return Err(ApiError::Invalid {
                field: Field::Choice,
                problem: Problem::Malformed,
            });
        }
        let code = Secret::random_128()?;
        let lasts = hours.saturating_mul(HOUR_S);
        let invite = NewRoomInvite {
            code: code.hash(),
            ending: code.ending(),
            expires: Timestamp::from_seconds(now().seconds().saturating_add(lasts)),
            uses,
        };
        let made = self.store.create_room_invite(look(who, room), invite);
        let invite = made.await.map_err(refusal)?.get();
        tracing::info!(user = who.get(), room = room.get(), invite, "invite made");
        Ok(code)
    }

    /// The links to a room, the newest first.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Forbidden`], [`ApiError::Unavailable`].
    pub async fn room_invites(
        &self,
        who: UserId,
        room: RoomId,
    ) -> Result<Vec<RoomInvite>, ApiError> {
        let invites = self.store.room_invites(look(who, room));
        invites.await.map_err(refusal)
    }

    /// Ends a link to a room. Who joined with it stays.
    ///
    /// # Errors
    /// As for [`Self::room_invites`]; [`ApiError::NotFound`] also for a link that is gone.
    pub async fn revoke_room_invite(
        &self,
        who: UserId,
        room: RoomId,
        invite: InviteId,
    ) -> Result<(), ApiError> {
        let revoked = self.store.revoke_room_invite(look(who, room), invite);
        revoked.await.map_err(refusal)?;
        let (user, room, invite) = (who.get(), room.get(), invite.get());
        tracing::info!(user, room, invite, "invite revoked");
        Ok(())
    }

    /// Where a link leads that works for somebody.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for every one that does not, whyever; [`ApiError::Unavailable`].
    pub async fn invitation(&self, who: UserId, code: &str) -> Result<Invitation, ApiError> {
        let code = Secret::new(code.to_owned()).hash();
        let found = self.store.invitation(code, who, now());
        found.await.map_err(refusal)
    }

    /// Makes somebody a member of the room that a link leads to; which room that is. Who is a
    /// member already uses nothing up.
    ///
    /// # Errors
    /// As for [`Self::invitation`].
    pub async fn accept(&self, who: UserId, code: &str) -> Result<RoomId, ApiError> {
        let room = self.invitation(who, code).await?.room;
        let code = Secret::new(code.to_owned()).hash();
        match self.act(who, room, Action::Accept { code }).await {
            Ok(_) | Err(ApiError::Conflict) => Ok(room),
            // What one may not in a room that one does not know of, nobody is told.
            Err(ApiError::Forbidden) => Err(ApiError::NotFound),
            Err(error) => Err(error),
        }
    }
}
