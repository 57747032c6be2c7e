//! The three roads of a client, byte by byte: a WebSocket, a stream of events, one answer after
//! the other.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use shared::{codec, frame::ServerFrame, limits::SUBPROTOCOL};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest, handshake::client::Request},
};

mod relay;

pub use relay::Relay;

use super::PATIENCE;

/// How a connection ended: with a close code, or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Closed(u16),
    Lost,
}

/// A way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    WebSocket,
    Stream,
    Poll,
}

impl Road {
    pub const ALL: [Self; 3] = [Self::WebSocket, Self::Stream, Self::Poll];
}

/// A link over one of them.
pub enum Wire {
    Socket(Box<WebSocketStream<TcpStream>>),
    Relay(Relay),
}

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

impl Wire {
    /// Opens a link.
    pub async fn open(road: Road, address: SocketAddr, session: &str) -> Result<Self, Ended> {
        match road {
            Road::WebSocket => {
                let stream = dial(address).await?;
                let opened = client_async(request(address, session), stream);
                let opened = timeout(PATIENCE, opened).await.expect("an answer in time");
                let (socket, response) = opened.map_err(|error| refused(&error))?;
                assert_eq!(response.headers()["sec-websocket-protocol"], SUBPROTOCOL);
                Ok(Self::Socket(Box::new(socket)))
            }
            Road::Stream => Relay::stream(address, session).await.map(Self::Relay),
            Road::Poll => Relay::poll(address, session).await.map(Self::Relay),
        }
    }

    pub async fn send(&mut self, bytes: Vec<u8>) -> Result<(), Ended> {
        match self {
            Self::Socket(socket) => {
                let sent = socket.send(Message::binary(bytes)).await;
                sent.map_err(|_| Ended::Lost)
            }
            Self::Relay(relay) => match relay.try_say(&[bytes]).await? {
                answer if answer.status == 204 => Ok(()),
                answer => Err(answer.ended()),
            },
        }
    }

    pub async fn read(&mut self) -> Result<ServerFrame, Ended> {
        let bytes = match self {
            Self::Socket(socket) => next_message(socket).await?,
            Self::Relay(relay) => relay.next().await?,
        };
        Ok(codec::decode_server(&bytes).unwrap())
    }
}

async fn dial(address: SocketAddr) -> Result<TcpStream, Ended> {
    let dialled = TcpStream::connect(address).await;
    dialled.map_err(|_| Ended::Lost)
}

/// A handshake fails because the way to the server does, or because the server restarts; that it
/// fails for any other reason is a defect.
fn refused(error: &Error) -> Ended {
    if let Error::Http(answer) = error {
        assert_eq!(answer.status().as_u16(), 503, "{error:?}");
    }
    Ended::Lost
}

async fn next_message(socket: &mut WebSocketStream<TcpStream>) -> Result<Vec<u8>, Ended> {
    loop {
        let message = timeout(PATIENCE, socket.next())
            .await
            .expect("something happens in time");
        match message {
            Some(Ok(Message::Binary(bytes))) => return Ok(bytes.to_vec()),
            Some(Ok(Message::Close(Some(close)))) => return Err(Ended::Closed(close.code.into())),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err(Ended::Lost),
        }
    }
}
