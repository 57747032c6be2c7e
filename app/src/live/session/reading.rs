//! How far the viewer has read: marked when the end of a room is seen, for all their devices.

use std::time::Duration;

use shared::{
    MessageId, RoomId, Seq, Timestamp,
    frame::ClientFrame,
    model::{MyRoom, MyRooms, Place, ReadMark},
};

use super::{Session, Visit};
use crate::state::mine::Mine;

/// A mark is set this long after the end was seen, so that a burst of messages is one.
const SETTLE: Duration = Duration::from_millis(250);

/// How a page sees the room that it shows.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::live) struct Reading {
    /// Whether the newest message is on the screen.
    pub at_end: bool,
    /// Whether the room was marked as unread while it was shown: seeing it changes nothing.
    pub kept_unread: bool,
    /// When to set the mark.
    pub due: Option<Duration>,
    /// How far this link was told.
    pub told: Seq,
    /// Where the room was when its arrivals were counted last.
    pub counted: Seq,
    /// The message that is open for editing.
    pub editing: Option<MessageId>,
    /// The focus is in a row, which would be lost with it.
    pub in_rows: bool,
    /// When the oldest rows of the log go.
    pub trim_at: Option<Duration>,
}

impl Reading {
    /// The link is gone, and with it what was told on it.
    pub const fn lost(&mut self) {
        self.told = Seq::ZERO;
        self.due = None;
    }

    /// The server could not take a mark just now, as far as is known; it is told then.
    pub const fn again(&mut self, at: Option<Duration>) {
        self.told = Seq::ZERO;
        self.due = at;
    }
}

impl Visit {
    /// Whether somebody who looks at the tab sees the end of this room, and so has read it.
    pub fn is_seen(&self, watched: bool) -> bool {
        let is_end = !self.room.timeline.has_later() && !self.room.timeline.is_reloading();
        let is_shown = watched && self.pages > 0 && is_end;
        is_shown && self.reading.at_end && !self.reading.kept_unread
    }
}

impl Session {
    /// A page shows one's own rooms.
    pub fn watch_mine(&mut self, first: MyRooms) {
        self.mine_pages = self.mine_pages.saturating_add(1);
        if self.mine_pages == 1 {
            self.mine = Mine::new(first);
            self.ask_for_mine();
        }
    }

    /// A page shows them no more.
    pub const fn unwatch_mine(&mut self) {
        self.mine_pages = self.mine_pages.saturating_sub(1);
    }

    /// Asks for the list from its beginning.
    pub(super) fn ask_for_mine(&mut self) {
        if self.mine_pages > 0 {
            self.mine.opened();
            self.send(ClientFrame::WatchMyRooms { after: None });
        }
    }

    /// One's own rooms.
    #[must_use]
    pub const fn mine(&self) -> &Mine {
        &self.mine
    }

    /// A part of the list came.
    pub(in crate::live) fn mine_listed(&mut self, rooms: Vec<MyRoom>, has_more: bool) {
        let after = self.mine.list(rooms, has_more);
        if after.is_some() {
            self.send(ClientFrame::WatchMyRooms { after });
        }
    }

    /// A room went on, as the list tells it.
    pub(in crate::live) fn mine_moved(
        &mut self,
        room: RoomId,
        head: Place,
        at: Timestamp,
        title: (Option<String>, Option<bool>),
    ) {
        self.mine.moved(room, head, at);
        self.mine.retitled(room, title.0, title.1);
    }

    /// A mark came, set by this page or on another device.
    pub(in crate::live) fn marked(&mut self, room: RoomId, mark: ReadMark) {
        let is_news = self.mine.marked(room, mark);
        if let Some(visit) = self.rooms.get_mut(&room).filter(|_| is_news)
            && let Some(again) = mark.again
        {
            visit.reading.kept_unread = true;
            visit.room.divider.again(again.seq);
            self.outcome.rooms.insert(room);
        }
    }

    /// An own message is stored. Where everything before it was read, so is this: it may have
    /// waited here while other rooms were shown.
    pub(in crate::live) fn read_own(&mut self, room: RoomId, message: MessageId) {
        let seq = Seq::from(message);
        let mine = self.mine.get(room);
        if mine.is_some_and(|mine| mine.unread() == 0 && mine.head.seq.next() == seq) {
            self.send(ClientFrame::MarkRead { room, seq });
        }
    }

    /// The reader sees the end of a room that a page shows, or does not any more. A page that
    /// is gone may say so late.
    pub fn see_end(&mut self, room: RoomId, at_end: bool) {
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.reading.at_end = at_end && visit.pages > 0;
        }
    }

    /// The focus has gone into a row of a room, or out of them.
    pub fn walks(&mut self, room: RoomId, in_rows: bool) {
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.reading.in_rows = in_rows && visit.pages > 0;
        }
    }

    /// A message of a room is open for editing, or none any more.
    pub fn edits(&mut self, room: RoomId, message: Option<MessageId>) {
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.reading.editing = message;
        }
    }

    /// A message and what follows it is to be unread.
    pub fn mark_unread(&mut self, room: RoomId, message: MessageId) {
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.reading.kept_unread = true;
        }
        self.send(ClientFrame::MarkUnread { room, message });
    }

    /// Marks what was seen, once that has settled.
    pub(super) fn mark_seen(&mut self, now: Duration) {
        let (watched, open) = (self.watched, self.open);
        let mut seen = Vec::new();
        for (id, visit) in &mut self.rooms {
            let Some(mine) = self.mine.get(*id) else {
                continue;
            };
            let is_seen = visit.is_seen(watched);
            let reading = &mut visit.reading;
            let last = visit.room.timeline.cursor().seq;
            let is_live = open && visit.room.timeline.is_entered();
            let is_unread = mine.unread() > 0 && reading.told < last;
            if !(is_seen && is_live && is_unread) {
                reading.due = None;
            } else if *reading.due.get_or_insert(now.saturating_add(SETTLE)) <= now {
                reading.due = None;
                reading.told = last;
                seen.push((*id, last));
            }
        }
        for (room, seq) in seen {
            self.send(ClientFrame::MarkRead { room, seq });
        }
    }

    /// When [`Self::mark_seen`] or [`Self::trim`] has something to do.
    pub(super) fn reading_deadline(&self) -> Option<Duration> {
        let readings = self.rooms.values().map(|visit| visit.reading);
        readings
            .flat_map(|reading| reading.due.into_iter().chain(reading.trim_at))
            .min()
    }
}
