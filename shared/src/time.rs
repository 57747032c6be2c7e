//! Points in time as they travel.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::{Decode, Encode};

/// Whole seconds since 1970-01-01T00:00:00Z, by the server's clock; good until February 2106.
///
/// Nothing is ordered by it (that is what [`crate::Seq`] is for), so seconds are enough. It
/// takes exactly four bytes in every frame, where a variable-length number would take five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = u32))]
pub struct Timestamp([u8; 4]);

impl Timestamp {
    /// The point `seconds` after the epoch.
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Self {
        // Big endian, so that the derived order is the order in time.
        Self(seconds.to_be_bytes())
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        u32::from_be_bytes(self.0)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_u32(self.seconds())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            u32::deserialize(deserializer).map(Self::from_seconds)
        } else {
            <[u8; 4]>::deserialize(deserializer).map(Self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_follows_time() {
        let seconds = [0, 1, 255, 256, 65_536, u32::MAX];
        let stamps: Vec<_> = seconds.into_iter().map(Timestamp::from_seconds).collect();
        assert!(stamps.is_sorted());
        assert!(stamps.iter().map(|s| s.seconds()).eq(seconds));
    }
}
