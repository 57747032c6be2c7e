//! The thread that tells what was committed, group by group, while the writer is already
//! waiting for the disk again. One thread, so publication order is commit order.

use std::{
    sync::mpsc::{SyncSender, sync_channel},
    thread::JoinHandle,
};

use super::{changes::Made, writer::spawn};
use crate::store::{Applied, Change, Publication, Publisher, Receipt, StoreError};

/// Groups that may wait for publication before the writer waits for them.
const GROUPS: usize = 4;

/// The changes of one transaction with their fates.
#[derive(Default)]
pub(super) struct Group {
    answers: Vec<(Box<dyn Receipt>, Result<Applied, StoreError>)>,
    publications: Vec<Publication>,
}

impl Group {
    pub(super) fn add(
        &mut self,
        change: &Change,
        receipt: Box<dyn Receipt>,
        outcome: Result<Made, StoreError>,
    ) {
        let outcome = outcome.map(|made| {
            let applied = made.applied;
            let publication = made.event.map(|event| Publication {
                room: applied.room,
                seq: applied.seq,
                nonce: change.nonce,
                message: applied.message,
                origin: change.origin,
                event,
                head: made.head,
                personal: made.personal,
            });
            self.publications.extend(publication);
            applied
        });
        self.answers.push((receipt, outcome));
    }

    /// Nothing of the group was kept.
    pub(super) fn fail(&mut self, error: &StoreError) {
        self.publications.clear();
        for (_, outcome) in &mut self.answers {
            *outcome = Err(error.clone());
        }
    }

    fn tell(mut self, publisher: &mut dyn Publisher) {
        for (receipt, outcome) in &mut self.answers {
            receipt.settle(outcome);
        }
        if !self.publications.is_empty() {
            publisher.publish(&self.publications);
        }
        for (receipt, _) in self.answers {
            receipt.release();
        }
    }
}

/// Starts the thread; it ends when the sender is dropped and all groups are told.
pub(super) fn start(
    mut publisher: Box<dyn Publisher>,
) -> Result<(SyncSender<Group>, JoinHandle<()>), StoreError> {
    let (groups, queue) = sync_channel::<Group>(GROUPS);
    let work = move || {
        queue
            .into_iter()
            .for_each(|group| group.tell(publisher.as_mut()))
    };
    Ok((groups, spawn("store-publisher", work)?))
}
