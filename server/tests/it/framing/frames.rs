use shared::{
    codec,
    frame::{ClientFrame, CloseReason, ServerFrame},
};

use super::{
    Case, Then, case,
    peer::{BINARY, CLOSE, CONTINUED, FIN, PING, PONG, Reply, TEXT, frame, unmasked},
    table,
};

/// Against the protocol.
const WRONG: Then = Then::Refused(CloseReason::BadFraming.code());

const RESERVED: [(&str, u8); 4] = [
    ("the first reserved bit", 0x40),
    ("the second reserved bit", 0x20),
    ("the third reserved bit", 0x10),
    ("all reserved bits", 0x70),
];

/// A ping of the app as the codec has it, and what answers it.
fn ping() -> Vec<u8> {
    codec::encode(&ClientFrame::Ping).unwrap()
}

fn ponged() -> Reply {
    Reply::Frame(ServerFrame::Ponged)
}

fn pong(payload: &[u8]) -> Reply {
    Reply::Pong(payload.to_vec())
}

pub fn cases() -> Vec<Case> {
    let groups = [heads(), controls(), pieces(), torn_pieces()];
    groups.into_iter().flatten().collect()
}

fn heads() -> Vec<Case> {
    let mut cases = table([
        (
            "a whole frame",
            frame(FIN | BINARY, &ping()),
            Then::GoesOn(vec![ponged()]),
        ),
        (
            "an unmasked command",
            unmasked(FIN | BINARY, &ping()),
            WRONG,
        ),
        ("an unmasked text", unmasked(FIN | TEXT, b"x"), WRONG),
        (
            "an unmasked frame with nothing in it",
            unmasked(FIN | BINARY, b""),
            WRONG,
        ),
        ("an unmasked ping", unmasked(FIN | PING, b"x"), WRONG),
        ("an unmasked pong", unmasked(FIN | PONG, b""), WRONG),
        ("an unmasked close", unmasked(FIN | CLOSE, &[3, 232]), WRONG),
    ]);
    cases.extend(reserved());
    cases
}

fn reserved() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, bits) in RESERVED {
        for (kind, opcode) in [
            ("command", BINARY),
            ("text", TEXT),
            ("ping", PING),
            ("close", CLOSE),
        ] {
            let bytes = frame(FIN | bits | opcode, b"");
            cases.push(case(format!("{name} on a {kind}"), bytes, WRONG));
        }
        let bytes = [frame(BINARY, &ping()), frame(FIN | bits | CONTINUED, b"")].concat();
        cases.push(case(format!("{name} on the last piece"), bytes, WRONG));
    }
    for opcode in (0x3..=0x7).chain(0xB..=0xF) {
        let name = |what| format!("reserved opcode {opcode:X}{what}");
        cases.push(case(name(""), frame(FIN | opcode, b""), WRONG));
        cases.push(case(
            name(" with a payload"),
            frame(FIN | opcode, b"tea"),
            WRONG,
        ));
        cases.push(case(name(" in a piece"), frame(opcode, b"tea"), WRONG));
    }
    cases
}

fn controls() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, opcode) in [("ping", PING), ("pong", PONG), ("close", CLOSE)] {
        cases.push(case(
            format!("a {name} in pieces"),
            frame(opcode, b""),
            WRONG,
        ));
        let long = frame(FIN | opcode, &[b'x'; 126]);
        cases.push(case(format!("a {name} of 126 bytes"), long, WRONG));
        let longer = frame(FIN | opcode, &[b'x'; 60_000]);
        cases.push(case(format!("a {name} of 60000 bytes"), longer, WRONG));
    }
    for length in [0, 1, 124, 125] {
        let payload: Vec<u8> = (0..length).collect();
        let bytes = frame(FIN | PING, &payload);
        let then = Then::GoesOn(vec![pong(&payload)]);
        cases.push(case(format!("a ping of {length} bytes"), bytes, then));
        let bytes = frame(FIN | PONG, &payload);
        let then = Then::GoesOn(vec![]);
        cases.push(case(
            format!("an unasked pong of {length} bytes"),
            bytes,
            then,
        ));
    }
    let three = [b"a", b"b", b"c"].map(|payload| frame(FIN | PING, payload));
    let answers = vec![pong(b"a"), pong(b"b"), pong(b"c")];
    cases.push(case(
        "three pings at once",
        three.concat(),
        Then::GoesOn(answers),
    ));
    cases
}

fn pieces() -> Vec<Case> {
    let [version, variant]: [u8; 2] = ping().try_into().unwrap();
    let first = frame(BINARY, &[version]);
    let last = frame(FIN | CONTINUED, &[variant]);
    let empty = frame(CONTINUED, b"");
    let whole = || Then::GoesOn(vec![ponged()]);
    let ping = frame(FIN | PING, b"between");
    let pinged = Then::GoesOn(vec![pong(b"between"), ponged()]);
    let pong = frame(FIN | PONG, b"between");
    let around: [(u8, &[u8]); 3] = [
        (BINARY, &[]),
        (CONTINUED, &[version, variant]),
        (FIN | CONTINUED, &[]),
    ];
    let around = around.map(|(first, payload)| frame(first, payload));
    table([
        ("two pieces", [&first[..], &last].concat(), whole()),
        (
            "an empty piece between",
            [&first[..], &empty, &last].concat(),
            whole(),
        ),
        ("empty pieces around", around.concat(), whole()),
        (
            "a thousand empty pieces",
            [&first[..], &empty.repeat(1_000), &last].concat(),
            whole(),
        ),
        (
            "a ping between pieces",
            [&first[..], &ping, &last].concat(),
            pinged,
        ),
        (
            "a pong between pieces",
            [&first[..], &pong, &last].concat(),
            whole(),
        ),
        (
            "a close between pieces",
            [&first[..], &frame(FIN | CLOSE, &[3, 232]), &last].concat(),
            Then::Answered(vec![3, 232]),
        ),
        (
            "two messages in pieces",
            [&first[..], &last, &first, &last].concat(),
            Then::GoesOn(vec![ponged(), ponged()]),
        ),
    ])
}

fn torn_pieces() -> Vec<Case> {
    let whole = frame(FIN | BINARY, &ping());
    let first = frame(BINARY, b"");
    let last = frame(FIN | CONTINUED, &ping());
    table([
        ("a last piece of nothing", last.clone(), WRONG),
        (
            "an empty last piece of nothing",
            frame(FIN | CONTINUED, b""),
            WRONG,
        ),
        (
            "a middle piece of nothing",
            frame(CONTINUED, &ping()),
            WRONG,
        ),
        (
            "a command within pieces",
            [&first[..], &whole].concat(),
            WRONG,
        ),
        (
            "a text within pieces",
            [first.clone(), frame(FIN | TEXT, b"x")].concat(),
            WRONG,
        ),
        (
            "a first piece after another",
            [&first[..], &first].concat(),
            WRONG,
        ),
        (
            "a reserved opcode within pieces",
            [first, frame(0x83, b"")].concat(),
            WRONG,
        ),
    ])
}
