use std::time::Duration;

use shared::{
    MessageId, Nonce, RoomId,
    frame::ClientFrame,
    model::{HistoryAt, Lobby, RoomChange, RoomView},
};

use super::{Moment, Session, Visit, reading::Reading, sending::rows};
use crate::{
    live::outbox::Kept,
    state::{divider::Divider, lobby::LobbyState, room::Room, timeline::Next},
};

/// What pages and people want.
impl Session {
    /// A page shows a room. One that is known already goes on from what is known.
    pub fn enter(&mut self, view: RoomView) {
        let id = view.room.id;
        let unread = view.mark.map_or(0, |mark| view.head.since(mark.place()));
        self.outcome.rooms.insert(id);
        if let Some(visit) = self.rooms.get_mut(&id) {
            visit.pages = visit.pages.saturating_add(1);
            visit.reading.editing = None;
            if visit.pages == 1 {
                visit.room.divider = Divider::opened(view.mark, unread);
            }
            return;
        }
        let mut room = Room::new(view, &mut self.people);
        room.timeline.restore(rows(&self.outbox, id));
        let reading = Reading {
            counted: room.timeline.cursor().seq,
            ..Reading::default()
        };
        self.rooms.insert(
            id,
            Visit {
                room,
                pages: 1,
                reading,
                notices: Vec::new(),
                retry_at: None,
            },
        );
        self.ask_to_enter(id);
    }

    /// A page shows a room no more. It stays entered while messages are on their way there.
    pub fn leave(&mut self, room: RoomId) {
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.pages = visit.pages.saturating_sub(1);
            if visit.pages == 0 {
                visit.reading.at_end = false;
                visit.reading.kept_unread = false;
                visit.reading.editing = None;
            }
        }
        self.drop_if_done(room);
    }

    /// Somebody follows the list of rooms, of which the page may have come with a first look. What was known before
    /// is kept where it did not.
    pub fn watch_lobby(&mut self, first: Option<Lobby>) {
        self.lobby_pages = self.lobby_pages.saturating_add(1);
        if self.lobby_pages == 1 {
            if first.is_some() {
                self.lobby = LobbyState::new(first);
            }
            self.outcome.lobby = true;
            self.send(ClientFrame::WatchLobby);
        }
    }

    /// Nobody follows it any more.
    pub fn unwatch_lobby(&mut self) {
        self.lobby_pages = self.lobby_pages.saturating_sub(1);
        if self.lobby_pages == 0 {
            self.send(ClientFrame::UnwatchLobby);
        }
    }

    /// Somebody looks at the tab, or nobody does.
    pub const fn set_watched(&mut self, watched: bool) {
        self.watched = watched;
    }

    /// A message was written; its text is valid. Tells whether it was taken: there is an end
    /// to what may wait, see [`crate::live::outbox::MOST`].
    #[must_use]
    pub fn post(&mut self, room: RoomId, nonce: Nonce, text: String, moment: Moment) -> bool {
        let at = self.server_time(moment);
        let Some(visit) = self.rooms.get_mut(&room) else {
            return false;
        };
        let kept = Kept {
            room,
            nonce,
            text: text.clone(),
            at,
            failed: None,
        };
        if !self.outbox.post(kept, moment.now) {
            return false;
        }
        visit.room.timeline.post(nonce, text, at);
        self.outcome.rooms.insert(room);
        // What one says stands at the end, so that is where to look.
        self.load_latest(room);
        true
    }

    /// A failed message is to be sent again.
    pub fn retry(&mut self, room: RoomId, nonce: Nonce, now: Duration) {
        if self.outbox.retry(nonce, now)
            && let Some(visit) = self.rooms.get_mut(&room)
        {
            visit.room.timeline.repeat(nonce);
            self.outcome.rooms.insert(room);
        }
    }

    /// A failed message is given up.
    pub fn delete(&mut self, room: RoomId, nonce: Nonce) {
        if self.outbox.delete(nonce)
            && let Some(visit) = self.rooms.get_mut(&room)
        {
            visit.room.timeline.remove(nonce);
            self.outcome.rooms.insert(room);
            self.drop_if_done(room);
        }
    }

    /// A stored message is to say something else, or, without a text, to go.
    pub fn change(
        &mut self,
        room: RoomId,
        message: MessageId,
        nonce: Nonce,
        text: Option<String>,
        now: Duration,
    ) {
        self.changes.want(room, message, nonce, text, now);
        if !self.is_open() {
            self.changes.lost();
        }
    }

    /// A change that failed is to be tried again.
    pub fn retry_change(&mut self, room: RoomId, message: MessageId, now: Duration) {
        if self.is_open() {
            self.changes.retry(room, message, now);
        }
    }

    /// A change is given up.
    pub fn forget_change(&mut self, room: RoomId, message: MessageId) {
        self.changes.forget(room, message);
    }

    /// A room is to become another.
    pub fn wish(&mut self, room: RoomId, nonce: Nonce, change: RoomChange, now: Duration) {
        self.wishes.want(room, nonce, change, now);
        if !self.is_open() {
            self.wishes.lost();
        }
    }

    /// A wish is given up.
    pub fn forget_wish(&mut self, room: RoomId) {
        self.wishes.forget(room);
    }

    /// Earlier history is wanted.
    pub fn load_earlier(&mut self, room: RoomId) {
        let visit = self.rooms.get_mut(&room);
        if let Some(at) = visit.and_then(|visit| visit.room.timeline.ask_earlier()) {
            self.outcome.rooms.insert(room);
            self.send(ClientFrame::LoadHistory { room, at });
        }
    }

    /// Later history is wanted, where the room is not shown up to its end.
    pub fn load_later(&mut self, room: RoomId) {
        let visit = self.rooms.get_mut(&room);
        if let Some(at) = visit.and_then(|visit| visit.room.timeline.ask_later()) {
            self.outcome.rooms.insert(room);
            self.send(ClientFrame::LoadHistory { room, at });
        }
    }

    /// This stretch of history is wanted in place of what is shown, unless it is shown; true then.
    pub fn load_window(&mut self, room: RoomId, at: HistoryAt) -> bool {
        let next = self.rooms.get_mut(&room).map(|visit| {
            // The reader is on their way there: what they look for is not to go before that.
            visit.reading.at_end = false;
            visit.room.timeline.ask_for_window(at)
        });
        let is_shown = matches!(next, Some(Next::Go));
        self.go_on(room, next);
        is_shown
    }

    /// The end of the history is wanted.
    pub fn load_latest(&mut self, room: RoomId) {
        let visit = self.rooms.get_mut(&room);
        let next = visit.map(|visit| visit.room.timeline.ask_latest());
        self.go_on(room, next);
    }
}
