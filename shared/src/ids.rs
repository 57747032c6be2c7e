//! Typed identifiers. Mixing two of them up does not compile.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::{Decode, Encode};

macro_rules! id_type {
    // One that may be any number; it says by itself how it is written.
    (@wide $(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode,
        )]
        pub struct $name(u64);

        impl $name {
            /// Wraps a number that came from the store or from the wire.
            #[must_use]
            pub const fn new(value: u64) -> Self {
                Self(value)
            }

            /// The bare number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
    // One that is counted from 1 and stays a number that every language reads exactly.
    ($(#[$doc:meta])* $name:ident) => {
        id_type! {
            @wide
            $(#[$doc])*
            #[derive(Serialize, Deserialize)]
            #[serde(transparent)]
            #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
            $name
        }
    };
}

id_type! {
    /// A person, guest or account. Two people may share a name, never an id.
    UserId
}
id_type! {
    /// One sign-in of one person on one device. It names the session and opens nothing: what
    /// opens it is the token, which only that device has.
    SessionId
}
id_type! {
    /// A link that lets somebody sign up. It names the link; what works is its code.
    InviteId
}
id_type! {
    /// A room of any kind.
    RoomId
}
id_type! {
    /// The place of an event in its room: 1, 2, 3 … without holes.
    /// Zero means "before the first event".
    Seq
}
id_type! {
    @wide
    /// Identifies one history of a room's sequence. It changes when the sequence may have
    /// been rewound (a restored backup), which makes older cursors void.
    ///
    /// A random number of 63 bits: where people read along it is text, because JavaScript and
    /// others read numbers beyond 2^53 as their neighbours.
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    #[cfg_attr(feature = "schema", schema(value_type = String, pattern = "^[0-9]{1,19}$"))]
    Epoch
}
id_type! {
    /// The [`Seq`] of the event that posted a message: unique within its room.
    MessageId
}

impl Seq {
    /// Before the first event of a room.
    pub const ZERO: Self = Self(0);

    /// The place right after this one; stays at the end of the range instead of wrapping.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl From<Seq> for MessageId {
    fn from(seq: Seq) -> Self {
        Self(seq.0)
    }
}

impl From<MessageId> for Seq {
    fn from(id: MessageId) -> Self {
        Self(id.0)
    }
}

/// Chosen by the author of a command: the same nonce from the same author is the same
/// command, however often and over whatever road it arrives.
///
/// 128 bits; clients should lead with a coarse time (UUID version 7) so that the store's
/// index stays local, but nothing is ever ordered by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(value_type = String, pattern = "^[0-9a-fA-F]{32}$"))]
pub struct Nonce([u8; 16]);

impl Nonce {
    /// Wraps sixteen bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The sixteen bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonce({self})")
    }
}

/// The text is not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a nonce is 32 hexadecimal digits")]
pub struct ParseNonceError;

impl FromStr for Nonce {
    type Err = ParseNonceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let canonical = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if !canonical {
            return Err(ParseNonceError);
        }
        u128::from_str_radix(text, 16)
            .map(|value| Self(value.to_be_bytes()))
            .map_err(|_| ParseNonceError)
    }
}

// Bytes in binary formats, as the codec writes them; hexadecimal where people read along.
impl Serialize for Nonce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Nonce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            text.parse().map_err(serde::de::Error::custom)
        } else {
            <[u8; 16]>::deserialize(deserializer).map(Self)
        }
    }
}

impl Serialize for Epoch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Epoch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            text.parse().map_err(serde::de::Error::custom)
        } else {
            u64::deserialize(deserializer).map(Self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_survives_its_hexadecimal_form() {
        let nonce = Nonce::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        assert_eq!(nonce.to_string().parse(), Ok(nonce));
    }

    #[test]
    fn only_32_hexadecimal_digits_are_a_nonce() {
        for text in [
            "",
            "0",
            "+0000000000000000000000000000001",
            &"g".repeat(32),
            &"0".repeat(33),
        ] {
            assert_eq!(text.parse::<Nonce>(), Err(ParseNonceError), "{text:?}");
        }
    }
}
