//! The framing of RFC 6455, byte by byte: what the server must take it takes, and what it must
//! refuse ends that one connection with the code that the table says.

use shared::{
    codec,
    frame::{ClientFrame, ServerFrame},
    limits::{SUBPROTOCOL, SUBPROTOCOL_JSON},
};

use crate::common::{Client, HALL, TestServer, nonce};

mod closes;
mod frames;
mod peer;
mod sizes;
mod texts;

use peer::{BINARY, CONTINUED, FIN, PING, Peer, Reply, TEXT, frame};

/// What is spoken on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spoken {
    Bincode,
    Json,
}

impl Spoken {
    fn protocol(self) -> &'static str {
        match self {
            Self::Bincode => SUBPROTOCOL,
            Self::Json => SUBPROTOCOL_JSON,
        }
    }

    /// A command in one frame.
    fn command(self, command: &ClientFrame) -> Vec<u8> {
        match self {
            Self::Bincode => frame(FIN | BINARY, &codec::encode(command).unwrap()),
            Self::Json => frame(FIN | TEXT, &serde_json::to_vec(command).unwrap()),
        }
    }
}

/// What must come of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Then {
    /// Exactly this comes back, and the link goes on.
    GoesOn(Vec<Reply>),
    /// The server closes with this code, for its own reason, and that is the end.
    Refused(u16),
    /// A close is answered with this payload, and that is the end.
    Answered(Vec<u8>),
}

/// Bytes after the handshake, and what must come of them.
struct Case {
    name: String,
    spoken: Spoken,
    bytes: Vec<u8>,
    then: Then,
}

/// A row of a table.
type Row<'a> = (&'a str, Vec<u8>, Then);

fn table<const N: usize>(rows: [Row; N]) -> Vec<Case> {
    let rows = rows.into_iter();
    rows.map(|(name, bytes, then)| case(name, bytes, then))
        .collect()
}

fn case(name: impl Into<String>, bytes: Vec<u8>, then: Then) -> Case {
    Case {
        name: name.into(),
        spoken: Spoken::Bincode,
        bytes,
        then,
    }
}

/// What became of it instead, if it is not what must.
async fn complaint(server: &TestServer, session: &str, case: &Case) -> Option<String> {
    let spoken = case.spoken;
    let mut peer = Peer::connect(server.address, session, spoken.protocol()).await;
    peer.write(&case.bytes).await;
    let is_right = match &case.then {
        Then::GoesOn(expected) => {
            let marker = spoken.command(&ClientFrame::DescribePeople { users: vec![] });
            let answer = ServerFrame::PeopleDescribed { people: vec![] };
            let replies = peer.until(&marker, &answer).await;
            (replies == *expected).then_some(()).ok_or(replies)
        }
        Then::Refused(code) => {
            let replies = peer.rest().await;
            let is_end = replies.len() == 2 && replies[0].code() == Some(*code);
            is_end.then_some(()).ok_or(replies)
        }
        Then::Answered(payload) => {
            let replies = peer.rest().await;
            let expected = [Reply::Close(payload.clone()), Reply::End];
            (replies == expected).then_some(()).ok_or(replies)
        }
    };
    let Case { name, then, .. } = case;
    let wrong = is_right.err()?;
    Some(format!("{name}: {wrong:?} instead of {then:?}"))
}

/// A server, somebody in its hall, and the session of the one who tries the cases.
async fn stage() -> (TestServer, Client, String) {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let session = server.http().join("Mallory").await;
    (server, ada, session)
}

/// Plays all cases. After each, somebody else says something and hears it, and nothing beside.
async fn play(cases: Vec<Case>) {
    let (server, mut ada, session) = stage().await;
    let mut complaints = Vec::new();
    for (number, case) in (1..).zip(&cases) {
        complaints.extend(complaint(&server, &session, case).await);
        ada.post(number, "still here").await;
        let (seq, author, _) = ada.message().await;
        assert_eq!((seq.get(), author), (number, ada.me.id), "{}", case.name);
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[tokio::test]
async fn every_frame_is_taken_or_refused_as_the_rfc_says() {
    play(frames::cases()).await;
}

#[tokio::test]
async fn what_is_too_large_is_refused_by_its_head() {
    play(sizes::cases()).await;
}

#[tokio::test]
async fn text_is_utf_8_wherever_it_is_cut() {
    play(texts::cases()).await;
}

#[tokio::test]
async fn every_close_is_answered_and_those_with_codes_of_nobody_are_refused() {
    play(closes::cases()).await;
}

/// A server that took what it must refuse, refused what it must take, or said another code.
#[tokio::test]
async fn a_server_that_does_otherwise_is_noticed() {
    let (server, _ada, session) = stage().await;
    let tables = [
        frames::cases(),
        sizes::cases(),
        texts::cases(),
        closes::cases(),
    ];
    let cases = tables.into_iter().flatten().step_by(5);
    for (number, mut case) in (0..).zip(cases) {
        case.then = match &case.then {
            Then::GoesOn(replies) => {
                let more = Reply::Pong(b"!".to_vec());
                Then::GoesOn([&replies[..], &[more]].concat())
            }
            Then::Refused(code) if number % 2 == 0 => Then::Refused(code + 1),
            Then::Answered(payload) if number % 2 == 0 => {
                Then::Answered([&payload[..], b"!"].concat())
            }
            Then::Refused(_) | Then::Answered(_) => Then::GoesOn(vec![]),
        };
        let complaint = complaint(&server, &session, &case).await;
        assert!(complaint.is_some(), "{}", case.name);
    }
}

/// A message in hundreds of pieces, some of them empty, with pings in between, is the message;
/// so is one that arrives byte by byte.
#[tokio::test]
async fn a_message_in_pieces_arrives_whole() {
    let (server, mut ada, session) = stage().await;
    for (number, piece) in (1..).zip([1, 7, 4_000]) {
        let text = format!("{number} {}", "茶".repeat(1_000));
        let post = ClientFrame::PostMessage {
            room: HALL,
            nonce: nonce(number),
            text: text.clone(),
        };
        let mut peer = Peer::connect(server.address, &session, SUBPROTOCOL).await;
        let (room, cursor) = (HALL, None);
        let enter = ClientFrame::EnterRoom { room, cursor };
        let mut bytes = Spoken::Bincode.command(&enter);
        let mut opcode = BINARY;
        for part in codec::encode(&post).unwrap().chunks(piece) {
            bytes.extend(frame(opcode, part));
            bytes.extend(frame(CONTINUED, &[]));
            bytes.extend(frame(FIN | PING, part.get(..9).unwrap_or_default()));
            opcode = CONTINUED;
        }
        bytes.extend(frame(FIN | CONTINUED, &[]));
        for part in bytes.chunks(if piece == 7 { 1 } else { 1_000 }) {
            peer.write(part).await;
        }
        assert_eq!(ada.message().await.2, text);
    }
}
