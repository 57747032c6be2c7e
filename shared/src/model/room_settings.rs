//! What the settings of a room show. Nothing here travels over the live link.

use serde::{Deserialize, Serialize};

use super::{Person, Role, RoomInfo};
use crate::{InviteId, RoomId};

/// How much there is behind each heading of a room's settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomTally {
    /// Members.
    pub members: u32,
    /// Invite links that work; none where the person may not make any.
    pub invites: Option<u32>,
    /// People who are kept out; none where the person may not let them in again.
    pub bans: Option<u32>,
}

/// A room as its settings begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomOverview {
    /// What it is to the person who looks, who is a member.
    pub info: RoomInfo,
    /// What there is to see.
    pub tally: RoomTally,
    /// Whether it has one owner only, who can be neither made less nor leave the others.
    pub one_owner: bool,
}

/// A member with what tells two of one name apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterMember {
    /// Who.
    pub person: Person,
    /// Their handle; guests and bots have none.
    pub handle: Option<String>,
    /// Whether it is a program.
    pub is_bot: bool,
    /// What they are in the room.
    pub role: Role,
}

/// One page of the members of a room: owners first, then by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// At most [`crate::limits::ROSTER_MEMBERS`].
    pub members: Vec<RosterMember>,
    /// Whether there is another page.
    pub has_more: bool,
}

/// Somebody who is kept out of a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banned {
    /// Who.
    pub person: Person,
    /// Their handle; guests and bots have none.
    pub handle: Option<String>,
    /// Whether it is a program.
    pub is_bot: bool,
    /// Whole seconds until it ends by itself; never without.
    pub left_s: Option<u32>,
}

/// An invite link to a room, as those see it who may make one. Its code is shown once, when
/// it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomInvite {
    /// Which link.
    pub id: InviteId,
    /// The last four characters of its code.
    pub ending: String,
    /// Who made it.
    pub by: Person,
    /// How many joined with it.
    pub used: u32,
    /// How many may.
    pub uses: u32,
    /// Whole seconds until it stops working by itself; 0 when it has.
    pub left_s: u32,
}

/// What a link that works says of the room it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Which room.
    pub room: RoomId,
    /// Its name.
    pub name: String,
    /// Whether the person is a member already.
    pub is_member: bool,
}
