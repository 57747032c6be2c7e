use std::sync::Arc;

use shared::frame::CloseReason;

use super::{Hub, Outbox};

impl Hub {
    /// What goes out to each connection, in no order.
    #[must_use]
    pub fn outboxes(&self) -> Vec<Arc<Outbox>> {
        let people = self.people.lock();
        let peers = people.values().flat_map(|known| &known.connections);
        peers.map(|peer| Arc::clone(&peer.outbox)).collect()
    }

    /// Tells every connection to end for `reason`.
    pub fn close_all(&self, reason: CloseReason) {
        for known in self.people.lock().values() {
            known
                .connections
                .iter()
                .for_each(|peer| peer.outbox.close(reason));
        }
    }
}
