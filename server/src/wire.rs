//! Frames as the bytes that are queued: each behind the head that it has on a WebSocket, so that
//! what is encoded once for everybody can be written as it is, and several of them in one piece.
//! The few roads that carry frames another way take them out again with [`frames`].

use bytes::{BufMut, Bytes};
use shared::{codec, frame::ServerFrame};

/// The first byte of a binary message in one frame: the last one, of kind 2.
const BINARY: u8 = 0x82;

/// Payloads up to this long have their length in the second byte of the head.
const SHORT: usize = 125;

/// Instead of a length: it follows in two bytes, or in eight.
const TWO: u8 = 126;
const EIGHT: u8 = 127;

/// Encodes a frame. One that breaks a bound, which only a defect can make, is logged and
/// becomes a `Ponged`: harmless to every client, where a wrong frame would close its link.
#[must_use]
pub fn frame(frame: &ServerFrame) -> Bytes {
    match codec::encode(frame) {
        Ok(bytes) => message(BINARY, &bytes),
        Err(error) => {
            tracing::error!(%error, "a frame was not sent");
            message(BINARY, &[codec::VERSION, PONGED])
        }
    }
}

/// A message of a WebSocket from a server, in one frame that begins with `first`.
#[must_use]
pub fn message(first: u8, payload: &[u8]) -> Bytes {
    let mut message = Vec::with_capacity(payload.len().saturating_add(10));
    message.put_u8(first);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length), _) if payload.len() <= SHORT => message.put_u8(length),
        (_, Ok(length)) => {
            message.put_u8(TWO);
            message.put_u16(length);
        }
        _ => {
            message.put_u8(EIGHT);
            // No slice is longer.
            message.put_u64(u64::try_from(payload.len()).unwrap_or(u64::MAX));
        }
    }
    message.put_slice(payload);
    message.into()
}

/// The frames in what is queued, as the codec has them, without copying them.
pub fn frames(mut queued: Bytes) -> impl Iterator<Item = Bytes> {
    std::iter::from_fn(move || {
        let (head, length) = head(&queued)?;
        let mut frame = queued.split_to(head.checked_add(length)?);
        Some(frame.split_off(head))
    })
}

/// How long the head of the first message is, and what follows it; nothing where not all of it
/// is there, which never is so with what [`message`] made.
fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    let (head, length) = match *bytes.get(1)? {
        TWO => {
            let length = bytes.get(2..4)?.try_into().ok()?;
            (4, u16::from_be_bytes(length).into())
        }
        EIGHT => {
            let length = bytes.get(2..10)?.try_into().ok()?;
            (10, usize::try_from(u64::from_be_bytes(length)).ok()?)
        }
        short => (2, short.into()),
    };
    (bytes.len() >= usize::checked_add(head, length)?).then_some((head, length))
}

/// The variant of `Ponged`; a test holds it to the codec.
const PONGED: u8 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_substitute_is_a_ponged() {
        let bytes = codec::encode(&ServerFrame::Ponged).unwrap();
        assert_eq!(bytes, [codec::VERSION, PONGED]);
    }

    #[test]
    fn frames_are_taken_out_as_they_were_put_in() {
        let lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 3];
        let payloads = lengths.map(|length| vec![7; length]);
        let queued: Vec<u8> = payloads
            .iter()
            .flat_map(|payload| message(BINARY, payload))
            .collect();
        let taken: Vec<_> = frames(queued.clone().into()).collect();
        assert_eq!(taken, payloads);
        let torn = queued[..queued.len() - 1].to_vec();
        assert_eq!(frames(torn.into()).count(), lengths.len() - 1);
    }

    #[test]
    fn a_head_says_the_length_in_as_few_bytes_as_there_can_be() {
        for (length, head) in [
            (125, &[0x82, 125][..]),
            (126, &[0x82, 126, 0, 126]),
            (65_535, &[0x82, 126, 255, 255]),
            (65_536, &[0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let bytes = message(BINARY, &vec![0; length]);
            assert!(bytes.starts_with(head), "{length}");
            assert_eq!(bytes.len(), head.len() + length);
        }
    }
}
