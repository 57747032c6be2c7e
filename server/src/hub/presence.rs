//! Who is in a room, apart from where their frames go.

use std::{sync::Arc, time::Instant};

use bytes::Bytes;
use indexmap::IndexMap;
use shared::{RoomId, UserId, frame::ServerFrame, limits, model::Person};

use crate::wire;

/// One person in a room.
pub(super) struct Presence {
    pub(super) person: Arc<Person>,
    pub(super) connections: u32,
    /// When the last connection broke, during the grace period.
    pub(super) lost_at: Option<Instant>,
}

/// Who is in a room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Present {
    /// How many people.
    pub online: u32,
    /// The first [`limits::LISTED_PEOPLE`] of them.
    pub people: Vec<Person>,
}

/// The whole list, for who missed a change.
pub(super) fn presence_listed(
    room: RoomId,
    online: u32,
    people: &IndexMap<UserId, Presence>,
) -> Bytes {
    wire::frame(&ServerFrame::PresenceListed {
        room,
        online,
        present: listed(people),
    })
}

/// The first people of a room, as many as a frame may name.
pub(super) fn listed(people: &IndexMap<UserId, Presence>) -> Vec<Person> {
    let first = people.values().take(limits::LISTED_PEOPLE);
    first
        .map(|presence| Person::clone(&presence.person))
        .collect()
}

/// What [`Room::leave`] did to somebody's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Departure {
    /// They are still here on another connection, or never were.
    Unchanged,
    /// They have left.
    Left,
    /// They leave unless they are back within the grace period.
    Lingers(UserId),
}
