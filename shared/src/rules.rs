//! Who may do what in a room. The server asks before it stores, in the same transaction; the
//! pages ask before they show a button. Neither has rules of its own.

use serde::{Deserialize, Serialize};

use crate::{
    ApiError,
    model::{Role, RoomKind, Writers},
};

/// How somebody stands to a room that they can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What kind of room it is.
    pub kind: RoomKind,
    /// What they are in it; nothing where they only look in.
    pub role: Option<Role>,
    /// Who may write there.
    pub writers: Writers,
    /// Whether it is only to be read any more.
    pub archived: bool,
}

/// Something that somebody may or may not do in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Become a member by oneself.
    Join,
    /// Be one no more.
    Leave,
    /// Say something, or change what one said.
    Write,
    /// Take one's own message back.
    DeleteOwn,
    /// Take somebody else's message back.
    DeleteOther,
    /// Name it, say what it is about, who may write, or close it.
    Govern,
    /// Make somebody a member.
    Add,
    /// Make a member of this role one of that role.
    Promote {
        /// What they are.
        from: Role,
        /// What they are to be.
        to: Role,
    },
    /// End the membership of somebody with this role; without one, keep somebody out who is
    /// no member.
    Remove(Option<Role>),
    /// Let somebody in again who was kept out.
    Pardon,
    /// Make and end the links that let people in.
    Invite,
}

impl Standing {
    /// Whether this is allowed.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`]; [`ApiError::Conflict`] for joining twice.
    pub fn allows(self, deed: Deed) -> Result<(), ApiError> {
        let Some(role) = self.role else {
            let joins = deed == Deed::Join && self.kind == RoomKind::Open && !self.archived;
            return permit(joins);
        };
        if self.archived && !matches!(deed, Deed::Leave | Deed::Govern | Deed::DeleteOwn) {
            return Err(ApiError::Forbidden);
        }
        let shared = self.kind != RoomKind::Direct;
        let moderates = shared && role >= Role::Moderator;
        match deed {
            Deed::Join => Err(ApiError::Conflict),
            Deed::Leave => permit(shared),
            Deed::Write => permit(self.writers == Writers::Everyone || moderates),
            Deed::DeleteOwn => Ok(()),
            Deed::DeleteOther | Deed::Pardon | Deed::Invite => permit(moderates),
            Deed::Govern => permit(shared && role == Role::Owner),
            Deed::Add => permit(match self.kind {
                RoomKind::Open | RoomKind::Group => true,
                RoomKind::Private => moderates,
                RoomKind::Direct => false,
            }),
            Deed::Promote { from, to } => {
                permit(shared && role == Role::Owner && from <= role && to <= role)
            }
            Deed::Remove(of) => permit(moderates && of.is_none_or(|of| of < role)),
        }
    }
}

const fn permit(allowed: bool) -> Result<(), ApiError> {
    if allowed {
        Ok(())
    } else {
        Err(ApiError::Forbidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Option<Role>; 4] = [
        None,
        Some(Role::Member),
        Some(Role::Moderator),
        Some(Role::Owner),
    ];

    /// `y` where an outsider, a member, a moderator and an owner may.
    fn verdicts(standing: Standing, deed: Deed) -> String {
        let may = |role| Standing { role, ..standing }.allows(deed).is_ok();
        ROLES
            .map(|role| if may(role) { 'y' } else { '-' })
            .into_iter()
            .collect()
    }

    fn open() -> Standing {
        Standing {
            kind: RoomKind::Open,
            role: None,
            writers: Writers::Everyone,
            archived: false,
        }
    }

    const PROMOTE: Deed = Deed::Promote {
        from: Role::Member,
        to: Role::Moderator,
    };

    #[test]
    fn each_role_may_what_its_row_says() {
        let room = open();
        let private = Standing {
            kind: RoomKind::Private,
            ..room
        };
        let direct = Standing {
            kind: RoomKind::Direct,
            ..room
        };
        let group = Standing {
            kind: RoomKind::Group,
            ..room
        };
        // Open, private, direct, group.
        let table = [
            (Deed::Join, ["y---", "----", "----", "----"]),
            (Deed::Leave, ["-yyy", "-yyy", "----", "-yyy"]),
            (Deed::Write, ["-yyy", "-yyy", "-yyy", "-yyy"]),
            (Deed::DeleteOwn, ["-yyy", "-yyy", "-yyy", "-yyy"]),
            (Deed::DeleteOther, ["--yy", "--yy", "----", "--yy"]),
            (Deed::Govern, ["---y", "---y", "----", "---y"]),
            (Deed::Add, ["-yyy", "--yy", "----", "-yyy"]),
            (PROMOTE, ["---y", "---y", "----", "---y"]),
            (Deed::Remove(None), ["--yy", "--yy", "----", "--yy"]),
            (
                Deed::Remove(Some(Role::Member)),
                ["--yy", "--yy", "----", "--yy"],
            ),
            (
                Deed::Remove(Some(Role::Moderator)),
                ["---y", "---y", "----", "---y"],
            ),
            (
                Deed::Remove(Some(Role::Owner)),
                ["----", "----", "----", "----"],
            ),
            (Deed::Pardon, ["--yy", "--yy", "----", "--yy"]),
            (Deed::Invite, ["--yy", "--yy", "----", "--yy"]),
        ];
        for (deed, expected) in table {
            let found = [room, private, direct, group].map(|room| verdicts(room, deed));
            assert_eq!(found, expected, "{deed:?}");
        }
    }

    #[test]
    fn where_only_moderators_write_members_read() {
        let quiet = Standing {
            writers: Writers::Moderators,
            ..open()
        };
        assert_eq!(verdicts(quiet, Deed::Write), "--yy");
        assert_eq!(verdicts(quiet, Deed::DeleteOwn), "-yyy");
    }

    #[test]
    fn an_archived_room_is_only_read_left_and_opened_again() {
        let archived = Standing {
            archived: true,
            ..open()
        };
        for deed in [
            Deed::Join,
            Deed::Write,
            Deed::Add,
            Deed::DeleteOther,
            Deed::Pardon,
            Deed::Invite,
            PROMOTE,
        ] {
            assert_eq!(verdicts(archived, deed), "----", "{deed:?}");
        }
        assert_eq!(verdicts(archived, Deed::Govern), "---y");
        assert_eq!(verdicts(archived, Deed::Leave), "-yyy");
    }
}
