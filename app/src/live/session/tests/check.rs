use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use shared::Seq;

use super::{
    server::Server,
    world::{ROOM, World},
};
use crate::state::{Row, RowKey};

impl World {
    /// What must hold at any moment.
    pub fn check(&self) -> Result<(), TestCaseError> {
        let room = self.session.room(ROOM).unwrap();
        let messages = room.timeline.messages();
        for pair in messages.windows(2) {
            prop_assert_eq!(
                pair[0].id.get() + 1,
                pair[1].id.get(),
                "in order, without holes"
            );
        }
        for message in messages {
            let place = usize::try_from(message.id.get()).unwrap() - 1;
            prop_assert_eq!(&message.text, &self.server.log[place].text);
        }
        let keys = self.keys();
        let distinct: BTreeSet<_> = keys.iter().copied().collect();
        prop_assert_eq!(distinct.len(), keys.len(), "no key twice");
        let first = messages.first().map_or(1, |message| message.id.get());
        for nonce in &self.mine {
            let stored = self
                .server
                .log
                .iter()
                .position(|stored| stored.nonce == *nonce);
            let old = stored.is_some_and(|place| Server::id(place).get() < first);
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
        let mut times = BTreeMap::new();
        for (_, row) in self.lines() {
            if let Row::Message(row) = row {
                *times.entry(row.text).or_insert(0) += 1;
            }
        }
        prop_assert!(
            times.values().all(|times| *times == 1),
            "shown twice: {:?}",
            times
        );
        let last = self.session.room(ROOM).unwrap().timeline.messages().last();
        prop_assert_eq!(
            last.map(|message| Seq::from(message.id)),
            Some(self.server.last_seq())
        );
        prop_assert!(self.pending().is_empty(), "everything is stored");
        let mut stored = self.server.nonces_of_mine();
        stored.retain(|nonce| self.mine.contains(nonce));
        stored.sort();
        let mut mine = self.mine.clone();
        mine.sort();
        prop_assert_eq!(stored, mine, "each message once");
        Ok(())
    }
}
