//! The plain forms that work without JavaScript: their paths, and what comes back when one
//! is refused. The server handles them outside of `app`, because they deal in cookies.

use serde::{Deserialize, Serialize};
use shared::Problem;

/// `nickname`, optional `next` (a path to go on to), optional `keep` (`on`).
pub const JOIN: &str = "/join";
/// Ends the session. No fields.
pub const LEAVE: &str = "/leave";
/// `name`, optional `private` (`on`).
pub const ROOMS: &str = "/rooms";
/// Any of `theme` and `lang`, and `back` (the path to return to).
pub const PREFERENCES: &str = "/preferences";

/// `text` and `nonce`.
#[must_use]
pub fn messages(room: shared::RoomId) -> String {
    format!("/r/{room}/messages")
}

/// Makes the person a member. No fields.
#[must_use]
pub fn join_room(room: shared::RoomId) -> String {
    format!("/r/{room}/join")
}

/// Ends the person's membership. No fields.
#[must_use]
pub fn leave_room(room: shared::RoomId) -> String {
    format!("/r/{room}/leave")
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

/// Which form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// [`JOIN`].
    Join,
    /// [`ROOMS`].
    OpenRoom,
    /// [`messages`].
    Post,
}

/// A refused form: shown beside its field, with what was typed still in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormReturn {
    /// Which form.
    pub form: Form,
    /// The rule that was broken.
    pub problem: Problem,
    /// What was typed.
    pub text: String,
}
