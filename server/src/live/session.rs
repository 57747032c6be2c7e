//! One connection's conversation: who it is, which rooms it is in, what its commands do.

use std::{collections::HashSet, sync::Arc, time::Instant};

use bytes::Bytes;
use shared::{
    ApiError, Nonce, RoomId, UserId,
    frame::{ClientFrame, Cursor, ServerFrame, Subject},
    limits,
    model::{HistoryAt, MyRooms, Person},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::pace::{Pace, subject};
use crate::{
    domain::{Action, Command, House, now},
    hub::{Outbox, Subscriber},
    store::{Applied, History, Receipt, StoreError},
    wire,
};

/// Messages of one connection that may be on their way to the disk. Beyond it the connection
/// is read no further until one has arrived: TCP tells the sender to wait.
const IN_FLIGHT: usize = 64;

/// A signed-in connection.
pub(super) struct Session {
    house: House,
    person: Arc<Person>,
    subscriber: Subscriber,
    rooms: HashSet<RoomId>,
    in_flight: Arc<Semaphore>,
    pace: Pace,
}

impl Session {
    pub(super) fn new(house: House, person: Person, pace: Pace) -> Self {
        let person = Arc::new(person);
        let first = ServerFrame::Welcomed {
            you: Person::clone(&person),
            at: now(),
        };
        let subscriber = house.hub().connect(&person, wire::frame(&first));
        Self {
            house,
            person,
            subscriber,
            rooms: HashSet::new(),
            in_flight: Arc::new(Semaphore::new(IN_FLIGHT)),
            pace,
        }
    }

    /// The connection's number, for logs.
    pub(super) fn number(&self) -> u64 {
        self.subscriber.id.get()
    }

    pub(super) fn outbox(&self) -> &Arc<Outbox> {
        &self.subscriber.outbox
    }

    /// Leaves all rooms and forgets the connection; its number. With `may_return` its person
    /// counts as present for the grace period.
    pub(super) fn finish(&self, may_return: bool) -> u64 {
        let hub = self.house.hub();
        self.subscriber.outbox.detach();
        for room in &self.rooms {
            hub.leave(*room, self.subscriber.id, !may_return);
        }
        hub.disconnect(&self.subscriber);
        self.number()
    }

    /// Does what the client asked for. Its answers are in the outbox on return, except those
    /// to messages, which follow once they are durable.
    pub(super) async fn handle(&mut self, frame: ClientFrame) {
        if let Err(error) = self.pace.take(&frame, Instant::now()).await {
            return self.reject(subject(&frame), error);
        }
        match frame {
            ClientFrame::EnterRoom { room, cursor } => self.enter(room, cursor).await,
            ClientFrame::LeaveRoom { room } => self.leave(room),
            ClientFrame::PostMessage { room, nonce, text } => {
                let action = Action::Post { text: &text };
                self.carry_out(room, nonce, action).await;
            }
            ClientFrame::EditMessage {
                room,
                message,
                nonce,
                text,
            } => {
                let action = Action::Edit {
                    message,
                    text: &text,
                };
                self.carry_out(room, nonce, action).await;
            }
            ClientFrame::DeleteMessage {
                room,
                message,
                nonce,
            } => {
                let action = Action::Delete { message };
                self.carry_out(room, nonce, action).await;
            }
            ClientFrame::ChangeRoom {
                room,
                nonce,
                change,
            } => self.carry_out(room, nonce, Action::Room(&change)).await,
            ClientFrame::LoadMembers { room, after } => self.load_members(room, after).await,
            ClientFrame::LoadPage { room, before } => {
                self.load_history(room, HistoryAt::Before(before)).await;
            }
            ClientFrame::LoadHistory { room, at } => self.load_history(room, at).await,
            ClientFrame::WatchMyRooms { after } => self.watch_my_rooms(after).await,
            ClientFrame::MarkRead { room, seq } => {
                let marked = self.house.mark_read(self.person.id, room, seq).await;
                self.told_otherwise(room, marked);
            }
            ClientFrame::MarkUnread { room, message } => {
                let marked = self.house.mark_unread(self.person.id, room, message).await;
                self.told_otherwise(room, marked);
            }
            ClientFrame::DescribePeople { users } => self.describe(users).await,
            ClientFrame::WatchLobby => self.watch_lobby().await,
            ClientFrame::UnwatchLobby => self.house.hub().lobby().unwatch(self.subscriber.id),
            ClientFrame::Ping => self.answer(&ServerFrame::Ponged),
            // Whatever comes in counts as a sign of life; this came in.
            ClientFrame::Pong => {}
        }
    }

    async fn enter(&mut self, room: RoomId, cursor: Option<Cursor>) {
        if self.rooms.len() >= limits::ROOMS_PER_CONNECTION && !self.rooms.contains(&room) {
            return self.reject(Subject::Room(room), ApiError::TooLarge);
        }
        let entering = self
            .house
            .enter(&self.subscriber, &self.person, room, cursor);
        match entering.await {
            Ok(()) => drop(self.rooms.insert(room)),
            Err(error) => {
                self.rooms.remove(&room);
                self.reject(Subject::Room(room), error);
            }
        }
    }

    fn leave(&mut self, room: RoomId) {
        if self.rooms.remove(&room) {
            self.house.hub().leave(room, self.subscriber.id, true);
        }
    }

    async fn carry_out(&self, room: RoomId, nonce: Nonce, action: Action<'_>) {
        let subject = Subject::Message(nonce);
        // What has not been entered is not known to exist.
        if !self.rooms.contains(&room) {
            return self.reject(subject, ApiError::NotFound);
        }
        let Ok(permit) = Arc::clone(&self.in_flight).acquire_owned().await else {
            return self.reject(subject, ApiError::Unavailable);
        };
        let receipt = LiveReceipt {
            outbox: Arc::clone(&self.subscriber.outbox),
            nonce,
            _permit: permit,
        };
        let command = Command {
            room,
            actor: self.person.id,
            nonce,
            action,
            origin: Some(self.subscriber.id),
        };
        if let Err(error) = self.house.carry_out(command, Box::new(receipt)).await {
            self.reject(subject, error);
        }
    }

    async fn load_history(&self, room: RoomId, at: HistoryAt) {
        if !self.rooms.contains(&room) {
            return self.reject(Subject::Room(room), ApiError::NotFound);
        }
        match self.house.history(self.person.id, room, at).await {
            Ok(History {
                page,
                notices,
                named,
            }) => {
                if !notices.is_empty() {
                    self.answer(&ServerFrame::PeopleDescribed { people: named });
                    self.answer(&ServerFrame::NoticesListed { room, notices });
                }
                self.answer(&ServerFrame::HistoryLoaded { page });
            }
            Err(error) => self.reject(Subject::Room(room), error),
        }
    }

    async fn watch_my_rooms(&self, after: Option<RoomId>) {
        match self.house.watch_my_rooms(&self.subscriber, after).await {
            Ok(MyRooms { rooms, has_more }) => {
                self.answer(&ServerFrame::MyRoomsListed { rooms, has_more });
            }
            Err(error) => self.reject(Subject::Connection, error),
        }
    }

    /// What was done is told to all connections of the person, this one among them.
    fn told_otherwise<T>(&self, room: RoomId, done: Result<T, ApiError>) {
        if let Err(error) = done {
            self.reject(Subject::Room(room), error);
        }
    }

    async fn load_members(&self, room: RoomId, after: Option<UserId>) {
        if !self.rooms.contains(&room) {
            return self.reject(Subject::Room(room), ApiError::NotFound);
        }
        match self.house.members(self.person.id, room, after).await {
            Ok((members, has_more)) => self.answer(&ServerFrame::MembersListed {
                room,
                members,
                has_more,
            }),
            Err(error) => self.reject(Subject::Room(room), error),
        }
    }

    async fn describe(&self, users: Vec<UserId>) {
        match self.house.people(users).await {
            Ok(people) => self.answer(&ServerFrame::PeopleDescribed { people }),
            Err(error) => self.reject(Subject::Connection, error),
        }
    }

    async fn watch_lobby(&self) {
        // Watch first, read second: a change in between is told twice rather than never.
        let (lobby, me) = (self.house.hub().lobby(), self.person.id);
        lobby.watch(self.subscriber.id, me, &self.subscriber.outbox);
        let hidden = self.house.kept_out_of(me).await;
        let listed = self.house.rooms(Some(me)).await;
        match hidden.and_then(|hidden| Ok((hidden, listed?))) {
            Ok((hidden, rooms)) => {
                lobby.admit(self.subscriber.id, hidden);
                let online = self.house.hub().people_online();
                self.answer(&ServerFrame::LobbyListed { rooms, online });
            }
            Err(error) => self.reject(Subject::Connection, error),
        }
    }

    fn reject(&self, subject: Subject, error: ApiError) {
        tracing::info!(connection = self.number(), ?error, "command refused");
        self.answer(&ServerFrame::Rejected { subject, error });
    }

    fn answer(&self, frame: &ServerFrame) {
        self.subscriber.outbox.answer(wire::frame(frame));
    }
}

/// Answers a message on the connection it came from, before the event goes out.
struct LiveReceipt {
    outbox: Arc<Outbox>,
    nonce: Nonce,
    _permit: OwnedSemaphorePermit,
}

impl Receipt for LiveReceipt {
    fn settle(&mut self, outcome: &Result<Applied, StoreError>) {
        let frame = match outcome {
            Ok(applied) => ServerFrame::Acked {
                nonce: self.nonce,
                room: applied.room,
                message: applied.message,
                seq: applied.seq,
            },
            Err(error) => ServerFrame::Rejected {
                subject: Subject::Message(self.nonce),
                error: ApiError::from(error.clone()),
            },
        };
        let frame: Bytes = wire::frame(&frame);
        // Woken on release, if no courier brings it with the event that follows: both fit in one
        // write.
        self.outbox.push([frame]);
    }

    fn release(self: Box<Self>) {
        self.outbox.wake_if_queued();
    }
}
