//! People as others see them, and the rooms that a few of them have for themselves.

use std::collections::BTreeSet;

use shared::{
    ApiError, Field, Problem, RoomId, UserId, limits,
    model::{Acquaintance, NoAccount, Person, Profile, RoomInfo, RoomKind, RoomSummary},
    validate,
};

use super::{House, now, refusal, rooms::look};
use crate::store::{NewRoom, Search};

impl House {
    /// The direct room of two people, opened where there was none.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`] with oneself, [`ApiError::NotFound`] with somebody who shares
    /// no room with them, [`ApiError::Unavailable`].
    pub async fn direct_room(&self, who: UserId, with: UserId) -> Result<RoomSummary, ApiError> {
        if who == with {
            return Err(ApiError::Forbidden);
        }
        let room = self.store.direct_room(who, with, now()).await;
        let room = room.map_err(refusal)?;
        for member in [who, with] {
            self.list_for(member, room.info.id).await;
        }
        Ok(self.summary(room))
    }

    /// A group with these people, who share a room with `who`; with one of them it is their
    /// direct room. A name may be left out.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for nobody, too many or the name, [`ApiError::NotFound`] with
    /// somebody who shares no room with them, [`ApiError::Unavailable`].
    pub async fn gather(
        &self,
        who: UserId,
        others: &[UserId],
        name: &str,
    ) -> Result<RoomSummary, ApiError> {
        let others: BTreeSet<_> = others.iter().copied().filter(|id| *id != who).collect();
        let invalid = |field| move |problem| ApiError::Invalid { field, problem };
        if others.len() > limits::GROUP_PEOPLE {
            let max = u32::try_from(limits::GROUP_PEOPLE).unwrap_or(u32::MAX);
            return Err(invalid(Field::Choice)(Problem::TooLong { max }));
        }
        match (others.first(), others.len()) {
            (None, _) => return Err(invalid(Field::Choice)(Problem::Empty)),
            (Some(one), 1) => return self.direct_room(who, *one).await,
            _ => {}
        }
        let name = match name.trim() {
            "" => String::new(),
            name => validate::room_name(name).map_err(invalid(Field::RoomName))?,
        };
        let group = NewRoom {
            by: who,
            kind: RoomKind::Group,
            name,
            others: others.iter().copied().collect(),
        };
        let made = self.store.create_room(group, now()).await;
        let room = made.map_err(refusal)?;
        for member in others.into_iter().chain([who]) {
            self.list_for(member, room.info.id).await;
        }
        tracing::info!(
            user = who.get(),
            room = room.info.id.get(),
            "group gathered"
        );
        Ok(self.summary(room))
    }

    /// People who share a room with `who` and have this in their name or handle, by name; at
    /// most [`limits::FOUND_PEOPLE`].
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn acquaintances(
        &self,
        who: UserId,
        text: &str,
    ) -> Result<Vec<Acquaintance>, ApiError> {
        let text = text.trim().trim_start_matches('@').to_lowercase();
        let search = Search {
            viewer: who,
            text,
            now: now(),
            limit: limits::FOUND_PEOPLE,
        };
        self.store.acquaintances(search).await.map_err(refusal)
    }

    /// What `who` may know of somebody, and what that is in a room.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] where they share no room, [`ApiError::Unavailable`].
    pub async fn profile(
        &self,
        who: UserId,
        user: UserId,
        room: Option<RoomId>,
    ) -> Result<Profile, ApiError> {
        let room = room.map(|room| look(who, room));
        self.store.profile(who, user, room).await.map_err(refusal)
    }

    /// Those of these people who have no account, guests and bots; of at most [`limits::LISTED_PEOPLE`].
    ///
    /// # Errors
    /// [`ApiError::TooLarge`] for more, [`ApiError::Unavailable`].
    pub async fn without_account(
        &self,
        who: UserId,
        users: Vec<UserId>,
    ) -> Result<Vec<NoAccount>, ApiError> {
        if users.len() > limits::LISTED_PEOPLE {
            return Err(ApiError::TooLarge);
        }
        let found = self.store.without_account(who, users).await;
        found.map_err(refusal)
    }

    /// Who else belongs to a direct room or a group that was looked up.
    pub(super) async fn others(
        &self,
        who: UserId,
        room: &RoomInfo,
    ) -> Result<Vec<Person>, ApiError> {
        if !matches!(room.kind, RoomKind::Direct | RoomKind::Group) {
            return Ok(Vec::new());
        }
        let others = self.store.others(room.id, who, limits::GROUP_PEOPLE);
        others.await.map_err(refusal)
    }
}
