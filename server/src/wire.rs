//! Frames as the bytes that are queued.

use bytes::Bytes;
use shared::{codec, frame::ServerFrame};

/// Encodes a frame. One that breaks a bound, which only a defect can make, is logged and
/// becomes a `Ponged`: harmless to every client, where a wrong frame would close its link.
#[must_use]
pub fn frame(frame: &ServerFrame) -> Bytes {
    match codec::encode(frame) {
        Ok(bytes) => Bytes::from(bytes),
        Err(error) => {
            tracing::error!(%error, "a frame was not sent");
            Bytes::from_static(&[codec::VERSION, PONGED])
        }
    }
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
}
