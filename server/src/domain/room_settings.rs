use shared::{
    ApiError, Field, Problem, RoomId, UserId,
    limits::{DIRECTORY_ROOMS, ROSTER_MEMBERS, SEARCH_CHARS},
    model::{Banned, Directory, RoomChange, RoomOverview, Roster, Writers},
    rules::Deed,
    validate,
};

use super::{House, now, refusal, rooms::look};
use crate::store::{Find, Look};

/// Most people in the list of those who are kept out.
const BANNED: usize = 500;

/// Most rows that a page of a list may have before it.
const MOST_SKIPPED: usize = 1_000_000;

/// What an owner says the room is.
pub struct Decisions<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is about.
    pub topic: &'a str,
    /// Who may write there.
    pub writers: Writers,
}

impl House {
    /// The rooms that somebody may find, those on `page` (from 0) whose name or topic has
    /// `words` in it.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn directory(
        &self,
        who: UserId,
        words: &str,
        page: usize,
    ) -> Result<Directory, ApiError> {
        let look = Look {
            viewer: who,
            room: RoomId::default(),
            now: now(),
        };
        let find = find(words, page, DIRECTORY_ROOMS);
        self.store.directory(look, find).await.map_err(refusal)
    }

    /// A room as its settings begin.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] also for who is no member, [`ApiError::Unavailable`].
    pub async fn room_overview(&self, who: UserId, room: RoomId) -> Result<RoomOverview, ApiError> {
        let overview = self.store.room_overview(look(who, room));
        overview.await.map_err(refusal)
    }

    /// Members of a room, those on `page` (from 0) whose name or handle has `words` in it.
    ///
    /// # Errors
    /// As for [`Self::room_overview`].
    pub async fn roster(
        &self,
        who: UserId,
        room: RoomId,
        words: &str,
        page: usize,
    ) -> Result<Roster, ApiError> {
        let find = find(words, page, ROSTER_MEMBERS);
        let roster = self.store.roster(look(who, room), find);
        roster.await.map_err(refusal)
    }

    /// Who is kept out of a room.
    ///
    /// # Errors
    /// As for [`Self::room_overview`]; [`ApiError::Forbidden`].
    pub async fn banned(&self, who: UserId, room: RoomId) -> Result<Vec<Banned>, ApiError> {
        let banned = self.store.banned(look(who, room), BANNED);
        banned.await.map_err(refusal)
    }

    /// The rooms that lists must not name to somebody.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn kept_out_of(&self, who: UserId) -> Result<Vec<RoomId>, ApiError> {
        self.store.kept_out_of(who).await.map_err(refusal)
    }

    /// Changes what of a room is different from what it was; nothing of it where something
    /// typed is wrong.
    ///
    /// # Errors
    /// [`ApiError::Invalid`], else as for [`Self::change_room`].
    pub async fn decide(
        &self,
        who: UserId,
        room: RoomId,
        decisions: Decisions<'_>,
    ) -> Result<(), ApiError> {
        let invalid = |field| move |problem| ApiError::Invalid { field, problem };
        let name = validate::room_name(decisions.name).map_err(invalid(Field::RoomName))?;
        let topic = validate::topic(decisions.topic).map_err(invalid(Field::Topic))?;
        let writers = decisions.writers;
        let info = self.room_overview(who, room).await?.info;
        info.standing().allows(Deed::Govern)?;
        let changes = [
            (info.name != name).then_some(RoomChange::Rename { name }),
            (info.topic != topic).then_some(RoomChange::SetTopic { topic }),
            (info.writers != writers).then_some(RoomChange::SetWriters { writers }),
        ];
        for change in changes.into_iter().flatten() {
            self.change_room(who, room, &change).await?;
        }
        Ok(())
    }

    /// Makes the person with a handle a member; who that is.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`] where one may add nobody. [`ApiError::Invalid`] for the handle,
    /// whether nobody has it, they are kept out, or they are there already.
    pub async fn add_by_handle(
        &self,
        who: UserId,
        room: RoomId,
        handle: &str,
    ) -> Result<UserId, ApiError> {
        const NOT_ADDED: ApiError = ApiError::Invalid {
            field: Field::Handle,
            problem: Problem::Malformed,
        };
        let info = self.room_overview(who, room).await?.info;
        info.standing().allows(Deed::Add)?;
        let handle = handle.trim().trim_start_matches('@');
        let handle = validate::handle(handle).map_err(|_| NOT_ADDED)?;
        let found = self.store.credentials(handle).await.map_err(refusal)?;
        let user = found.ok_or(NOT_ADDED)?.user;
        let added = self.change_room(who, room, &RoomChange::Add { user }).await;
        match added {
            Ok(_) => Ok(user),
            Err(ApiError::NotFound | ApiError::Forbidden | ApiError::Conflict) => Err(NOT_ADDED),
            Err(error) => Err(error),
        }
    }
}

fn find(words: &str, page: usize, limit: usize) -> Find {
    let words = words.trim().chars().take(SEARCH_CHARS).collect();
    let skip = page.saturating_mul(limit).min(MOST_SKIPPED);
    Find { words, skip, limit }
}
