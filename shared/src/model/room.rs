use serde::{Deserialize, Serialize};

use super::{HistoryPage, Person, Place, ReadMark, RoomInfo, RoomNotice};
use crate::{
    RoomId,
    codec::{Decode, Encode},
};

/// A room as it stands in a list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RoomSummary {
    /// Which room.
    pub id: RoomId,
    /// 1 to [`crate::limits::ROOM_NAME_CHARS`] scalar values; not unique.
    pub name: String,
    /// How many people are in the room right now.
    pub online: u32,
}

/// All that a first look at a room shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomView {
    /// The room itself.
    pub room: RoomSummary,
    /// What it is to the person who looks.
    pub info: RoomInfo,
    /// Its newest messages, or those that were asked for.
    pub page: HistoryPage,
    /// What happened to the room itself among them.
    pub notices: Vec<RoomNotice>,
    /// Its newest event.
    pub head: Place,
    /// How far a member has read it.
    pub mark: Option<ReadMark>,
    /// Who is in it, at most [`crate::limits::LISTED_PEOPLE`].
    pub present: Vec<Person>,
    /// Who else belongs to a direct room or a group, at most
    /// [`crate::limits::GROUP_PEOPLE`]; nobody for rooms of other kinds.
    pub others: Vec<Person>,
}

/// All that a first look at the house shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lobby {
    /// Rooms by name, at most [`crate::limits::LISTED_ROOMS`].
    pub rooms: Vec<RoomSummary>,
    /// People in any room right now, each counted once.
    pub online: u32,
    /// A few of them, for faces.
    pub faces: Vec<Person>,
}
