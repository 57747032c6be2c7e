//! One connection of HTTP that is kept open, on which a page is asked for again and again.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::Failure;

/// Ends what comes in chunks.
const LAST_CHUNK: &[u8] = b"\r\n0\r\n\r\n";

/// A connection, with what it asks and what was answered last.
pub struct Asker {
    stream: TcpStream,
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl Asker {
    pub async fn connect(address: SocketAddr, session: &str, path: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {session}\r\nAccept: text/html\r\n\
             Accept-Language: en\r\nConnection: keep-alive\r\n\r\n"
        );
        Ok(Self {
            stream,
            request: request.into_bytes(),
            answer: Vec::new(),
        })
    }

    /// Asks once; how many bytes the answer had, its head included.
    ///
    /// # Errors
    /// Where the connection ends, or anything but a page comes.
    pub async fn ask(&mut self) -> Result<usize, Failure> {
        self.answer.clear();
        self.stream.write_all(&self.request).await?;
        while !is_whole(&self.answer)? {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err("the server ended the connection".into());
            }
        }
        Ok(self.answer.len())
    }

    /// Whether the last answer has this in it.
    pub fn shows(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.answer).contains(text)
    }
}

/// Whether all of an answer is there.
fn is_whole(answer: &[u8]) -> Result<bool, Failure> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(false);
    };
    let (head, body) = answer.split_at(end.saturating_add(4));
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.starts_with("http/1.1 200 ") {
        let status = head.lines().next().unwrap_or_default();
        return Err(format!("answered with {status}").into());
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    match length {
        Some(length) => Ok(body.len() >= length.parse()?),
        None => Ok(body.ends_with(LAST_CHUNK)),
    }
}
