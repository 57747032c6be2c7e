use serde::{Deserialize, Serialize};

use super::RoomInfo;

/// A room as it stands in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryEntry {
    /// What it is to the person who looks.
    pub info: RoomInfo,
    /// How many members it has.
    pub members: u32,
}

/// One page of the rooms that somebody may find.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// Those in use by name, then the archived ones; at most
    /// [`crate::limits::DIRECTORY_ROOMS`].
    pub rooms: Vec<DirectoryEntry>,
    /// Whether there is another page.
    pub has_more: bool,
}
