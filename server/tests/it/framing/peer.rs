//! A client that writes every byte itself: frames as RFC 6455 has them, and as it forbids them.

use std::net::SocketAddr;

use shared::{codec, frame::ServerFrame};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::timeout,
};

use crate::common::PATIENCE;

pub const FIN: u8 = 0x80;
pub const CONTINUED: u8 = 0x0;
pub const TEXT: u8 = 0x1;
pub const BINARY: u8 = 0x2;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xA;

const MASKED: u8 = 0x80;
const MASK: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

/// The key of the RFC's own example, and what a server makes of it.
const KEY: (&str, &str) = ("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

/// How a frame says how long it is.
#[derive(Clone, Copy)]
pub enum Length {
    Short(u8),
    Medium(u16),
    Long(u64),
}

impl Length {
    /// The shortest way of saying it.
    fn of(payload: &[u8]) -> Self {
        match payload.len() {
            0..=125 => Self::Short(payload.len().try_into().unwrap()),
            126..=0xFFFF => Self::Medium(payload.len().try_into().unwrap()),
            _ => Self::Long(payload.len().try_into().unwrap()),
        }
    }

    fn bytes(self, masked: u8) -> Vec<u8> {
        match self {
            Self::Short(length) => vec![masked | length],
            Self::Medium(length) => [&[masked | 126][..], &length.to_be_bytes()].concat(),
            Self::Long(length) => [&[masked | 127][..], &length.to_be_bytes()].concat(),
        }
    }
}

/// The head of a frame that a client sends, and no payload.
pub fn head(first: u8, length: Length) -> Vec<u8> {
    [&[first][..], &length.bytes(MASKED), &MASK].concat()
}

/// A frame that says in this way how long it is.
pub fn frame_with(first: u8, length: Length, payload: &[u8]) -> Vec<u8> {
    let masked = payload.iter().zip(MASK.iter().cycle());
    let mut bytes = head(first, length);
    bytes.extend(masked.map(|(byte, mask)| byte ^ mask));
    bytes
}

/// A frame as a client has to send it.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    frame_with(first, Length::of(payload), payload)
}

/// A frame as only a server may send it.
pub fn unmasked(first: u8, payload: &[u8]) -> Vec<u8> {
    [&[first][..], &Length::of(payload).bytes(0), payload].concat()
}

/// What came from the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Frame(ServerFrame),
    Pong(Vec<u8>),
    /// The payload of a close.
    Close(Vec<u8>),
    /// The connection is at its end.
    End,
    /// Nothing came in time.
    Silence,
}

impl Reply {
    /// Whether nothing comes after it.
    fn is_last(&self) -> bool {
        matches!(self, Self::End | Self::Silence)
    }

    /// The code of a close, where it has one.
    pub fn code(&self) -> Option<u16> {
        let Self::Close(payload) = self else {
            return None;
        };
        payload.first_chunk().map(|code| u16::from_be_bytes(*code))
    }
}

/// One connection after a correct handshake.
pub struct Peer {
    stream: BufReader<TcpStream>,
}

impl Peer {
    /// Connects and reads the first frame.
    pub async fn connect(address: SocketAddr, session: &str, protocol: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let (key, accept) = KEY;
        let request = format!(
            "GET /live HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: {protocol}\r\n\
             Cookie: {session}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut stream = BufReader::new(stream);
        let mut answer = String::new();
        while !answer.ends_with("\r\n\r\n") {
            assert!(stream.read_line(&mut answer).await.unwrap() > 0, "{answer}");
        }
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        assert!(answer.contains(accept), "{answer}");
        let mut peer = Self { stream };
        let first = peer.read().await;
        let is_welcome = matches!(first, Reply::Frame(ServerFrame::Welcomed { .. }));
        assert!(is_welcome, "{first:?}");
        peer
    }

    /// The server may end the connection before all of it is written.
    pub async fn write(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await;
    }

    /// The next that comes, which must be as the RFC has it.
    pub async fn read(&mut self) -> Reply {
        let read = timeout(PATIENCE, self.next()).await;
        read.unwrap_or(Reply::Silence)
    }

    async fn next(&mut self) -> Reply {
        let Ok(first) = self.stream.read_u8().await else {
            return Reply::End;
        };
        let second = self.stream.read_u8().await.unwrap();
        let length = match second {
            126 => u64::from(self.stream.read_u16().await.unwrap()),
            127 => self.stream.read_u64().await.unwrap(),
            short => u64::from(short),
        };
        let mut payload = vec![0; length.try_into().unwrap()];
        self.stream.read_exact(&mut payload).await.unwrap();
        assert!(second & MASKED == 0, "servers mask nothing");
        assert_eq!(first & !0xF, FIN, "no bit beside the one of the last piece");
        let shortest = Length::of(&payload).bytes(0);
        assert_eq!(shortest[0], second, "said in the shortest way");
        match first & 0xF {
            CLOSE => Reply::Close(payload),
            PONG => Reply::Pong(payload),
            BINARY => Reply::Frame(codec::decode_server(&payload).unwrap()),
            TEXT => Reply::Frame(serde_json::from_slice(&payload).unwrap()),
            opcode => panic!("opcode {opcode}"),
        }
    }

    /// All that comes up to the end. A close is answered, as the RFC demands.
    pub async fn rest(&mut self) -> Vec<Reply> {
        let mut replies = Vec::new();
        loop {
            let reply = self.read().await;
            if let Reply::Close(payload) = &reply {
                self.write(&frame(FIN | CLOSE, payload)).await;
            }
            replies.push(reply);
            if replies.last().is_some_and(Reply::is_last) {
                return replies;
            }
        }
    }

    /// All that comes before the answer to `marker`, or up to the end.
    pub async fn until(&mut self, marker: &[u8], answer: &ServerFrame) -> Vec<Reply> {
        self.write(marker).await;
        let mut replies = Vec::new();
        loop {
            match self.read().await {
                Reply::Frame(frame) if frame == *answer => return replies,
                reply => replies.push(reply),
            }
            if replies.last().is_some_and(Reply::is_last) {
                return replies;
            }
        }
    }
}
