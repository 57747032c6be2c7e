//! The three roads to the server.

use std::{fmt, net::SocketAddr, sync::Arc};

use app::live::Road;
use futures_util::{SinkExt, StreamExt};
use shared::{
    codec,
    frame::{ClientFrame, ServerFrame},
    limits::SUBPROTOCOL,
};
use tokio::net::TcpSocket;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Error, Message, client::IntoClientRequest, protocol::WebSocketConfig},
};

use crate::{
    meter::{Count, Metered},
    relay::Relay,
    support::Failure,
};

/// How a link ended, or an attempt at one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// With the code of a reason.
    Closed(u16),
    /// A request was answered, and not with a link.
    Answered { status: u16, code: Option<u16> },
    /// Nobody listens: between two processes.
    NobodyThere,
    /// In the middle, without a word.
    Broken,
    /// By the client, which had waited long enough.
    NoAnswer,
}

/// A link that ended without a word (RFC 6455, section 7.1.5).
pub const LOST: u16 = 1006;

impl Ended {
    /// The code that a page sees. That of a refused WebSocket it does not see.
    pub const fn code(self, road: Road) -> u16 {
        match (self, road) {
            (Self::Closed(code), _) => code,
            (
                Self::Answered {
                    code: Some(code), ..
                },
                Road::Stream | Road::Poll,
            ) => code,
            _ => LOST,
        }
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(code) => write!(f, "closed with {code}"),
            Self::Answered { status, code } => match code {
                Some(code) => write!(f, "answered {status}, {code}"),
                None => write!(f, "answered {status}"),
            },
            Self::NobodyThere => f.write_str("nobody listened"),
            Self::Broken => f.write_str("broken without a word"),
            Self::NoAnswer => f.write_str("no answer in time"),
        }
    }
}

/// Where somebody comes in, and as whom.
#[derive(Clone, Debug)]
pub struct Entry {
    pub address: SocketAddr,
    /// The cookie.
    pub session: String,
    /// Whether it takes as little at a time as it can.
    pub is_narrow: bool,
    pub count: Arc<Count>,
}

/// Bytes that a narrow socket takes before it is read.
const NARROW: u32 = 4 * 1024;

impl Entry {
    /// A connection to the server.
    pub async fn dial(&self) -> Result<Metered, Ended> {
        let socket = TcpSocket::new_v4().map_err(|_| Ended::Broken)?;
        if self.is_narrow {
            let set = socket.set_recv_buffer_size(NARROW);
            set.map_err(|_| Ended::Broken)?;
        }
        let stream = socket.connect(self.address).await;
        let stream = stream.map_err(|error| match error.kind() {
            std::io::ErrorKind::ConnectionRefused => Ended::NobodyThere,
            _ => Ended::Broken,
        })?;
        stream.set_nodelay(true).map_err(|_| Ended::Broken)?;
        Ok(Metered::new(stream, Arc::clone(&self.count)))
    }

    async fn socket(&self) -> Result<WebSocketStream<Metered>, Ended> {
        let request = self.request().map_err(|_| Ended::Broken)?;
        let config = WebSocketConfig::default()
            .read_buffer_size(8 * 1024)
            .write_buffer_size(0);
        let stream = self.dial().await?;
        let opened = client_async_with_config(request, stream, Some(config)).await;
        let (socket, _) = opened.map_err(|error| match error {
            Error::Http(answer) => {
                let code = answer.headers().get(shared::limits::CLOSE_HEADER);
                Ended::Answered {
                    status: answer.status().as_u16(),
                    code: code.and_then(|code| code.to_str().ok()?.parse().ok()),
                }
            }
            _ => Ended::Broken,
        })?;
        Ok(socket)
    }

    fn request(&self) -> Result<axum::http::Request<()>, Failure> {
        let address = self.address;
        let mut request = format!("ws://{address}/live").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("cookie", self.session.parse()?);
        headers.insert("origin", format!("http://{address}").parse()?);
        headers.insert("sec-websocket-protocol", SUBPROTOCOL.parse()?);
        Ok(request)
    }
}

/// A link over one of the roads.
pub enum Wire {
    Socket(Box<WebSocketStream<Metered>>),
    Relay(Box<Relay>),
}

impl Wire {
    pub async fn open(road: Road, entry: Entry) -> Result<Self, Ended> {
        match road {
            Road::WebSocket => Ok(Self::Socket(Box::new(entry.socket().await?))),
            Road::Stream => Ok(Self::Relay(Box::new(Relay::stream(entry).await?))),
            Road::Poll => Ok(Self::Relay(Box::new(Relay::poll(entry).await?))),
        }
    }

    /// Says something, or has it said by [`Self::next`].
    pub async fn say(&mut self, frame: &ClientFrame) -> Result<(), Ended> {
        let bytes = codec::encode(frame).map_err(|_| Ended::Broken)?;
        match self {
            Self::Socket(socket) => {
                let sent = socket.send(Message::binary(bytes)).await;
                sent.map_err(|_| Ended::Broken)
            }
            Self::Relay(relay) => {
                relay.say(&bytes);
                Ok(())
            }
        }
    }

    /// The next frame. Cancelling it loses nothing.
    pub async fn next(&mut self) -> Result<ServerFrame, Ended> {
        let bytes = match self {
            Self::Socket(socket) => message(socket).await?,
            Self::Relay(relay) => relay.next().await?.into(),
        };
        codec::decode_server(&bytes).map_err(|_| Ended::Broken)
    }

    /// The port of this side on which frames come.
    pub fn port(&self) -> u16 {
        match self {
            Self::Socket(socket) => socket.get_ref().port(),
            Self::Relay(relay) => relay.port(),
        }
    }
}

async fn message(socket: &mut WebSocketStream<Metered>) -> Result<bytes::Bytes, Ended> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Binary(bytes))) => return Ok(bytes),
            Some(Ok(Message::Close(Some(close)))) => {
                // Who is told why owes an answer, and it goes out with this.
                let _ = socket.close(None).await;
                return Err(Ended::Closed(close.code.into()));
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err(Ended::Broken),
        }
    }
}
