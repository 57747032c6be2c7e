use shared::{
    ApiError, codec,
    frame::{ClientFrame, CloseReason, ServerFrame, Subject},
    limits::FRAME_BYTES,
};

use super::{
    Case, Then, case,
    peer::{BINARY, CLOSE, CONTINUED, FIN, Length, PING, Reply, TEXT, frame, frame_with, head},
    table,
};
use crate::common::{HALL, nonce};

const TOO_LARGE: Then = Then::Refused(CloseReason::FrameTooLarge.code());

pub fn cases() -> Vec<Case> {
    let mut cases = sizes();
    cases.extend(lengths());
    cases
}

fn sizes() -> Vec<Case> {
    let limit = u64::try_from(FRAME_BYTES).unwrap();
    let mut cases = Vec::new();
    for length in [
        limit + 1,
        1 << 20,
        1 << 32,
        u64::MAX >> 1,
        1 << 63,
        u64::MAX,
    ] {
        for (kind, opcode) in [("command", BINARY), ("text", TEXT), ("ping", PING)] {
            let bytes = head(FIN | opcode, Length::Long(length));
            let name = format!("the head of a {kind} of {length} bytes");
            cases.push(case(name, bytes, TOO_LARGE));
        }
    }
    let half = vec![0; FRAME_BYTES / 2];
    let pieces = [frame(BINARY, &half), frame(CONTINUED, &half)].concat();
    let over = [pieces.clone(), frame(FIN | CONTINUED, &[0])].concat();
    cases.push(case("one byte too many in pieces", over, TOO_LARGE));
    let head_of_more = head(CONTINUED, Length::Long(limit + 1));
    let over = [pieces, head_of_more].concat();
    cases.push(case(
        "the head of a piece that is too large",
        over,
        TOO_LARGE,
    ));
    cases
}

/// The RFC demands the shortest way of whoever writes and says nothing of who reads: any is read.
fn lengths() -> Vec<Case> {
    let whole = || Then::GoesOn(vec![Reply::Frame(ServerFrame::Ponged)]);
    let ping = codec::encode(&ClientFrame::Ping).unwrap();
    let (room, nonce, text) = (HALL, nonce(1), "x".repeat(200));
    let post = ClientFrame::PostMessage { room, nonce, text };
    let post = codec::encode(&post).unwrap();
    let long = post.len().try_into().unwrap();
    let refused = Reply::Frame(ServerFrame::Rejected {
        subject: Subject::Message(nonce),
        error: ApiError::NotFound,
    });
    let echo = Then::GoesOn(vec![Reply::Pong(b"x".to_vec())]);
    let close = [3, 232];
    table([
        (
            "two bytes where one would do",
            frame_with(FIN | BINARY, Length::Medium(2), &ping),
            whole(),
        ),
        (
            "eight bytes where one would do",
            frame_with(FIN | BINARY, Length::Long(2), &ping),
            whole(),
        ),
        (
            "eight bytes where two would do",
            frame_with(FIN | BINARY, Length::Long(long), &post),
            Then::GoesOn(vec![refused]),
        ),
        (
            "the same of a ping",
            frame_with(FIN | PING, Length::Medium(1), b"x"),
            echo,
        ),
        (
            "the same of a close",
            frame_with(FIN | CLOSE, Length::Long(2), &close),
            Then::Answered(close.to_vec()),
        ),
    ])
}
