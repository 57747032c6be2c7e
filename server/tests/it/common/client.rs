use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use shared::{
    Epoch, Nonce, RoomId, Seq, UserId, codec,
    frame::{ClientFrame, Cursor, RoomEvent, ServerFrame},
    limits::SUBPROTOCOL,
    model::Person,
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest, handshake::client::Request},
};

use super::PATIENCE;

/// How a connection ended: with a close code, or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Closed(u16),
    Lost,
}

/// A connected client.
pub struct Client {
    pub socket: WebSocketStream<TcpStream>,
    pub me: Person,
}

/// The room that every new database has.
pub const HALL: RoomId = RoomId::new(1);

pub fn request(address: SocketAddr, session: &str) -> Request {
    let mut request = format!("ws://{address}/live")
        .into_client_request()
        .unwrap();
    let mut set = |name, value: &str| request.headers_mut().insert(name, value.parse().unwrap());
    set("cookie", session);
    set("origin", &format!("http://{address}"));
    set("sec-websocket-protocol", SUBPROTOCOL);
    request
}

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
        let stream = TcpStream::connect(address).await.unwrap();
        let (mut socket, response) = client_async(request(address, session), stream)
            .await
            .unwrap();
        assert_eq!(response.headers()["sec-websocket-protocol"], SUBPROTOCOL);
        let first = read(&mut socket).await?;
        let ServerFrame::Welcomed { you, .. } = first else {
            panic!("{first:?}")
        };
        Ok(Self { socket, me: you })
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        self.send_bytes(codec::encode(frame).unwrap()).await;
    }

    pub async fn send_bytes(&mut self, bytes: Vec<u8>) {
        self.socket.send(Message::binary(bytes)).await.unwrap();
    }

    /// The next frame.
    pub async fn next(&mut self) -> ServerFrame {
        read(&mut self.socket)
            .await
            .unwrap_or_else(|end| panic!("ended: {end:?}"))
    }

    /// How the connection ends, whatever comes before.
    pub async fn end(&mut self) -> Ended {
        loop {
            if let Err(end) = read(&mut self.socket).await {
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

async fn read(socket: &mut WebSocketStream<TcpStream>) -> Result<ServerFrame, Ended> {
    loop {
        let message = timeout(PATIENCE, socket.next())
            .await
            .expect("something happens in time");
        match message {
            Some(Ok(Message::Binary(bytes))) => return Ok(codec::decode_server(&bytes).unwrap()),
            Some(Ok(Message::Close(Some(close)))) => return Err(Ended::Closed(close.code.into())),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err(Ended::Lost),
        }
    }
}
