use std::{collections::VecDeque, net::SocketAddr};

use data_encoding::BASE64;
use shared::{
    limits::{EVENTS_PATH, POLL_PATH, SAY_PATH},
    parcel,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::timeout,
};

use super::{Ended, PATIENCE, dial};

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

impl Relay {
    pub(super) async fn stream(address: SocketAddr, cookie: &str) -> Result<Self, Ended> {
        let mut relay = Self::unnamed(address, cookie);
        let stream = relay.ask("POST", EVENTS_PATH, &[]).await?;
        let mut events = BufReader::new(stream);
        let head = read_head(&mut events).await?;
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

    pub(super) async fn poll(address: SocketAddr, cookie: &str) -> Result<Self, Ended> {
        let mut relay = Self::unnamed(address, cookie);
        let answer = relay.answer("POST", POLL_PATH, &[]).await?;
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
        self.try_say(frames).await.unwrap()
    }

    /// As [`Self::say`], where the way to the server may break.
    pub async fn try_say(&self, frames: &[Vec<u8>]) -> Result<Answer, Ended> {
        let mut said = Vec::new();
        frames
            .iter()
            .for_each(|frame| parcel::pack(&mut said, frame));
        self.try_say_bytes(&said).await
    }

    pub async fn say_bytes(&self, said: &[u8]) -> Answer {
        self.try_say_bytes(said).await.unwrap()
    }

    async fn try_say_bytes(&self, said: &[u8]) -> Result<Answer, Ended> {
        let path = format!("{SAY_PATH}?link={}", self.link);
        self.answer("POST", &path, said).await
    }

    /// Asks for what follows the first frames.
    pub async fn after(&self, received: usize, wait: u64) -> Answer {
        self.try_after(received, wait).await.unwrap()
    }

    async fn try_after(&self, received: usize, wait: u64) -> Result<Answer, Ended> {
        let link = &self.link;
        let path = format!("{POLL_PATH}?link={link}&received={received}&wait={wait}");
        self.answer("GET", &path, &[]).await
    }

    pub(super) async fn next(&mut self) -> Result<Vec<u8>, Ended> {
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
                    let answer = self.ask_again().await?;
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

    /// What follows the frames that have come; once more where the answer is lost on the way.
    async fn ask_again(&self) -> Result<Answer, Ended> {
        match self.try_after(self.received, 20).await {
            Err(Ended::Lost) => self.try_after(self.received, 20).await,
            answered => answered,
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

    async fn answer(&self, method: &str, path: &str, body: &[u8]) -> Result<Answer, Ended> {
        let mut stream = BufReader::new(self.ask(method, path, body).await?);
        let answer = async {
            let mut answer = read_head(&mut stream).await?;
            let read = stream.read_to_end(&mut answer.body).await;
            read.map_err(|_| Ended::Lost)?;
            answer.whole()
        };
        let answered = timeout(PATIENCE * 3, answer).await;
        answered.expect("an answer in time")
    }

    async fn ask(&self, method: &str, path: &str, body: &[u8]) -> Result<TcpStream, Ended> {
        let Self {
            address, cookie, ..
        } = self;
        let length = body.len();
        // The old version: its answers are not cut into chunks.
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Cookie: {cookie}\r\nContent-Length: {length}\r\n\r\n"
        );
        let mut stream = dial(*address).await?;
        for bytes in [head.as_bytes(), body] {
            let written = stream.write_all(bytes).await;
            written.map_err(|_| Ended::Lost)?;
        }
        Ok(stream)
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

    /// All of it, or none: where the connection breaks, a part of a body looks like a body.
    fn whole(self) -> Result<Self, Ended> {
        let length = self.header("content-length").map(str::parse);
        match length {
            Some(length) if length != Ok(self.body.len()) => Err(Ended::Lost),
            _ => Ok(self),
        }
    }

    /// What it says of the link.
    pub fn ended(&self) -> Ended {
        let code = self.header(shared::limits::CLOSE_HEADER);
        code.map_or(Ended::Lost, |code| Ended::Closed(code.parse().unwrap()))
    }
}

async fn read_head(stream: &mut BufReader<TcpStream>) -> Result<Answer, Ended> {
    let mut answer = Answer::default();
    loop {
        let mut line = String::new();
        let read = stream.read_line(&mut line).await;
        if read.map_err(|_| Ended::Lost)? == 0 || !line.ends_with('\n') {
            return Err(Ended::Lost);
        }
        match line.trim_end().split_once(": ") {
            Some((name, value)) => {
                let header = (name.to_ascii_lowercase(), value.to_owned());
                answer.headers.push(header);
            }
            None if line.trim_end().is_empty() => return Ok(answer),
            None => answer.status = line.split(' ').nth(1).unwrap().parse().unwrap(),
        }
    }
}
