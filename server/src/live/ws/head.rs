//! What each frame begins with. Pure: bytes in, verdict out.

use shared::frame::CloseReason;

/// The longest payload of a frame that is about the connection.
const CONTROL: usize = 125;

/// Bytes of the mask, which each frame of a client has.
const MASK: usize = 4;

/// The bit of a last frame, and those that mean nothing.
const LAST: u8 = 0x80;
const RESERVED: u8 = 0x70;

/// The bit of a frame that is masked.
const MASKED: u8 = 0x80;

/// What a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Continued,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Kind {
    fn of(opcode: u8) -> Option<Self> {
        Some(match opcode {
            0x0 => Self::Continued,
            0x1 => Self::Text,
            0x2 => Self::Binary,
            0x8 => Self::Close,
            0x9 => Self::Ping,
            0xA => Self::Pong,
            _ => return None,
        })
    }

    /// Whether it is about the connection; it may come between the frames of a message.
    pub fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }
}

/// A frame's head, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub kind: Kind,
    /// Whether the message ends with this frame.
    pub is_last: bool,
    pub length: usize,
    pub mask: [u8; MASK],
}

/// The bytes of a head that have arrived so far.
#[derive(Debug, Default)]
pub(super) struct Partial {
    bytes: [u8; 14],
    have: usize,
}

impl Partial {
    /// Takes bytes from the front of `input` until the head is whole. A mistake is found with
    /// the byte that makes it; `limit` is the longest payload that is taken.
    ///
    /// # Errors
    /// Why the connection ends.
    pub fn take(&mut self, input: &mut &[u8], limit: usize) -> Result<Option<Head>, CloseReason> {
        while let Some((byte, rest)) = input.split_first() {
            if let Some(place) = self.bytes.get_mut(self.have) {
                *place = *byte;
            }
            self.have = self.have.saturating_add(1);
            *input = rest;
            if let Some(head) = self.read(limit)? {
                self.have = 0;
                return Ok(Some(head));
            }
        }
        Ok(None)
    }

    fn read(&self, limit: usize) -> Result<Option<Head>, CloseReason> {
        let bytes = self.bytes.get(..self.have).unwrap_or_default();
        let Some((first, rest)) = bytes.split_first() else {
            return Ok(None);
        };
        let wrong = CloseReason::BadFraming;
        let kind = Kind::of(first & 0x0F).ok_or(wrong)?;
        let is_last = first & LAST != 0;
        if first & RESERVED != 0 || (kind.is_control() && !is_last) {
            return Err(wrong);
        }
        let Some((second, rest)) = rest.split_first() else {
            return Ok(None);
        };
        if second & MASKED == 0 {
            return Err(wrong);
        }
        let Some((length, rest)) = length(second & !MASKED, rest) else {
            return Ok(None);
        };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > limit {
            return Err(CloseReason::FrameTooLarge);
        }
        if kind.is_control() && length > CONTROL {
            return Err(wrong);
        }
        Ok(rest.first_chunk().map(|mask| Head {
            kind,
            is_last,
            length,
            mask: *mask,
        }))
    }
}

/// The length of the payload, whichever way it is written, and what follows it.
fn length(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    match short {
        126 => {
            let (length, rest) = rest.split_first_chunk()?;
            Some((u16::from_be_bytes(*length).into(), rest))
        }
        127 => {
            let (length, rest) = rest.split_first_chunk()?;
            Some((u64::from_be_bytes(*length), rest))
        }
        short => Some((short.into(), rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Option<Head>, CloseReason> {
        Partial::default().take(&mut &bytes[..], 1_000)
    }

    #[test]
    fn a_head_is_read_with_its_last_byte_and_not_before() {
        for (bytes, length) in [
            (&[0x82, 0x85, 1, 2, 3, 4][..], 5),
            (&[0x82, 0xFE, 1, 0, 1, 2, 3, 4], 256),
            (&[0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 7, 1, 2, 3, 4], 7),
        ] {
            let head = Head {
                kind: Kind::Binary,
                is_last: true,
                length,
                mask: [1, 2, 3, 4],
            };
            assert_eq!(read(bytes), Ok(Some(head)));
            assert_eq!(read(&bytes[..bytes.len() - 1]), Ok(None));
            let mut partial = Partial::default();
            for byte in &bytes[..bytes.len() - 1] {
                assert_eq!(partial.take(&mut &[*byte][..], 1_000), Ok(None));
            }
            let last = &bytes[bytes.len() - 1..];
            assert_eq!(partial.take(&mut &last[..], 1_000), Ok(Some(head)));
        }
    }

    #[test]
    fn a_mistake_is_found_with_the_byte_that_makes_it() {
        let (wrong, large) = (CloseReason::BadFraming, CloseReason::FrameTooLarge);
        for (bytes, reason) in [
            (&[0xC2][..], wrong),
            (&[0x83], wrong),
            (&[0x09], wrong),
            (&[0x82, 0x05], wrong),
            (&[0x89, 0xFE, 0, 126], wrong),
            (&[0x82, 0xFE, 3, 233], large),
            (&[0x82, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255], large),
        ] {
            assert_eq!(read(bytes), Err(reason), "{bytes:X?}");
            assert_eq!(read(&bytes[..bytes.len() - 1]), Ok(None), "{bytes:X?}");
        }
    }
}
