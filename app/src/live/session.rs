//! All that a page knows and wants of the server, across links: its rooms, the lobby, the
//! messages on their way. What happened goes in, what to send and what to show again comes
//! out through [`Session::take`]. No I/O and no clock, so a test can play both sides.

mod commands;
mod reading;
mod sending;
#[cfg(test)]
mod tests;
mod trimming;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use shared::{
    RoomId, Timestamp,
    frame::ClientFrame,
    model::{Lobby, Person, RoomNotice},
};

use self::{reading::Reading, sending::Errand};
use super::{
    changes::Changes,
    outbox::{Outbox, Upkeep},
    wishes::Wishes,
};
use crate::state::{
    lobby::LobbyState,
    mine::{Mine, MineChanges},
    people::{People, Viewer},
    room::Room,
    rows::{Lines, Offset},
    trim::Held,
};

/// A point in time by both clocks.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Since the page was loaded; never goes back.
    pub now: Duration,
    /// By the calendar of this machine, right or wrong.
    pub wall: Timestamp,
}

/// What a step leads to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// To be sent, in this order.
    pub frames: Vec<ClientFrame>,
    /// Rooms that look different now.
    pub rooms: BTreeSet<RoomId>,
    /// Whether the lobby does.
    pub lobby: bool,
    /// What looks different in the list of one's own rooms.
    pub mine: MineChanges,
    /// What to keep of own messages beyond this page, in this order.
    pub upkeep: Vec<Upkeep>,
}

/// What a page knows and wants.
#[derive(Debug, Default)]
pub struct Session {
    pub(super) me: Option<Viewer>,
    pub(super) people: People,
    pub(super) rooms: BTreeMap<RoomId, Visit>,
    pub(super) lobby: LobbyState,
    pub(super) mine: Mine,
    pub(super) outbox: Outbox,
    pub(super) changes: Changes,
    pub(super) wishes: Wishes,
    /// Rooms that no page shows and messages wait for.
    pub(super) errands: Vec<Errand>,
    pub(super) outcome: Outcome,
    /// How much of each log.
    held: Held,
    /// Seconds by which the server's clock is ahead of this machine's.
    pub(super) ahead: i64,
    /// When to ask again for what is about no room, where the server could not tell just now.
    house_again_at: Option<Duration>,
    /// Whether frames may be sent.
    open: bool,
    /// Whether it is known what earlier pages left: it has to go out first.
    restored: bool,
    lobby_pages: u32,
    mine_pages: u32,
    watched: bool,
}

/// A room that a page shows, or that has messages on their way.
#[derive(Debug)]
pub(super) struct Visit {
    pub room: Room,
    pages: u32,
    pub reading: Reading,
    /// What the page of history that comes next tells of the room itself.
    pub notices: Vec<RoomNotice>,
    /// When to try entering again.
    pub retry_at: Option<Duration>,
}

impl Session {
    /// Who is signed in on this page.
    pub fn sign_in(&mut self, me: Viewer) {
        self.people.learn(std::slice::from_ref(&me.person));
        self.me = Some(me);
        self.touch_all();
    }

    /// Who is signed in on this page, if known yet.
    #[must_use]
    pub fn me(&self) -> Option<&Person> {
        self.me.as_ref().map(|me| &me.person)
    }

    /// What to send and to show since the last call.
    #[must_use]
    pub fn take(&mut self, now: Duration) -> Outcome {
        self.flush(now);
        self.mark_seen(now);
        self.plan_trims(now);
        self.outcome.mine = self.mine.take();
        self.outcome.upkeep = self.outbox.take_upkeep();
        std::mem::take(&mut self.outcome)
    }

    /// A room, if a page shows it.
    #[must_use]
    pub fn room(&self, room: RoomId) -> Option<&Room> {
        self.rooms.get(&room).map(|visit| &visit.room)
    }

    /// Members of a room who are not in it now.
    #[must_use]
    pub fn away(&self, room: &Room) -> Vec<Person> {
        room.members.away(room.presence.people(), &self.people)
    }

    /// The log of a room.
    #[must_use]
    pub fn lines(&self, room: &Room, offset: Offset<'_>) -> Lines {
        room.lines(&self.people, self.me.as_ref(), offset)
    }

    /// The list of rooms.
    #[must_use]
    pub const fn lobby(&self) -> Option<&Lobby> {
        self.lobby.shown()
    }

