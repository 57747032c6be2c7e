use serde::{Deserialize, Serialize};

use super::Person;

/// A bot as its owner sees it in the list. Its token is shown once, when it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bot {
    /// Who it is in the rooms.
    pub person: Person,
    /// The last four characters of its token.
    pub ending: String,
    /// Whole seconds since it was last used; never without.
    pub seen_ago_s: Option<u32>,
    /// Whole seconds until its token stops working by itself; 0 when it has.
    pub left_s: u32,
}
