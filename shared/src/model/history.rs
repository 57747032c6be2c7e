use serde::{Deserialize, Serialize};

use super::RoomChange;
use crate::{
    Seq, Timestamp, UserId,
    codec::{Decode, Encode},
};

/// Which stretch of a room's history is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum HistoryAt {
    /// The messages right before this event.
    Before(Seq),
    /// The messages right after this event.
    After(Seq),
    /// This message, or the next one if it is none, in the middle of its neighbours.
    Around(Seq),
    /// The first message posted at this time or later, in the middle of its neighbours; the
    /// newest messages where there is none.
    Since(Timestamp),
}

/// Something that happened to a room itself, as its history tells it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RoomNotice {
    /// The event.
    pub seq: Seq,
    /// Who changed it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub change: RoomChange,
}
