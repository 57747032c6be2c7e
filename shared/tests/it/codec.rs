//! Every value survives its bytes; everything else is refused.

use proptest::prelude::*;
use shared::{
    UserId,
    codec::{self, CodecError, VERSION},
    frame::{ClientFrame, ServerFrame},
    limits::{ASKED_PEOPLE, FRAME_BYTES},
};

use crate::common;

proptest! {
    #[test]
    fn every_command_survives_its_bytes(frame in common::client_frame()) {
        let bytes = codec::encode(&frame).unwrap();
        prop_assert!(bytes.len() <= FRAME_BYTES);
        prop_assert_eq!(codec::decode_client(&bytes).unwrap(), frame);
    }

    #[test]
    fn every_server_frame_survives_its_bytes_or_is_too_large(frame in common::server_frame()) {
        match codec::encode(&frame) {
            Ok(bytes) => prop_assert_eq!(codec::decode_server(&bytes).unwrap(), frame),
            Err(CodecError::TooLarge(size)) => prop_assert!(size > FRAME_BYTES),
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    #[test]
    fn every_frame_survives_json(
        command in common::client_frame(),
        told in common::server_frame(),
    ) {
        let text = serde_json::to_string(&command).unwrap();
        prop_assert_eq!(serde_json::from_str::<ClientFrame>(&text).unwrap(), command);
        let text = serde_json::to_string(&told).unwrap();
        prop_assert_eq!(serde_json::from_str::<ServerFrame>(&text).unwrap(), told);
    }

    #[test]
    fn a_cut_frame_is_malformed(frame in common::client_frame(), cut in any::<prop::sample::Index>()) {
        let bytes = codec::encode(&frame).unwrap();
        let len = cut.index(bytes.len());
        prop_assert!(codec::decode_client(&bytes[..len]).is_err());
    }

    #[test]
    fn bytes_after_a_frame_are_refused(frame in common::server_frame(), extra in 1_usize..20) {
        let Ok(mut bytes) = codec::encode(&frame) else { return Ok(()) };
        bytes.resize((bytes.len() + extra).min(FRAME_BYTES), 0);
        prop_assert!(codec::decode_server(&bytes).is_err());
    }
}

#[test]
fn each_mistake_has_its_own_error() {
    let ping = codec::encode(&ClientFrame::Ping).unwrap();
    assert_eq!(ping.len(), 2);
    assert_eq!(codec::decode_client(&[]), Err(CodecError::Empty));
    assert_eq!(
        codec::decode_client(&[9, ping[1]]),
        Err(CodecError::UnknownVersion(9))
    );
    assert_eq!(
        codec::decode_client(&[ping[0], ping[1], 0]),
        Err(CodecError::TrailingBytes(1))
    );
    let large = vec![VERSION; FRAME_BYTES + 1];
    assert_eq!(
        codec::decode_client(&large),
        Err(CodecError::TooLarge(FRAME_BYTES + 1))
    );
    for malformed in [&[VERSION][..], &[VERSION, 200], &[VERSION, 3, 1]] {
        let error = codec::decode_client(malformed);
        assert!(
            matches!(error, Err(CodecError::Malformed(_))),
            "{malformed:?}: {error:?}"
        );
    }
}

#[test]
fn a_list_has_a_maximum_of_its_own_both_ways() {
    let users = vec![UserId::new(1); ASKED_PEOPLE + 1];
    let frame = ClientFrame::DescribePeople { users };
    assert!(matches!(
        codec::encode(&frame),
        Err(CodecError::ListTooLong(_))
    ));
    // The same frame as somebody else would write it: variant 4, 51 ones.
    let mut bytes = vec![VERSION, 4, 51];
    bytes.resize(3 + 51, 1);
    assert!(matches!(
        codec::decode_client(&bytes),
        Err(CodecError::ListTooLong(_))
    ));
}

/// What a delivered message of 100 bytes costs beside its text, in a room and house of
/// ordinary size, with the two bytes of a WebSocket frame's head.
#[test]
fn a_delivery_is_small() {
    use shared::{RoomId, Seq, Timestamp, frame::RoomEvent};
    let frame = ServerFrame::Event {
        room: RoomId::new(200),
        seq: Seq::new(60_000),
        event: RoomEvent::MessagePosted {
            author: UserId::new(200),
            at: Timestamp::from_seconds(1_800_000_000),
            text: "x".repeat(100),
        },
    };
    assert_eq!(codec::encode(&frame).unwrap().len() + 2, 115);
}