    /// How many own messages are still to arrive.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.outbox.waiting()
    }

    /// Rooms with own messages that failed.
    #[must_use]
    pub fn failed_rooms(&self) -> Vec<RoomId> {
        self.outbox.failed_rooms()
    }

    /// The link is gone.
    pub fn lost(&mut self) {
        self.open = false;
        self.outbox.lost();
        self.changes.lost();
        self.wishes.lost();
        self.people.ask_again();
        self.house_again_at = None;
        self.outcome.frames.clear();
        for visit in self.rooms.values_mut() {
            visit.room.timeline.lost();
            visit.reading.lost();
            visit.retry_at = None;
        }
        self.errands.iter_mut().for_each(Errand::lost);
        self.touch_all();
    }

    /// Time passed.
    pub fn tick(&mut self, now: Duration) {
        self.outbox.tick(now);
        self.changes.tick(now);
        self.wishes.tick(now);
        self.trim(now);
        let due = |visit: &Visit| visit.retry_at.is_some_and(|at| now >= at);
        let due = self.rooms.iter().filter(|(_, visit)| due(visit));
        for room in due.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.ask_to_enter(room);
        }
        self.errands_again(|errand| errand.is_due(now));
        if self.house_again_at.is_some_and(|at| now >= at) {
            self.ask_about_the_house();
        }
    }

    /// When [`Self::tick`] has something to do.
    #[must_use]
    pub fn deadline(&self, now: Duration) -> Option<Duration> {
        let rooms = self.rooms.values().filter_map(|visit| visit.retry_at);
        let errands = self.errands.iter().filter_map(|errand| errand.retry_at);
        let sending = self.outbox.deadline(now).into_iter();
        let sending = sending.chain(self.changes.deadline());
        let sending = sending.chain(self.wishes.deadline());
        let sending = sending.chain(self.reading_deadline());
        let sending = sending.chain(self.house_again_at);
        rooms.chain(errands).chain(sending).min()
    }

    /// The link is open: everything that was wanted is wanted again.
    pub(super) fn opened(&mut self, now: Duration) {
        self.open = true;
        self.outbox.opened(now);
        for room in self.rooms.keys().copied().collect::<Vec<_>>() {
            self.ask_to_enter(room);
        }
        self.errands_again(|_| true);
        self.ask_about_the_house();
    }

    /// What is about no room.
    fn ask_about_the_house(&mut self) {
        self.house_again_at = None;
        if self.lobby_pages > 0 {
            self.send(ClientFrame::WatchLobby);
        }
        self.ask_for_mine();
        // Sent with whatever else this step sends.
        self.people.ask_again();
    }

    /// Enters a room from where its timeline stands; the first time and any other.
    pub(super) fn ask_to_enter(&mut self, room: RoomId) {
        let Some(visit) = self.rooms.get_mut(&room).filter(|_| self.open) else {
            return;
        };
        visit.retry_at = None;
        visit.room.timeline.entering();
        let cursor = Some(visit.room.timeline.cursor());
        self.send(ClientFrame::EnterRoom { room, cursor });
    }

    /// Takes in what happened to a room, counts what arrived in it, and asks who the authors
    /// are.
    pub(super) fn count_arrivals(&mut self, room: RoomId) {
        let me = self.me().map(|me| me.id);
        let mark = self.mine.get(room).map(|room| room.mark);
        if let Some(visit) = self.rooms.get_mut(&room) {
            let about = visit.room.change(me);
            let last = visit.room.timeline.cursor().seq;
            let before = std::mem::replace(&mut visit.reading.counted, last);
            let authors = visit.room.arrivals(me, self.watched, before, mark);
            for user in about.into_iter().chain(authors) {
                self.people.mention(user);
            }
        }
    }

    /// What the server's clock shows.
    pub(super) fn server_time(&self, moment: Moment) -> Timestamp {
        let seconds = i64::from(moment.wall.seconds()).saturating_add(self.ahead);
        Timestamp::from_seconds(u32::try_from(seconds).unwrap_or_default())
    }

    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    pub(super) fn send(&mut self, frame: ClientFrame) {
        if self.open {
            self.outcome.frames.push(frame);
        }
    }

    /// A room is to be shown again.
    pub fn touch(&mut self, room: RoomId) {
        self.outcome.rooms.insert(room);
    }

    pub(super) fn touch_all(&mut self) {
        self.outcome.rooms.extend(self.rooms.keys());
    }

    /// Forgets a room that no page shows and no message waits for.
    pub(super) fn drop_if_done(&mut self, room: RoomId) {
        let unseen = self.rooms.get(&room).is_some_and(|visit| visit.pages == 0);
        if unseen && !self.outbox.has_any(room) {
            self.rooms.remove(&room);
            self.send(ClientFrame::LeaveRoom { room });
        }
    }
}
