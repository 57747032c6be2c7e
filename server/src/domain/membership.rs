use shared::{ApiError, Nonce, RoomId, UserId, model::RoomChange};

use super::{Action, Command, House};
use crate::store::Applied;

impl House {
    /// Changes a room and waits until that is durable. Called twice it happens twice: for
    /// doors that have no nonce of their own.
    ///
    /// # Errors
    /// As [`House::carry_out_and_wait`].
    pub async fn change_room(
        &self,
        who: UserId,
        room: RoomId,
        change: &RoomChange,
    ) -> Result<Applied, ApiError> {
        self.act(who, room, Action::Room(change)).await
    }

    pub(super) async fn act(
        &self,
        who: UserId,
        room: RoomId,
        action: Action<'_>,
    ) -> Result<Applied, ApiError> {
        let command = Command {
            room,
            actor: who,
            nonce: fresh_nonce()?,
            action,
            origin: None,
        };
        self.carry_out_and_wait(command).await
    }

    /// Makes somebody who has just come in by a link to a room a member of it, where it is
    /// open to them. Need not work out: the room can be joined by hand as well.
    pub async fn settle_in(&self, who: UserId, room: RoomId) {
        match self.change_room(who, room, &RoomChange::Join).await {
            Ok(_) | Err(ApiError::Conflict) => {}
            Err(error) => tracing::info!(user = who.get(), room = room.get(), ?error, "not joined"),
        }
    }
}

fn fresh_nonce() -> Result<Nonce, ApiError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "no randomness");
        ApiError::Unavailable
    })?;
    Ok(Nonce::from_bytes(bytes))
}
