use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use shared::{
    ApiError, RoomId,
    frame::{ServerFrame, Subject},
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
            let events = rooms.entry(publication.room).or_default();
            events.push(fanned(publication));
            if let Some(user) = publication.expelled {
                // They are told why, and nothing that comes after it.
                self.hub.fan_out(publication.room, events);
                events.clear();
                self.hub
                    .expel(publication.room, user, &not_found(publication.room));
            }
        }
        for (room, events) in rooms {
            self.hub.fan_out(room, &events);
        }
    }
}

fn not_found(room: RoomId) -> Bytes {
    wire::frame(&ServerFrame::Rejected {
        subject: Subject::Room(room),
        error: ApiError::NotFound,
    })
}

fn fanned(publication: &Publication) -> Fanned {
    let Publication {
        room, seq, message, ..
    } = *publication;
    let event = ServerFrame::Event {
        room,
        seq,
        event: publication.event.clone(),
    };
    let ack = ServerFrame::Acked {
        nonce: publication.nonce,
        room,
        message,
        seq,
    };
    Fanned {
        seq,
        author: publication.event.actor(),
        origin: publication.origin,
        event: wire::frame(&event),
        ack: wire::frame(&ack),
    }
}
