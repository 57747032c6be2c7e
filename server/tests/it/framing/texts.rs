use shared::{
    ApiError,
    frame::{CloseReason, ServerFrame, Subject},
};

use super::{
    Case, Spoken, Then, case,
    peer::{BINARY, CONTINUED, FIN, PING, Reply, TEXT, frame},
};
use crate::common::nonce;

const MALFORMED: Then = Then::Refused(CloseReason::MalformedFrame.code());
const NOT_UTF_8: Then = Then::Refused(CloseReason::NotUtf8.code());
const IS_TEXT: Then = Then::Refused(CloseReason::TextFrame.code());
const IS_BINARY: Then = Then::Refused(CloseReason::BinaryFrame.code());

/// Whatever is no UTF-8, as RFC 3629 has it.
const BAD: [(&str, &[u8]); 11] = [
    ("a byte that never is", &[0xFF]),
    ("a byte that only follows", &[0x80]),
    ("a character that is cut short", &[0xE8, 0x8C]),
    ("a character that another interrupts", &[0xE8, 0x8C, b'x']),
    ("a slash in two bytes", &[0xC0, 0xAF]),
    ("a slash in three bytes", &[0xE0, 0x80, 0xAF]),
    ("nothing in two bytes", &[0xC0, 0x80]),
    ("the first half of a pair", &[0xED, 0xA0, 0x80]),
    (
        "both halves of a pair",
        &[0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
    ),
    ("beyond the last character", &[0xF4, 0x90, 0x80, 0x80]),
    ("a character in five bytes", &[0xF8, 0x88, 0x80, 0x80, 0x80]),
];

const GOOD: [(&str, &str); 5] = [
    ("two bytes", "é"),
    ("three bytes", "茶"),
    ("four bytes", "🍵"),
    ("the last before the pairs", "\u{D7FF}"),
    ("the last of all", "\u{10FFFF}"),
];

/// A command around these bytes; it is refused, because nobody has entered the room.
fn post(text: &[u8]) -> Vec<u8> {
    let nonce = "00000000000000000000000000000007";
    let before = format!(r#"{{"PostMessage":{{"room":1,"nonce":"{nonce}","text":""#);
    [before.as_bytes(), text, br#""}}"#].concat()
}

fn understood() -> Reply {
    Reply::Frame(ServerFrame::Rejected {
        subject: Subject::Message(nonce(7)),
        error: ApiError::NotFound,
    })
}

fn json(name: impl Into<String>, bytes: Vec<u8>, then: Then) -> Case {
    let spoken = Spoken::Json;
    Case {
        spoken,
        ..case(name, bytes, then)
    }
}

/// In two frames, cut so many bytes after the beginning of the text.
fn cut(text: &[u8], after: usize, between: &[u8]) -> Vec<u8> {
    let whole = post(text);
    let (first, last) = whole.split_at(post(b"").len() - 3 + after);
    [
        &frame(TEXT, first)[..],
        between,
        &frame(FIN | CONTINUED, last),
    ]
    .concat()
}

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "text where frames are binary",
            frame(FIN | TEXT, b"\"Ping\""),
            IS_TEXT,
        ),
        case(
            "no UTF-8 where frames are binary",
            frame(FIN | TEXT, &[0xFF]),
            NOT_UTF_8,
        ),
        json(
            "a binary frame where frames are text",
            frame(FIN | BINARY, b"\"Ping\""),
            IS_BINARY,
        ),
        json("text with nothing in it", frame(FIN | TEXT, b""), MALFORMED),
    ];
    cases.extend(good());
    cases.extend(bad());
    cases
}

fn good() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, text) in GOOD {
        let text = text.as_bytes();
        let whole = || Then::GoesOn(vec![understood()]);
        cases.push(json(name, frame(FIN | TEXT, &post(text)), whole()));
        for after in 1..text.len() {
            let name = format!("{name}, cut after {after}");
            cases.push(json(name, cut(text, after, b""), whole()));
        }
        let ping = frame(FIN | PING, b"x");
        let then = Then::GoesOn(vec![Reply::Pong(b"x".to_vec()), understood()]);
        cases.push(json(
            format!("{name} around a ping"),
            cut(text, 1, &ping),
            then,
        ));
        let mut bytes = frame(TEXT, b"");
        post(text)
            .iter()
            .for_each(|byte| bytes.extend(frame(CONTINUED, &[*byte])));
        bytes.extend(frame(FIN | CONTINUED, b""));
        cases.push(json(format!("{name}, byte by byte"), bytes, whole()));
    }
    cases
}

fn bad() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, text) in BAD {
        cases.push(json(name, frame(FIN | TEXT, &post(text)), NOT_UTF_8));
        for after in 1..text.len() {
            let name = format!("{name}, cut after {after}");
            cases.push(json(name, cut(text, after, b""), NOT_UTF_8));
        }
        let bytes = [&post(b"")[..], text].concat();
        cases.push(json(
            format!("{name}, at the end"),
            frame(FIN | TEXT, &bytes),
            NOT_UTF_8,
        ));
    }
    cases
}
