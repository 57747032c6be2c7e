use serde::{Deserialize, Serialize};

use super::{Person, Role};
use crate::{Timestamp, UserId};

/// Somebody who shares a room with the person who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquaintance {
    /// Who.
    pub person: Person,
    /// What they sign in with; guests and bots have none.
    pub handle: Option<String>,
    /// Whether it is a program.
    pub is_bot: bool,
}

/// What somebody may know of a person they share a room with, or of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Who.
    pub person: Person,
    /// What they sign in with; a guest has none.
    pub handle: Option<String>,
    /// What they are in the room that was asked about; nothing where they are no member.
    pub role: Option<Role>,
    /// Whether it is a program.
    pub is_bot: bool,
}

/// Somebody who has no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoAccount {
    /// Who.
    pub user: UserId,
    /// Whether it is a program; else it is a guest.
    pub is_bot: bool,
}

/// What a message said at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Since when.
    pub at: Timestamp,
    /// Whether it is what was said first.
    pub is_first: bool,
    /// The text, told apart from that of the version before.
    pub parts: Vec<Part>,
}

/// A stretch of a [`Version`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How it stands to the version before.
    pub kind: PartKind,
    /// The words.
    pub text: String,
}

/// How a stretch of text stands to the version before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartKind {
    /// It was there.
    Kept,
    /// It is new.
    Added,
    /// It is there no more.
    Removed,
}
