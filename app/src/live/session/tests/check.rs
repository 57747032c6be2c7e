use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use shared::{ApiError, model::Fate};

use super::{
    server::{Server, What},
    world::{ROOM, World},
};
use crate::state::{ChangeState, FailReason, Row, RowKey, room::Room};

impl World {
    /// What must hold at any moment.
    pub fn check(&self) -> Result<(), TestCaseError> {
        for nonce in &self.mine {
            let safe = self.disk.has(*nonce) || self.server.place(*nonce).is_some();
            prop_assert!(safe, "{} is neither kept nor stored", nonce);
        }
        match self.session.room(ROOM) {
            Some(room) => self.check_room(room),
            None => Ok(()),
        }
    }

    fn check_room(&self, room: &Room) -> Result<(), TestCaseError> {
        let entries = room.timeline.entries();
        let first = entries.first().map_or(1, |entry| entry.message.id.get());
        let known = match room.timeline.has_later() {
            true => entries.last().map_or(0, |entry| entry.message.id.get()),
            false => room.timeline.cursor().seq.get(),
        };
        let shown: Vec<_> = entries.iter().map(|entry| entry.message.id).collect();
        let is_post = |place: &usize| matches!(self.server.log[*place].what, What::Post(_));
        let from = usize::try_from(first).unwrap() - 1;
        let stored = (from..usize::try_from(known).unwrap()).filter(is_post);
        prop_assert!(
            shown.iter().copied().eq(stored.map(Server::id)),
            "in order, without holes"
        );
        let before = (0..from).any(|place| is_post(&place));
        prop_assert_eq!(room.timeline.has_earlier(), before, "no silent gap");
        prop_assert_eq!(self.watch.wrong, None);
        for entry in entries {
            let place = usize::try_from(entry.message.id.get()).unwrap() - 1;
            let versions = self.server.versions(place);
            prop_assert!(versions.contains(&entry.message.text), "{:?}", entry);
        }
        let keys = self.keys();
        let distinct: BTreeSet<_> = keys.iter().copied().collect();
        prop_assert_eq!(distinct.len(), keys.len(), "no key twice");
        for nonce in self.mine.iter().filter(|_| self.has_answered()) {
            let stored = self.server.place(*nonce);
            let outside = |id: u64| id < first || (room.timeline.has_later() && id > known);
            let old = stored.is_some_and(|place| outside(Server::id(place).get()));
            prop_assert!(
                old || distinct.contains(&RowKey::Own(*nonce)),
                "{} is lost",
                nonce
            );
        }
        Ok(())
    }

    /// What must hold when everything has arrived.
    pub fn check_at_rest(&self) -> Result<(), TestCaseError> {
        self.check()?;
        self.check_marks()?;
        let mut times = BTreeMap::new();
        for (_, row) in self.lines() {
            if let Row::Message(row) = row
                && !matches!(row.fate, Fate::Deleted { .. })
            {
                *times.entry(row.text).or_insert(0) += 1;
            }
        }
        prop_assert!(
            times.values().all(|times| *times == 1),
            "shown twice: {:?}",
            times
        );
        let room = self.session.room(ROOM).unwrap();
        prop_assert_eq!(room.timeline.cursor().seq, self.server.last_seq());
        for entry in room.timeline.entries() {
            let place = usize::try_from(entry.message.id.get()).unwrap() - 1;
            let read = (entry.message.text.clone(), entry.fate);
            prop_assert_eq!(read, self.server.reads(place), "as everybody reads it");
        }
        for change in room.changes.values() {
            let refused = matches!(
                change,
                ChangeState::Failed {
                    reason: FailReason::Refused(ApiError::Conflict),
                    ..
                }
            );
            prop_assert!(refused, "stored, or refused because it was deleted");
        }
        prop_assert!(self.pending().is_empty(), "everything is stored");
        let mut stored = self.server.nonces_of_mine();
        stored.retain(|nonce| self.mine.contains(nonce));
        stored.sort();
        let mut mine = self.mine.clone();
        mine.sort();
        prop_assert_eq!(stored, mine, "each message once");
        prop_assert_eq!(
            self.untroubled(&self.server.nonces_of_mine()),
            self.untroubled(&self.mine),
            "in the order they were written"
        );
        prop_assert!(self.disk.kept().is_empty(), "kept for nothing");
        Ok(())
    }
}
