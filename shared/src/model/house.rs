use serde::{Deserialize, Serialize};

use crate::InviteId;

/// Who may make an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// Everybody who reaches the address.
    #[default]
    Open,
    /// Whoever has a link that the owner made.
    Invited,
    /// Nobody.
    Closed,
}

impl SignUp {
    /// The word in forms and in the store.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invited => "invited",
            Self::Closed => "closed",
        }
    }

    /// The policy of a word; `None` for any other.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "invited" => Some(Self::Invited),
            "closed" => Some(Self::Closed),
            _ => None,
        }
    }
}

/// What everybody may know of the house, also before signing in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseView {
    /// What its owner calls it; 1 to [`crate::limits::HOUSE_NAME_CHARS`] scalar values. None
    /// while it has no owner.
    pub name: Option<String>,
    /// Whether one may join with nothing but a nickname.
    pub guests: bool,
    /// Who may make an account.
    pub sign_up: SignUp,
}

/// An invite link as the owner sees it in the list. Its code is shown once, when it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Which link.
    pub id: InviteId,
    /// The last four characters of its code.
    pub ending: String,
    /// How many signed up with it.
    pub used: u32,
    /// How many may.
    pub uses: u32,
    /// Whole seconds until it stops working by itself; 0 when it has.
    pub left_s: u32,
}
