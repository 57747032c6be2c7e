use serde::{Deserialize, Serialize};

use crate::SessionId;

/// What a person is in the house, as they see it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The name they sign in with, theirs alone; a guest has none.
    pub handle: Option<String>,
    /// Whether the house is theirs.
    pub is_owner: bool,
}

/// What a session was begun on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceKind {
    /// Something on a desk, or unknown.
    #[default]
    Computer,
    /// Something in a hand.
    Phone,
}

/// A session as its owner sees it in the list of their devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Which session.
    pub id: SessionId,
    /// What it runs on.
    pub kind: DeviceKind,
    /// The browser's own name, where it is one of the known ones.
    pub browser: Option<String>,
    /// The system's own name, where it is one of the known ones.
    pub system: Option<String>,
    /// Whole seconds since it was last used.
    pub seen_ago_s: u32,
    /// Whether it has a live link right now.
    pub is_here: bool,
    /// Whether it is the one that asks.
    pub is_this: bool,
    /// Whether it was begun within the last seven days.
    pub is_new: bool,
}
