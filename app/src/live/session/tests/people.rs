//! What this person and others do to messages.

use shared::{Nonce, UserId, frame::ServerFrame};

use super::{
    server::What,
    world::{ME, ROOM, World},
};

impl World {
    pub fn i_post(&mut self) {
        let nonce = self.nonce();
        let text = format!("mine {nonce}");
        if self.shown && self.session.post(ROOM, nonce, text, self.moment()) {
            self.mine.push(nonce);
        }
    }

    pub fn somebody_posts(&mut self, author: u64) {
        let nonce = self.nonce();
        self.elsewhere(author, nonce, What::Post(format!("{author} {nonce}")));
    }

    pub fn somebody_changes(&mut self, author: u64, edits: bool) {
        if let Some(place) = self.server.last_of(author) {
            self.changes(author, place, edits);
        }
    }

    /// The newest message before those that the first page shows.
    pub fn old_one_changes(&mut self, edits: bool) {
        self.changes(2, 12 - super::server::PAGE - 1, edits);
    }

    fn changes(&mut self, author: u64, place: usize, edits: bool) {
        let nonce = self.nonce();
        let what = match edits {
            true => What::Edit(place, format!("{author} edited {nonce}")),
            false => What::Delete(place),
        };
        self.elsewhere(author, nonce, what);
    }

    fn elsewhere(&mut self, author: u64, nonce: Nonce, what: What) {
        let mut frames = self.server.does(author, nonce, what);
        // A refusal goes to where the command came from.
        frames.retain(|frame| !matches!(frame, ServerFrame::Rejected { .. }));
        if self.server.follows {
            self.down.extend(frames);
        }
        self.down.extend(self.server.moved());
    }

    pub fn i_change(&mut self, edits: bool) {
        let room = self.session.room(ROOM);
        let last = room.and_then(|room| room.timeline.last_of(UserId::new(ME)));
        let Some(id) = last.map(|entry| entry.message.id) else {
            return;
        };
        let nonce = self.nonce();
        let text = edits.then(|| format!("I edited {nonce}"));
        let now = self.moment().now;
        self.session.change(ROOM, id, nonce, text, now);
    }
}
