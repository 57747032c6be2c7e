//! The plain forms that work without JavaScript: their paths, and what comes back when one
//! is refused. The server handles them outside of `app`, because they deal in cookies.

use serde::{Deserialize, Serialize};
use shared::{ApiError, Field, Problem, model::Role};

/// `nickname`, optional `next` (a path to go on to), optional `keep` (`on`).
pub const JOIN: &str = "/join";
/// Ends the session. No fields.
pub const LEAVE: &str = "/leave";
/// `name`, optional `private` (`on`). Also the page of all rooms.
pub const ROOMS: &str = "/rooms";
/// Any of `theme` and `lang`, and `back` (the path to return to).
pub const PREFERENCES: &str = "/preferences";

/// `text` and `nonce`.
#[must_use]
pub fn messages(room: shared::RoomId) -> String {
    format!("/r/{room}/messages")
}

/// Marks everything in a room as read, and leads to its end. No fields.
#[must_use]
pub fn read(room: shared::RoomId) -> String {
    format!("/r/{room}/read")
}

/// Makes the person a member. Optional `back` (a path to go on to).
#[must_use]
pub fn join_room(room: shared::RoomId) -> String {
    format!("/r/{room}/join")
}

/// What `do` says, of a room; the fields depend on it. Also the page of that section:
/// `general`, `members`, `invites`, `bans`, or `leave`.
#[must_use]
pub fn room_settings(room: shared::RoomId, section: &str) -> String {
    format!("/r/{room}/settings/{section}")
}

/// All roles, as a page of them lists them.
pub(crate) const ROLES: [Role; 3] = [Role::Owner, Role::Moderator, Role::Member];

/// A role as the forms say it.
#[must_use]
pub const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Moderator => "moderator",
        Role::Member => "member",
    }
}

/// The role of a word of [`role_word`].
#[must_use]
pub fn role_of_word(word: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| role_word(*role) == word)
}

/// The word for [`done`] after a role was given, with the one before, so that it can be given back.
#[must_use]
pub fn role_done(user: shared::UserId, before: Option<Role>) -> String {
    before.map_or_else(
        || "role".to_owned(),
        |before| format!("role-{}-{user}", role_word(before)),
    )
}

/// Makes the person a member of the room that the code is for. No fields. Also the page that
/// the link leads to.
#[must_use]
pub fn room_invite(code: &str) -> String {
    format!("{ROOM_INVITES}{code}")
}

/// What the addresses of links to rooms begin with: short, because people read them out.
pub const ROOM_INVITES: &str = "/i/";

/// Opens the direct room with somebody. No fields.
#[must_use]
pub fn direct(user: shared::UserId) -> String {
    format!("/direct/{user}")
}

/// `user` once for each person chosen, optional `name`. Also its page.
pub const GATHER: &str = "/new";

/// The page of [`GATHER`] with these people chosen.
#[must_use]
pub fn gathering(users: &[shared::UserId]) -> String {
    let chosen: Vec<_> = users.iter().map(|user| format!("user={user}")).collect();
    format!("{GATHER}?{}", chosen.join("&"))
}

/// The theme a person chose, kept in the cookie [`THEME_COOKIE`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Paper by day.
    Light,
    /// Paper by night.
    Dark,
}

impl Theme {
    /// The word in the cookie, in the form, and in `data-theme`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a word; anything unknown is [`Self::Auto`].
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// Cookie with the word of a [`Theme`].
pub const THEME_COOKIE: &str = "theme";
/// Cookie with the language, `en` or `zh-CN`.
pub const LANGUAGE_COOKIE: &str = "lang";

/// `handle`, `password`, optional `next` and `keep`.
pub const SIGN_IN: &str = "/sign-in";
/// `handle`, `name`, `password`, optional `next` and `keep`. Also the page of that form.
pub const SIGN_UP: &str = "/signup";
/// `token`, `house`, `guests` (`on`), `sign_up`, `handle`, `name`, `password`. Also its page.
pub const SET_UP: &str = "/setup";
/// `name`. Also its page.
pub const PROFILE: &str = "/settings/profile";
/// `present` ends all sessions but this one. Also the page of all sessions.
pub const DEVICES: &str = "/settings/devices";
/// `present`, `new`. Also its page, and that of [`PROMOTE`].
pub const PASSWORD: &str = "/settings/sign-in";
/// As [`SIGN_UP`], for a guest who is signed in.
pub const PROMOTE: &str = "/settings/account";
/// `name`, `days`. Also its page.
pub const BOTS: &str = "/settings/bots";
/// `house`, `guests` (`on`), `sign_up`. Also its page.
pub const HOUSE: &str = "/settings/house";
/// `days`, `uses`.
pub const INVITES: &str = "/settings/house/invites";

/// Ends one session. No fields.
#[must_use]
pub fn revoke(session: shared::SessionId) -> String {
    format!("{DEVICES}/{session}/revoke")
}

/// Ends the token of a bot. No fields.
#[must_use]
pub fn revoke_bot(bot: shared::UserId) -> String {
    format!("{BOTS}/{bot}/revoke")
}

/// Ends an invite link. No fields.
#[must_use]
pub fn revoke_invite(invite: shared::InviteId) -> String {
    format!("{INVITES}/{invite}/revoke")
}

/// As [`SIGN_UP`], for whoever has a code. Also the page that the link leads to.
#[must_use]
pub fn invite(code: &str) -> String {
    format!("/invite/{code}")
}

/// A page that says in words what was just done there.
#[must_use]
pub fn done(path: &str, what: &str) -> String {
    format!("{path}?done={what}")
}

/// Which form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// [`JOIN`].
    Join,
    /// [`ROOMS`].
    OpenRoom,
    /// [`messages`].
    Post,
    /// [`SIGN_IN`].
    SignIn,
    /// [`SIGN_UP`], [`PROMOTE`] and [`invite`].
    SignUp,
    /// [`SET_UP`].
    SetUp,
    /// [`PROFILE`].
    Profile,
    /// [`PASSWORD`].
    Password,
    /// [`DEVICES`].
    Others,
    /// [`HOUSE`].
    House,
    /// [`INVITES`].
    Invite,
    /// [`room_settings`].
    RoomSettings,
    /// [`BOTS`].
    Bot,
    /// [`GATHER`].
    Gather,
}

impl Form {
    /// Whether the form has a place for what is wrong with no field in particular.
    #[must_use]
    pub const fn says_why(self) -> bool {
        !matches!(self, Self::OpenRoom | Self::Post)
    }

    /// Whether it also says that something is not allowed, or was changed meanwhile.
    #[must_use]
    pub const fn says_no(self) -> bool {
        matches!(self, Self::RoomSettings)
    }
}

/// A refused form: what is wrong, with what was typed still in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormReturn {
    /// Which form.
    pub form: Form,
    /// Why it was refused.
    pub error: ApiError,
    /// What was typed, by the name of its field. Never a password.
    pub typed: Vec<(String, String)>,
}

impl FormReturn {
    /// The rule that was broken, in whatever field.
    #[must_use]
    pub const fn problem(&self) -> Option<Problem> {
        match self.error {
            ApiError::Invalid { problem, .. } => Some(problem),
            _ => None,
        }
    }

    /// The rule that was broken in this field.
    #[must_use]
    pub fn problem_of(&self, wanted: Field) -> Option<Problem> {
        match self.error {
            ApiError::Invalid { field, problem } if field == wanted => Some(problem),
            _ => None,
        }
    }

    /// What was typed in a field.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        let found = self.typed.iter().find(|(field, _)| field == name);
        found.map_or_else(String::new, |(_, text)| text.clone())
    }
}
