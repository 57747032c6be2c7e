//! The three roads of a client, byte by byte: a WebSocket, a stream of events, one answer after
//! the other.

use std::{collections::VecDeque, net::SocketAddr};

use data_encoding::BASE64;
use futures_util::{SinkExt, StreamExt};
use shared::{
    codec,
    frame::ServerFrame,
    limits::{EVENTS_PATH, POLL_PATH, SAY_PATH, SUBPROTOCOL},
    parcel,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::timeout,
};
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

/// A link that is carried by requests.
pub struct Relay {
    address: SocketAddr,
    cookie: String,
    pub link: String,
    /// The stream of events; without, answers are asked for.
    events: Option<BufReader<TcpStream>>,
    received: usize,
    frames: VecDeque<Vec<u8>>,
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
                let stream = TcpStream::connect(address).await.unwrap();
                let opened = client_async(request(address, session), stream).await;
                let (socket, response) = opened.unwrap();
                assert_eq!(response.headers()["sec-websocket-protocol"], SUBPROTOCOL);
                Ok(Self::Socket(Box::new(socket)))
            }
            Road::Stream => Relay::stream(address, session).await.map(Self::Relay),
            Road::Poll => Relay::poll(address, session).await.map(Self::Relay),
        }
    }

    pub async fn send(&mut self, bytes: Vec<u8>) {
        match self {
            Self::Socket(socket) => socket.send(Message::binary(bytes)).await.unwrap(),
            Self::Relay(relay) => assert_eq!(relay.say(&[bytes]).await.status, 204),
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

impl Relay {
    async fn stream(address: SocketAddr, cookie: &str) -> Result<Self, Ended> {
        let mut relay = Self::unnamed(address, cookie);
        let stream = relay.ask("POST", EVENTS_PATH, &[]).await;
        let mut events = BufReader::new(stream);
        let head = read_head(&mut events).await;
        if head.status != 200 {
            return Err(head.ended());
        }
        assert_eq!(head.header("content-type"), Some("text/event-stream"));
        assert_eq!(head.header("x-accel-buffering"), Some("no"));
        relay.events = Some(events);
        let (name, link) = relay.event().await?;
        assert_eq!(name, "link");
        relay.link = link;
        Ok(relay)
    }

    async fn poll(address: SocketAddr, cookie: &str) -> Result<Self, Ended> {
        let mut relay = Self::unnamed(address, cookie);
        let answer = relay.answer("POST", POLL_PATH, &[]).await;
        if answer.status != 201 {
            return Err(answer.ended());
        }
        relay.link = String::from_utf8(answer.body).unwrap();
        Ok(relay)
    }

    fn unnamed(address: SocketAddr, cookie: &str) -> Self {
        Self {
            address,
            cookie: cookie.to_owned(),
            link: String::new(),
            events: None,
            received: 0,
            frames: VecDeque::new(),
        }
    }

    /// Says something over the link.
    pub async fn say(&self, frames: &[Vec<u8>]) -> Answer {
        let mut said = Vec::new();
        frames
            .iter()
            .for_each(|frame| parcel::pack(&mut said, frame));
        self.say_bytes(&said).await
    }

    pub async fn say_bytes(&self, said: &[u8]) -> Answer {
        let path = format!("{SAY_PATH}?link={}", self.link);
        self.answer("POST", &path, said).await
    }

    /// Asks for what follows the first frames.
    pub async fn after(&self, received: usize, wait: u64) -> Answer {
        let link = &self.link;
        let path = format!("{POLL_PATH}?link={link}&received={received}&wait={wait}");
        self.answer("GET", &path, &[]).await
    }

    async fn next(&mut self) -> Result<Vec<u8>, Ended> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                self.received += 1;
                return Ok(frame);
            }
            let parcel = match self.events {
                Some(_) => match self.event().await? {
                    (name, code) if name == "close" => {
                        return Err(Ended::Closed(code.parse().unwrap()));
                    }
                    (_, data) => BASE64.decode(data.as_bytes()).unwrap(),
                },
                None => {
                    let answer = self.after(self.received, 20).await;
                    match answer.status {
                        200 | 204 => answer.body,
                        _ => return Err(answer.ended()),
                    }
                }
            };
            let frames = parcel::unpack(&parcel).unwrap();
            self.frames.extend(frames.into_iter().map(<[u8]>::to_vec));
        }
    }

    /// The next event of the stream that is more than a comment.
    async fn event(&mut self) -> Result<(String, String), Ended> {
        let events = self.events.as_mut().unwrap();
        let (mut name, mut data) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            let read = timeout(PATIENCE, events.read_line(&mut line)).await;
            if read.expect("something happens in time").unwrap_or(0) == 0 {
                return Err(Ended::Lost);
            }
            match line.trim_end().split_once(": ") {
                Some(("event", value)) => name = value.to_owned(),
                Some(("data", value)) => data = value.to_owned(),
                None if line == "\n" && !data.is_empty() => return Ok((name, data)),
                _ => {}
            }
        }
    }

    async fn answer(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let mut stream = BufReader::new(self.ask(method, path, body).await);
        let mut answer = timeout(PATIENCE * 3, read_head(&mut stream)).await.unwrap();
        stream.read_to_end(&mut answer.body).await.unwrap();
        answer
    }

    async fn ask(&self, method: &str, path: &str, body: &[u8]) -> TcpStream {
        let Self {
            address, cookie, ..
        } = self;
        let length = body.len();
        // The old version: its answers are not cut into chunks.
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Cookie: {cookie}\r\nContent-Length: {length}\r\n\r\n"
        );
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        stream
    }
}

/// An answer, its body as it is.
#[derive(Debug, Default)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// What it says of the link.
    pub fn ended(&self) -> Ended {
        let code = self.header(shared::limits::CLOSE_HEADER);
        code.map_or(Ended::Lost, |code| Ended::Closed(code.parse().unwrap()))
    }
}

async fn read_head(stream: &mut BufReader<TcpStream>) -> Answer {
    let mut answer = Answer::default();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        match line.trim_end().split_once(": ") {
            Some((name, value)) => {
                let header = (name.to_ascii_lowercase(), value.to_owned());
                answer.headers.push(header);
            }
            None if line.trim_end().is_empty() => return answer,
            None => answer.status = line.split(' ').nth(1).unwrap().parse().unwrap(),
        }
    }
}
