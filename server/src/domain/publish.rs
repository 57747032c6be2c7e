use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use shared::{
    ApiError, RoomId,
    frame::{RoomEvent, ServerFrame, Subject},
    model::RoomChange,
};

use crate::{
    hub::{Fanned, Hub, Move},
    store::{Personal, Publication, Publisher},
    wire,
};

/// Brings what the store committed to everyone in the rooms concerned: each event is encoded
/// once and each room locked once, and couriers sent once per group.
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

impl HubPublisher {
    /// Tells of an event those who follow the room in their list.
    fn move_on(&self, publication: &Publication) {
        let Publication { room, head, .. } = *publication;
        let (name, archived) = match &publication.event {
            RoomEvent::RoomChanged { change, .. } => renamed(change),
            _ => (None, None),
        };
        let step = Move {
            head,
            at: publication.event.at(),
            name,
            archived,
        };
        self.hub.mine().moved(room, step);
        self.tell(room, &publication.personal);
    }

    /// Tells of an event those whom it concerns in person.
    fn tell(&self, room: RoomId, personal: &Personal) {
        if let Some((user, room)) = &personal.joined {
            let listed = ServerFrame::MyRoomListed { room: room.clone() };
            self.hub
                .mine()
                .listed(*user, room.id, &wire::frame(&listed));
        }
        if let Some(user) = personal.parted {
            let gone = ServerFrame::MyRoomGone { room };
            self.hub.mine().gone(user, room, &wire::frame(&gone));
        }
        for made in &personal.mentions {
            let frame = ServerFrame::MentionChanged {
                room,
                message: made.message,
                mentioned: made.mentioned,
            };
            self.hub.tell(made.user, &wire::frame(&frame));
        }
    }
}

/// What a change of a room changes in lists of rooms.
fn renamed(change: &RoomChange) -> (Option<String>, Option<bool>) {
    match change {
        RoomChange::Rename { name } => (Some(name.clone()), None),
        RoomChange::SetArchived { archived } => (None, Some(*archived)),
        _ => (None, None),
    }
}

impl Publisher for HubPublisher {
    fn publish(&mut self, group: &[Publication]) {
        // Rooms are independent of each other; within one, the order stays.
        let mut rooms: BTreeMap<RoomId, Vec<Fanned>> = BTreeMap::new();
        for publication in group {
            self.hide(publication);
            let events = rooms.entry(publication.room).or_default();
            events.push(fanned(publication));
            self.move_on(publication);
            if let Some(user) = publication.personal.expelled {
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
        self.hub.couriers().go();
    }
}

impl HubPublisher {
    /// Whom a room keeps out, the list of rooms does not name it to.
    fn hide(&self, publication: &Publication) {
        let RoomEvent::RoomChanged { change, .. } = &publication.event else {
            return;
        };
        let (user, is_out) = match change {
            RoomChange::Ban { user, .. } => (*user, true),
            RoomChange::Pardon { user } => (*user, false),
            _ => return,
        };
        self.hub.lobby().keep_out(user, publication.room, is_out);
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
