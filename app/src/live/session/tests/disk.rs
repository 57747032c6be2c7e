//! What outlives the page, and how a page ends and another begins.

use std::collections::BTreeSet;

use shared::{Nonce, model::MyRooms};

use super::{
    super::Session,
    trimming::HELD,
    world::{Fault, ROOM, World, viewer},
};
use crate::live::outbox::{Kept, Upkeep};

/// The browser's database, as it is by the time that a page is gone.
#[derive(Default)]
pub struct Disk {
    kept: Vec<Kept>,
    /// Whether this page has asked what is in it and not been answered.
    asked: bool,
}

impl Disk {
    pub fn keep(&mut self, upkeep: Vec<Upkeep>) {
        for one in upkeep {
            match one {
                Upkeep::Add(kept) => {
                    assert!(!self.has(kept.nonce), "kept twice");
                    self.kept.push(kept);
                }
                Upkeep::Mark(kept) => {
                    let found = self.kept.iter_mut().find(|k| k.nonce == kept.nonce);
                    if let Some(found) = found {
                        *found = kept;
                    }
                }
                Upkeep::Remove(nonce) => self.kept.retain(|kept| kept.nonce != nonce),
            }
        }
    }

    pub fn has(&self, nonce: Nonce) -> bool {
        self.kept.iter().any(|kept| kept.nonce == nonce)
    }

    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }
}

impl World {
    /// The page is loaded again, or another one is: of what it knew only the disk is left.
    pub fn reload(&mut self, same_room: bool) {
        self.lose_link();
        self.watch.turn();
        self.session = Session {
            held: HELD,
            ..Session::default()
        };
        self.shown = false;
        if same_room {
            self.open_room();
        }
        self.session.sign_in(viewer());
        self.session.watch_mine(MyRooms::default());
        self.disk.asked = true;
        match self.fault {
            Fault::NothingKept => self.disk.kept.clear(),
            Fault::Impatient => self.session.restore(Vec::new(), self.moment().now),
            _ => {}
        }
    }

    /// What the page wanted to know of the disk is there.
    pub fn disk_answers(&mut self) {
        if std::mem::take(&mut self.disk.asked) {
            let left = self.disk.kept.clone();
            self.session.restore(left, self.moment().now);
        }
    }

    pub fn has_answered(&self) -> bool {
        !self.disk.asked
    }

    pub fn open_room(&mut self) {
        if !std::mem::replace(&mut self.shown, true) {
            self.watch.turn();
            self.session.enter(self.server.view());
        }
    }

    pub fn close_room(&mut self) {
        if std::mem::take(&mut self.shown) {
            self.watch.turn();
            self.session.leave(ROOM);
        }
    }

    /// Remembers which messages went to the end when they were tried again.
    pub fn note_failed(&mut self) {
        let failed = self.disk.kept.iter().filter(|kept| kept.failed.is_some());
        self.failed.extend(failed.map(|kept| kept.nonce));
    }

    /// Those of these messages that never failed, in their order.
    pub fn untroubled(&self, nonces: &[Nonce]) -> Vec<Nonce> {
        let mine: BTreeSet<_> = self.mine.iter().collect();
        let good = |nonce: &&Nonce| mine.contains(nonce) && !self.failed.contains(nonce);
        nonces.iter().filter(good).copied().collect()
    }
}
