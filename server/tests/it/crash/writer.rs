//! Somebody who writes whatever happens to the server.

use std::{collections::BTreeSet, net::SocketAddr, sync::Arc};

use futures_util::{SinkExt, StreamExt};
use shared::{
    Nonce, RoomId, Seq, UserId, codec,
    frame::{ClientFrame, RoomEvent, ServerFrame},
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

use super::{check::Line, ledger::Ledger};
use crate::common::{PATIENCE, nonce, request};

/// Messages that a writer has on their way at a time.
const WINDOW: usize = 16;

/// The server is gone.
struct Gone;

/// Who writes what, and where: the same for every sending of a message.
pub struct Script {
    pub seed: u64,
    pub rooms: Vec<RoomId>,
}

impl Script {
    /// Most messages are short, some fill a page of the database.
    fn message(&self, author: UserId, number: u64) -> (RoomId, String) {
        let mixed = author.get().wrapping_mul(0x9E37_79B9).wrapping_add(number);
        let mut random = fastrand::Rng::with_seed(self.seed ^ mixed.rotate_left(20));
        let room = self.rooms[random.usize(..self.rooms.len())];
        let most = if random.u8(..16) == 0 { 1_500 } else { 60 };
        let text = format!("{number} {}", "茶".repeat(random.usize(1..most)));
        (room, text)
    }
}

/// A writer, with what it remembers between two lives of the server.
pub struct Writer {
    session: String,
    script: Arc<Script>,
    ledger: Arc<Ledger>,
    /// Who it is, once the server has said so.
    pub me: UserId,
    /// Messages sent so far, which have the numbers from 1 on.
    pub sent: u64,
    /// Those that nobody has acknowledged.
    open: BTreeSet<u64>,
}

impl Writer {
    pub fn new(session: String, script: Arc<Script>, ledger: Arc<Ledger>) -> Self {
        Self {
            session,
            script,
            ledger,
            me: UserId::new(0),
            sent: 0,
            open: BTreeSet::new(),
        }
    }

    /// Writes until the server is gone, or until `last` messages have been sent and all of
    /// them acknowledged. Begins with what was sent and not acknowledged, in its order.
    pub async fn write(mut self, address: SocketAddr, last: Option<u64>) -> Self {
        match self.converse(address, last).await {
            Ok(()) | Err(Gone) => self,
        }
    }

    async fn converse(&mut self, address: SocketAddr, last: Option<u64>) -> Result<(), Gone> {
        let stream = TcpStream::connect(address).await.map_err(|_| Gone)?;
        let opened = client_async(request(address, &self.session), stream).await;
        let (mut socket, _) = opened.map_err(|_| Gone)?;
        let rooms = self.script.rooms.clone();
        for room in rooms {
            let cursor = None;
            send(&mut socket, &ClientFrame::EnterRoom { room, cursor }).await?;
            while !self.hear(&mut socket).await? {}
        }
        // The newest that was acknowledged is sent again too, and must be where it was.
        let newest = (1..=self.sent).rev().find(|n| !self.open.contains(n));
        let again: BTreeSet<u64> = self.open.iter().copied().chain(newest).collect();
        for number in again {
            self.send(&mut socket, number).await?;
        }
        loop {
            while self.open.len() < WINDOW && last.is_none_or(|last| self.sent < last) {
                self.sent += 1;
                self.open.insert(self.sent);
                self.send(&mut socket, self.sent).await?;
            }
            if self.open.is_empty() {
                return Ok(());
            }
            self.hear(&mut socket).await?;
        }
    }

    async fn send(&self, socket: &mut WebSocketStream<TcpStream>, number: u64) -> Result<(), Gone> {
        let (room, text) = self.script.message(self.me, number);
        let nonce = nonce(number);
        send(socket, &ClientFrame::PostMessage { room, nonce, text }).await
    }

    /// Takes the next frame in; whether it says that a room was entered.
    async fn hear(&mut self, socket: &mut WebSocketStream<TcpStream>) -> Result<bool, Gone> {
        let next = timeout(PATIENCE, socket.next()).await;
        let bytes = match next.expect("the server answers or is gone") {
            Some(Ok(Message::Binary(bytes))) => bytes,
            Some(Ok(Message::Close(Some(close)))) => panic!("closed: {close:?}"),
            Some(Ok(_)) => return Ok(false),
            Some(Err(_)) | None => return Err(Gone),
        };
        let frame = codec::decode_server(&bytes).unwrap();
        let mut acknowledged = 0;
        match &frame {
            ServerFrame::Welcomed { you, .. } => self.me = you.id,
            ServerFrame::Acked {
                nonce, room, seq, ..
            } => {
                acknowledged = 1;
                self.acknowledged(*nonce, *room, *seq);
            }
            ServerFrame::Event {
                room,
                seq,
                event: RoomEvent::MessagePosted { author, text, .. },
            } => self.ledger.promise(line(*room, *seq, *author, text)),
            ServerFrame::Rejected { .. } => panic!("{frame:?}"),
            _ => {}
        }
        self.ledger.count(acknowledged, bytes.len());
        Ok(matches!(frame, ServerFrame::RoomEntered { .. }))
    }

    fn acknowledged(&mut self, nonce: Nonce, room: RoomId, seq: Seq) {
        let [.., a, b, c, d, e, f, g, h] = *nonce.as_bytes();
        let number = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
        self.open.remove(&number);
        let (_, text) = self.script.message(self.me, number);
        self.ledger.promise(line(room, seq, self.me, &text));
    }
}

fn line(room: RoomId, seq: Seq, author: UserId, text: &str) -> Line {
    Line {
        room: room.get(),
        seq: seq.get(),
        author: author.get(),
        text: text.to_owned(),
    }
}

async fn send(socket: &mut WebSocketStream<TcpStream>, frame: &ClientFrame) -> Result<(), Gone> {
    let bytes = codec::encode(frame).unwrap();
    socket.send(Message::binary(bytes)).await.map_err(|_| Gone)
}
