use std::{collections::BTreeMap, sync::Arc};

use shared::{
    MessageId, RoomId,
    frame::{RoomEvent, ServerFrame},
};

use crate::{
    hub::{Fanned, Hub},
    store::{Publication, Publisher},
    wire,
};

/// Brings what the store committed to everyone in the rooms concerned: each event is encoded
/// once, each room locked once and each reader woken once per group.
pub struct HubPublisher {
    hub: Arc<Hub>,
}

impl HubPublisher {
    /// A publisher into `hub`.
    #[must_use]
    pub fn new(hub: Arc<Hub>) -> Self {
        Self { hub }
    }
}

impl Publisher for HubPublisher {
    fn publish(&mut self, group: &[Publication]) {
        // Rooms are independent of each other; within one, the order stays.
        let mut rooms: BTreeMap<RoomId, Vec<Fanned>> = BTreeMap::new();
        for publication in group {
            let events = rooms.entry(publication.message.room).or_default();
            events.push(fanned(publication));
        }
        for (room, events) in rooms {
            self.hub.fan_out(room, &events);
        }
    }
}

fn fanned(publication: &Publication) -> Fanned {
    let Publication { message, seq } = publication;
    let event = ServerFrame::Event {
        room: message.room,
        seq: *seq,
        event: RoomEvent::MessagePosted {
            author: message.author,
            at: message.at,
            text: message.text.clone(),
        },
    };
    let ack = ServerFrame::Acked {
        nonce: message.nonce,
        room: message.room,
        message: MessageId::from(*seq),
        seq: *seq,
    };
    Fanned {
        seq: *seq,
        author: message.author,
        origin: message.origin,
        event: wire::frame(&event),
        ack: wire::frame(&ack),
    }
}
