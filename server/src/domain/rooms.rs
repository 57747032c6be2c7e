use std::sync::Arc;

use bytes::Bytes;
use shared::{
    ApiError, Field, RoomId, Seq, UserId,
    frame::{Cursor, Replay, ServerFrame},
    limits,
    model::{Lobby, Member, Person, RoomInfo, RoomKind, RoomSummary},
    validate,
};

use super::{House, now, refusal};
use crate::{
    hub::{Catch, Present, Subscriber},
    store::{CatchUp, CatchUpLimit, Look, NewRoom, StoredEvent, StoredRoom},
    wire,
};

/// People shown as faces on the way in.
const FACES: usize = 4;

/// Bytes of text that a client may have missed at most to be caught up with event by event.
const REPLAY_BYTES: usize = 256 * 1024;

impl House {
    /// The rooms of the house and who is here.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn lobby(&self, who: Option<UserId>) -> Result<Lobby, ApiError> {
        Ok(Lobby {
            rooms: self.rooms(who).await?,
            online: self.hub.people_online(),
            faces: self.hub.faces(FACES),
        })
    }

    /// The rooms that somebody may enter, by name, with the number of people in them; for
    /// nobody only open ones.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn rooms(&self, who: Option<UserId>) -> Result<Vec<RoomSummary>, ApiError> {
        let stored = self
            .store
            .rooms(who, now(), limits::LISTED_ROOMS)
            .await
            .map_err(refusal)?;
        // What everybody is told of by name must be open to everybody.
        let open = stored.iter().map(|room| &room.info);
        let open = open.filter(|info| info.kind == RoomKind::Open);
        let names = open.map(|info| (info.id, info.name.clone()));
        self.hub.lobby().learn(names, false);
        let mut rooms: Vec<_> = stored.into_iter().map(|room| self.summary(room)).collect();
        rooms.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        Ok(rooms)
    }

    /// Opens a room that everybody may enter, or a private one.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for the name, [`ApiError::Unavailable`].
    pub async fn open_room(
        &self,
        who: UserId,
        name: &str,
        is_private: bool,
    ) -> Result<RoomSummary, ApiError> {
        let name = validate::room_name(name).map_err(|problem| ApiError::Invalid {
            field: Field::RoomName,
            problem,
        })?;
        let kind = match is_private {
            true => RoomKind::Private,
            false => RoomKind::Open,
        };
        let room = NewRoom {
            by: who,
            kind,
            name,
            others: Vec::new(),
        };
        let room = self.store.create_room(room, now()).await.map_err(refusal)?;
        if kind == RoomKind::Open {
            let RoomInfo { id, name, .. } = room.info.clone();
            self.hub.lobby().learn([(id, name)], true);
        }
        tracing::info!(user = who.get(), room = room.info.id.get(), "room opened");
        self.list_for(who, room.info.id).await;
        Ok(self.summary(room))
    }

    /// Members of a room behind `after`, and whether there are more.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn members(
        &self,
        who: UserId,
        room: RoomId,
        after: Option<UserId>,
    ) -> Result<(Vec<Member>, bool), ApiError> {
        self.room_for(who, room).await?;
        let most = limits::LISTED_PEOPLE;
        let listed = self
            .store
            .members(room, after.unwrap_or_default(), most.saturating_add(1));
        let mut members = listed.await.map_err(refusal)?;
        let has_more = members.len() > most;
        members.truncate(most);
        Ok((members, has_more))
    }

    /// What a room is to somebody.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn room_info(&self, who: UserId, room: RoomId) -> Result<RoomInfo, ApiError> {
        Ok(self.room_for(who, room).await?.info)
    }

    /// Lets a connection follow a room from `cursor` on: subscribe first, read second, drop
    /// what was read third. What it is to be told is in its outbox on return.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`]; then it does not follow the room.
    pub async fn enter(
        &self,
        subscriber: &Subscriber,
        person: &Arc<Person>,
        room: RoomId,
        cursor: Option<Cursor>,
    ) -> Result<(), ApiError> {
        self.hub.join(room, subscriber);
        // Whoever may not be here finds nothing, and nobody was told of them.
        let after = cursor.map_or(Seq::new(u64::MAX), |cursor| cursor.seq);
        let caught = self
            .store
            .catch_up(look(person.id, room), after, self.replay())
            .await
            .map_err(|error| {
                self.hub.leave(room, subscriber.id, true);
                refusal(error)
            })?;
        let catch = Catch {
            last_seq: caught.room.last_seq,
        };
        let frames = |present| catch_up_frames(caught, cursor, person.id, present);
        let connection = subscriber.id;
        self.hub.catch_up(room, connection, person, catch, frames);
        Ok(())
    }

    /// How far behind a client may be and still be caught up with event by event. A quarter of an
    /// outbox at most: the rest stays free for what happens meanwhile. What did not fit would end
    /// the connection, and the next one in the same way, for ever.
    fn replay(&self) -> CatchUpLimit {
        CatchUpLimit {
            events: limits::REPLAY_EVENTS,
            bytes: REPLAY_BYTES.min(self.hub.outbox_bytes / 4),
        }
    }

    /// The room, if `who` may see it.
    pub(super) async fn room_for(&self, who: UserId, room: RoomId) -> Result<StoredRoom, ApiError> {
        self.store.room(look(who, room)).await.map_err(refusal)
    }

    pub(super) fn summary(&self, room: StoredRoom) -> RoomSummary {
        RoomSummary {
            online: self.hub.online(room.info.id),
            id: room.info.id,
            name: room.info.name,
        }
    }
}

/// `RoomEntered`, and what was missed.
fn catch_up_frames(
    caught: CatchUp,
    cursor: Option<Cursor>,
    viewer: UserId,
    present: Present,
) -> Vec<Bytes> {
    let CatchUp {
        room,
        missed,
        people,
    } = caught;
    let id = room.info.id;
    // A cursor of another history says nothing about this one.
    let missed = match cursor {
        Some(cursor) if cursor.epoch == room.epoch => missed,
        Some(_) => None,
        None => Some(Vec::new()),
    };
    let entered = ServerFrame::RoomEntered {
        room: RoomSummary {
            id,
            name: room.info.name.clone(),
            online: present.online,
        },
        epoch: room.epoch,
        last_seq: room.last_seq,
        replay: if missed.is_some() {
            Replay::Complete
        } else {
            Replay::Limited
        },
        present: present.people,
    };
    let info = ServerFrame::RoomDescribed { room: room.info };
    let described =
        people
            .chunks(limits::LISTED_PEOPLE)
            .map(|people| ServerFrame::PeopleDescribed {
                people: people.to_vec(),
            });
    let replayed = missed.into_iter().flatten();
    let replayed = replayed.flat_map(|event| replay(id, event, viewer));
    let frames = [entered, info].into_iter().chain(described).chain(replayed);
    frames.map(|frame| wire::frame(&frame)).collect()
}

fn replay(room: RoomId, stored: StoredEvent, viewer: UserId) -> impl Iterator<Item = ServerFrame> {
    let StoredEvent { seq, nonce, event } = stored;
    let ack = ServerFrame::Acked {
        nonce,
        room,
        message: event.message(seq),
        seq,
    };
    let ack = (event.actor() == viewer).then_some(ack);
    ack.into_iter()
        .chain([ServerFrame::Event { room, seq, event }])
}

pub(super) fn look(viewer: UserId, room: RoomId) -> Look {
    Look {
        viewer,
        room,
        now: now(),
    }
}
