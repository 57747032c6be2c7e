use shared::{
    codec,
    frame::{ClientFrame, CloseReason},
};

use super::{
    Case, Spoken, Then, case,
    peer::{BINARY, CLOSE, FIN, PING, frame},
    table,
};
use crate::common::{HALL, nonce};

/// Codes that a client may send: those of the RFC and of its registry, of libraries, of apps.
const VALID: [u16; 15] = [
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999,
];

/// Codes that nobody may send: out of range, reserved, or not given out. 1014 was given out after
/// the RFC, for gateways; no client is one.
const INVALID: [u16; 14] = [
    0, 1, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1100, 2000, 2999, 5000, 65535,
];

const WRONG: Then = Then::Refused(CloseReason::BadFraming.code());

fn close(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(FIN | CLOSE, &payload(code, reason))
}

fn payload(code: u16, reason: &[u8]) -> Vec<u8> {
    [&code.to_be_bytes()[..], reason].concat()
}

fn answered(code: u16, reason: &[u8]) -> Then {
    Then::Answered(payload(code, reason))
}

pub fn cases() -> Vec<Case> {
    let mut cases = table([
        (
            "a close with nothing in it",
            frame(FIN | CLOSE, b""),
            Then::Answered(vec![]),
        ),
        ("a close of one byte", frame(FIN | CLOSE, &[3]), WRONG),
        (
            "the longest reason",
            close(1000, &[b'x'; 123]),
            answered(1000, &[b'x'; 123]),
        ),
        (
            "a reason in Chinese",
            close(1000, "再见".as_bytes()),
            answered(1000, "再见".as_bytes()),
        ),
    ]);
    cases.extend(codes());
    cases.extend(reasons());
    cases.extend(what_follows());
    cases
}

fn codes() -> Vec<Case> {
    let mut cases = Vec::new();
    for code in VALID {
        cases.push(case(
            format!("code {code}"),
            close(code, b""),
            answered(code, b""),
        ));
        let with_reason = close(code, b"tea");
        cases.push(case(
            format!("code {code} for a reason"),
            with_reason,
            answered(code, b"tea"),
        ));
    }
    for code in INVALID {
        cases.push(case(format!("code {code}"), close(code, b""), WRONG));
        cases.push(case(
            format!("code {code} for a reason"),
            close(code, b"tea"),
            WRONG,
        ));
    }
    cases
}

fn reasons() -> Vec<Case> {
    let mut cases = Vec::new();
    for reason in [
        &[0xFF][..],
        &[0xE8, 0x8C],
        &[0xED, 0xA0, 0x80],
        &[0xC0, 0xAF],
    ] {
        let bytes = close(1000, reason);
        let name = format!("a reason that is no UTF-8, {reason:X?}");
        for spoken in [Spoken::Bincode, Spoken::Json] {
            let refused = Then::Refused(CloseReason::NotUtf8.code());
            cases.push(Case {
                spoken,
                ..case(name.clone(), bytes.clone(), refused)
            });
        }
    }
    cases
}

/// Nothing that comes after a close is read: not answered, not refused, not said in the hall.
fn what_follows() -> Vec<Case> {
    let (room, cursor) = (HALL, None);
    let enter = Spoken::Bincode.command(&ClientFrame::EnterRoom { room, cursor });
    let text = "nobody hears this".to_owned();
    let nonce = nonce(1);
    let post = ClientFrame::PostMessage { room, nonce, text };
    let post = Spoken::Bincode.command(&post);
    let ping = codec::encode(&ClientFrame::Ping).unwrap();
    let follows = [
        ("a command", frame(FIN | BINARY, &ping)),
        ("a ping", frame(FIN | PING, b"x")),
        ("another close", close(1001, b"")),
        ("what no frame is", vec![0xFF; 9]),
        ("a message", [enter, post].concat()),
    ];
    let after = |(name, bytes): (&str, Vec<u8>)| {
        let bytes = [close(1000, b""), bytes].concat();
        case(format!("{name} after a close"), bytes, answered(1000, b""))
    };
    follows.into_iter().map(after).collect()
}
