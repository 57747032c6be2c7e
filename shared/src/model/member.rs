use serde::{Deserialize, Serialize};

use super::Person;
use crate::{
    RoomId, Timestamp, UserId,
    codec::{Decode, Encode},
    rules::Standing,
};

/// What kind of room it is. All kinds have members, one sequence and one contract.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum RoomKind {
    /// Everybody in the house may read it and join.
    #[default]
    Open,
    /// By invitation.
    Private,
    /// Two people, for good.
    Direct,
    /// A few people.
    Group,
}

/// What somebody is in a room. In the order of what they may do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Role {
    /// One of them.
    Member,
    /// Keeps order.
    Moderator,
    /// Says what the room is.
    Owner,
}

/// Who may write in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Writers {
    /// All members.
    #[default]
    Everyone,
    /// Moderators and owners; others read.
    Moderators,
}

/// A room as it is to the person who asks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RoomInfo {
    /// Which room.
    pub id: RoomId,
    /// What kind.
    pub kind: RoomKind,
    /// Its name; of a direct room the other person's.
    pub name: String,
    /// What it is about, at most [`crate::limits::TOPIC_CHARS`] scalar values; may be empty.
    pub topic: String,
    /// Who may write there.
    pub writers: Writers,
    /// Whether it is only to be read any more.
    pub archived: bool,
    /// What the person is in it.
    pub role: Option<Role>,
}

impl RoomInfo {
    /// What the rules ask about.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing {
            kind: self.kind,
            role: self.role,
            writers: self.writers,
            archived: self.archived,
        }
    }

    /// Takes in what changed; `me` is the person this is for.
    pub fn change(&mut self, me: UserId, by: UserId, change: &RoomChange) {
        match change {
            RoomChange::Join if by == me => self.role = Some(Role::Member),
            RoomChange::Leave if by == me => self.role = None,
            RoomChange::Add { user } if *user == me => self.role = Some(Role::Member),
            RoomChange::Remove { user } | RoomChange::Ban { user, .. } if *user == me => {
                self.role = None;
            }
            RoomChange::SetRole { user, role } if *user == me => self.role = Some(*role),
            RoomChange::Rename { name } => self.name.clone_from(name),
            RoomChange::SetTopic { topic } => self.topic.clone_from(topic),
            RoomChange::SetWriters { writers } => self.writers = *writers,
            RoomChange::SetArchived { archived } => self.archived = *archived,
            _ => {}
        }
    }
}

/// A change of a room itself: wished for in a command, told as done in an event.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum RoomChange {
    /// The one who commands becomes a member.
    Join,
    /// The one who commands is no member any more.
    Leave,
    /// Somebody else becomes a member.
    Add {
        /// Who.
        user: UserId,
    },
    /// Somebody else is no member any more; they may come back.
    Remove {
        /// Who.
        user: UserId,
    },
    /// Somebody else is kept out.
    Ban {
        /// Who.
        user: UserId,
        /// Until when; for good without.
        until: Option<Timestamp>,
    },
    /// Somebody who was kept out may come back.
    Pardon {
        /// Who.
        user: UserId,
    },
    /// A member gets another role.
    SetRole {
        /// Who.
        user: UserId,
        /// Which.
        role: Role,
    },
    /// The room gets another name.
    Rename {
        /// See [`crate::validate::room_name`].
        name: String,
    },
    /// The room is about something else.
    SetTopic {
        /// See [`crate::validate::topic`].
        topic: String,
    },
    /// Others may write from now on.
    SetWriters {
        /// Who.
        writers: Writers,
    },
    /// The room is only to be read from now on, or to be written in again.
    SetArchived {
        /// Which of the two.
        archived: bool,
    },
}

impl RoomChange {
    /// Whom it is about, where that is somebody other than the one who commands.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::Add { user }
            | Self::Remove { user }
            | Self::Ban { user, .. }
            | Self::Pardon { user }
            | Self::SetRole { user, .. } => Some(*user),
            _ => None,
        }
    }
}

/// A member of a room.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Member {
    /// Who.
    pub person: Person,
    /// What they are.
    pub role: Role,
}
