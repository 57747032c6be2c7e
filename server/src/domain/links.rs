//! Which live links belong to which session, so that ending a session ends them.

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;
use shared::{SessionId, frame::CloseReason};

use crate::hub::Outbox;

/// The live links of each session.
#[derive(Default)]
pub(super) struct Links {
    open: Mutex<HashMap<SessionId, Vec<Arc<Outbox>>>>,
}

/// One live link of a session, for as long as this value lives.
pub struct Link {
    links: Arc<Links>,
    session: SessionId,
    outbox: Arc<Outbox>,
}

impl Links {
    /// Notes a link. Whoever calls this looks afterwards whether the session still goes on:
    /// one that ended before could not be told.
    pub(super) fn hold(self: &Arc<Self>, session: SessionId, outbox: &Arc<Outbox>) -> Link {
        let link = Link {
            links: Arc::clone(self),
            session,
            outbox: Arc::clone(outbox),
        };
        let mut open = self.open.lock();
        open.entry(session).or_default().push(Arc::clone(outbox));
        link
    }

    /// Ends the links of a session. They count as open until they have ended.
    pub(super) fn close(&self, session: SessionId, reason: CloseReason) {
        let open = self.open.lock();
        let theirs = open.get(&session).into_iter().flatten();
        theirs.for_each(|outbox| outbox.close(reason));
    }

    /// Whether a session has a link.
    pub(super) fn is_here(&self, session: SessionId) -> bool {
        self.open.lock().contains_key(&session)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let mut open = self.links.open.lock();
        if let Some(theirs) = open.get_mut(&self.session) {
            theirs.retain(|outbox| !Arc::ptr_eq(outbox, &self.outbox));
            if theirs.is_empty() {
                open.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_a_session_ends_its_links_and_no_others() {
        let links = Arc::new(Links::default());
        let (ada, bao) = (SessionId::new(1), SessionId::new(2));
        let outboxes: [Arc<Outbox>; 3] = std::array::from_fn(|_| Arc::new(Outbox::new(100)));
        let [first, second, other] = &outboxes;
        let held = [
            links.hold(ada, first),
            links.hold(ada, second),
            links.hold(bao, other),
        ];
        links.close(ada, CloseReason::SignedOut);
        let ends = outboxes.each_ref().map(|outbox| outbox.take(1).close);
        assert_eq!(
            ends,
            [
                Some(CloseReason::SignedOut),
                Some(CloseReason::SignedOut),
                None
            ]
        );
        assert!(links.is_here(ada) && links.is_here(bao));
        drop(held);
        assert!(!links.is_here(ada) && links.open.lock().is_empty());
    }
}
