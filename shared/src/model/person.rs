use serde::{Deserialize, Serialize};

use crate::{
    UserId,
    codec::{Decode, Encode},
};

/// Someone others can see.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Person {
    /// Tells people of the same name apart.
    pub id: UserId,
    /// 1 to [`crate::limits::NICKNAME_CHARS`] scalar values; not unique.
    pub name: String,
}
