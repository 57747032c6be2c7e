use std::net::SocketAddr;

use shared::{
    Epoch, Nonce, RoomId, Seq, UserId, codec,
    frame::{ClientFrame, Cursor, RoomEvent, ServerFrame},
    model::Person,
};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;

use super::wire::{Ended, Relay, Road, Wire};

/// A connected client.
pub struct Client {
    wire: Wire,
    pub me: Person,
}

/// The room that every new database has.
pub const HALL: RoomId = RoomId::new(1);

pub fn nonce(number: u64) -> Nonce {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    Nonce::from_bytes(bytes)
}

impl Client {
    pub async fn connect(address: SocketAddr, session: &str) -> Self {
        let connected = Self::try_connect(address, session).await;
        connected.unwrap_or_else(|end| panic!("{end:?}"))
    }

    /// As [`Self::connect`]; how it ended for whom it did at once.
    pub async fn try_connect(address: SocketAddr, session: &str) -> Result<Self, Ended> {
        Self::try_connect_over(Road::WebSocket, address, session).await
    }

    /// As [`Self::connect`], over a road.
    pub async fn connect_over(road: Road, address: SocketAddr, session: &str) -> Self {
        let connected = Self::try_connect_over(road, address, session).await;
        connected.unwrap_or_else(|end| panic!("{end:?}"))
    }

    /// As [`Self::try_connect`], over a road.
    pub async fn try_connect_over(
        road: Road,
        address: SocketAddr,
        session: &str,
    ) -> Result<Self, Ended> {
        let mut wire = Wire::open(road, address, session).await?;
        let first = wire.read().await?;
        let ServerFrame::Welcomed { you, .. } = first else {
            panic!("{first:?}")
        };
        Ok(Self { wire, me: you })
    }

    /// The WebSocket of one that has one.
    pub fn socket(&mut self) -> &mut WebSocketStream<TcpStream> {
        match &mut self.wire {
            Wire::Socket(socket) => socket,
            Wire::Relay(_) => panic!("there is no WebSocket"),
        }
    }

    /// The link of one that has no WebSocket.
    pub fn relay(&mut self) -> &mut Relay {
        match &mut self.wire {
            Wire::Relay(relay) => relay,
            Wire::Socket(_) => panic!("it is a WebSocket"),
        }
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        self.send_bytes(codec::encode(frame).unwrap()).await;
    }

    pub async fn send_bytes(&mut self, bytes: Vec<u8>) {
        self.wire.send(bytes).await.unwrap();
    }

    /// As [`Self::send`], where the way to the server may break.
    pub async fn try_send(&mut self, frame: &ClientFrame) -> Result<(), Ended> {
        self.try_send_bytes(codec::encode(frame).unwrap()).await
    }

    pub async fn try_send_bytes(&mut self, bytes: Vec<u8>) -> Result<(), Ended> {
        self.wire.send(bytes).await
    }

    /// The next frame.
    pub async fn next(&mut self) -> ServerFrame {
        let next = self.try_next().await;
        next.unwrap_or_else(|end| panic!("ended: {end:?}"))
    }

    /// The next frame, or how the link ended.
    pub async fn try_next(&mut self) -> Result<ServerFrame, Ended> {
        self.wire.read().await
    }

    /// How the connection ends, whatever comes before.
    pub async fn end(&mut self) -> Ended {
        loop {
            if let Err(end) = self.wire.read().await {
                return end;
            }
        }
    }

    /// Frames up to the first for which `wanted` gives something, and that.
    pub async fn until<T>(&mut self, mut wanted: impl FnMut(&ServerFrame) -> Option<T>) -> T {
        loop {
            let frame = self.next().await;
            if let Some(found) = wanted(&frame) {
                return found;
            }
        }
    }

    /// Enters the hall; where its sequence stands.
    pub async fn enter(&mut self, cursor: Option<Cursor>) -> (Epoch, Seq) {
        self.send(&ClientFrame::EnterRoom { room: HALL, cursor })
            .await;
        self.until(|frame| match frame {
            ServerFrame::RoomEntered {
                epoch, last_seq, ..
            } => Some((*epoch, *last_seq)),
            _ => None,
        })
        .await
    }

    pub async fn post(&mut self, number: u64, text: &str) {
        let text = text.to_owned();
        self.send(&ClientFrame::PostMessage {
            room: HALL,
            nonce: nonce(number),
            text,
        })
        .await;
    }

    /// The place of the next acknowledged command.
    pub async fn acked(&mut self, number: u64) -> Seq {
        self.until(|frame| match frame {
            ServerFrame::Acked { nonce: n, seq, .. } if *n == nonce(number) => Some(*seq),
            ServerFrame::Rejected { .. } => panic!("{frame:?}"),
            _ => None,
        })
        .await
    }

    /// The next message.
    pub async fn message(&mut self) -> (Seq, UserId, String) {
        self.until(|frame| match frame {
            ServerFrame::Event {
                seq,
                event: RoomEvent::MessagePosted { author, text, .. },
                ..
            } => Some((*seq, *author, text.clone())),
            _ => None,
        })
        .await
    }
}
