use std::sync::Arc;

use bytes::Bytes;
use shared::{
    ApiError, Field, MessageId, RoomId, Seq, UserId,
    frame::{Cursor, Replay, RoomEvent, ServerFrame},
    limits,
    model::{HistoryPage, Lobby, Person, RoomSummary, RoomView},
    validate,
};

use super::{House, now, refusal};
use crate::{
    hub::{Catch, Present, Subscriber},
    store::{CatchUp, CatchUpLimit, StoredEvent, StoredRoom},
    wire,
};

/// People shown as faces on the way in.
const FACES: usize = 4;

/// How far behind a client may be and still be caught up with event by event.
const REPLAY: CatchUpLimit = CatchUpLimit {
    events: limits::REPLAY_EVENTS,
    // A quarter of an outbox: the rest stays free for what happens meanwhile.
    bytes: 256 * 1024,
};

impl House {
    /// The rooms of the house and who is here.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn lobby(&self) -> Result<Lobby, ApiError> {
        Ok(Lobby {
            rooms: self.rooms().await?,
            online: self.hub.people_online(),
            faces: self.hub.faces(FACES),
        })
    }

    /// The rooms by name, with the number of people in them.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`].
    pub async fn rooms(&self) -> Result<Vec<RoomSummary>, ApiError> {
        let stored = self
            .store
            .rooms(limits::LISTED_ROOMS)
            .await
            .map_err(refusal)?;
        let names = stored.iter().map(|room| (room.id, room.name.clone()));
        self.hub.lobby().learn(names, false);
        let mut rooms: Vec<_> = stored.into_iter().map(|room| self.summary(room)).collect();
        rooms.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        Ok(rooms)
    }

    /// Opens a room that everybody may enter.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for the name, [`ApiError::Unavailable`].
    pub async fn open_room(&self, who: UserId, name: &str) -> Result<RoomSummary, ApiError> {
        let name = validate::room_name(name).map_err(|problem| ApiError::Invalid {
            field: Field::RoomName,
            problem,
        })?;
        let room = self
            .store
            .create_room(who, name, now())
            .await
            .map_err(refusal)?;
        self.hub.lobby().learn([(room.id, room.name.clone())], true);
        tracing::info!(user = who.get(), room = room.id.get(), "room opened");
        Ok(self.summary(room))
    }

    /// A first look at a room: its newest messages and who is in it.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn room_view(&self, who: UserId, room: RoomId) -> Result<RoomView, ApiError> {
        let stored = self.room_for(who, room).await?;
        let page = self
            .store
            .page(room, None, who, usize::MAX)
            .await
            .map_err(refusal)?;
        Ok(RoomView {
            room: self.summary(stored),
            page,
            present: self.hub.present(room).people,
        })
    }

    /// The page of messages right before `before`, small enough for a frame.
    ///
    /// # Errors
    /// [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn page(
        &self,
        who: UserId,
        room: RoomId,
        before: Seq,
    ) -> Result<HistoryPage, ApiError> {
        let room = self.room_for(who, room).await?.id;
        let page = self
            .store
            .page(room, Some(before), who, limits::PAGE_TEXT_BYTES)
            .await;
        page.map_err(refusal)
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
        self.room_for(person.id, room).await?;
        self.hub.join(room, subscriber, person);
        let after = cursor.map_or(Seq::new(u64::MAX), |cursor| cursor.seq);
        let caught = self
            .store
            .catch_up(room, after, REPLAY)
            .await
            .map_err(|error| {
                self.hub.leave(room, subscriber.id, true);
                refusal(error)
            })?;
        let catch = Catch {
            last_seq: caught.room.last_seq,
        };
        let frames = |present| catch_up_frames(caught, cursor, person.id, present);
        self.hub.catch_up(room, subscriber.id, catch, frames);
        Ok(())
    }

    /// The room, if `who` may see it. Every room is open so far.
    async fn room_for(&self, _who: UserId, room: RoomId) -> Result<StoredRoom, ApiError> {
        self.store.room(room).await.map_err(refusal)
    }

    fn summary(&self, room: StoredRoom) -> RoomSummary {
        RoomSummary {
            online: self.hub.online(room.id),
            id: room.id,
            name: room.name,
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
    // A cursor of another history says nothing about this one.
    let missed = match cursor {
        Some(cursor) if cursor.epoch == room.epoch => missed,
        Some(_) => None,
        None => Some(Vec::new()),
    };
    let entered = ServerFrame::RoomEntered {
        room: RoomSummary {
            id: room.id,
            name: room.name,
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
    let described =
        people
            .chunks(limits::LISTED_PEOPLE)
            .map(|people| ServerFrame::PeopleDescribed {
                people: people.to_vec(),
            });
    let replayed = missed.into_iter().flatten();
    let replayed = replayed.flat_map(|event| replay(room.id, event, viewer));
    let frames = [entered].into_iter().chain(described).chain(replayed);
    frames.map(|frame| wire::frame(&frame)).collect()
}

fn replay(room: RoomId, stored: StoredEvent, viewer: UserId) -> impl Iterator<Item = ServerFrame> {
    let StoredEvent { seq, nonce, event } = stored;
    let ack = ServerFrame::Acked {
        nonce,
        room,
        message: subject(seq, &event),
        seq,
    };
    let ack = (event.actor() == viewer).then_some(ack);
    ack.into_iter()
        .chain([ServerFrame::Event { room, seq, event }])
}

/// The message that an event made or changed.
const fn subject(seq: Seq, event: &RoomEvent) -> MessageId {
    match event {
        RoomEvent::MessagePosted { .. } => MessageId::new(seq.get()),
        RoomEvent::MessageEdited { message, .. } | RoomEvent::MessageDeleted { message, .. } => {
            *message
        }
    }
}
