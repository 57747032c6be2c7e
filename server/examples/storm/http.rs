//! One connection for one request after the other, as a browser keeps it.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{
    meter::Metered,
    wire::{Ended, Entry},
};

/// What a browser says of itself with each request, about as long as it really is.
const BROWSER: &str = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like \
    Gecko) Chrome/142.0.0.0 Safari/537.36\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br, \
    zstd\r\nAccept-Language: en\r\nConnection: keep-alive\r\nSec-Fetch-Site: same-origin\r\n\
    Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n";

/// Bytes read at a time.
const READ: usize = 16 * 1024;

/// A connection, once there is something to ask.
#[derive(Debug, Default)]
pub struct Http {
    stream: Option<Metered>,
    /// What has come and is not understood yet.
    buffer: Vec<u8>,
}

/// The head of an answer.
#[derive(Debug)]
pub struct Head {
    pub status: u16,
    length: usize,
    code: Option<u16>,
}

impl Head {
    /// What it means for a link.
    pub const fn ended(&self) -> Ended {
        Ended::Answered {
            status: self.status,
            code: self.code,
        }
    }
}

impl Http {
    /// Sends a request; connects where there is no connection, or none any more.
    pub async fn ask(
        &mut self,
        entry: &Entry,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> Result<(), Ended> {
        if self.stream.as_ref().is_none_or(Metered::is_stale) {
            self.buffer.clear();
            self.stream = Some(entry.dial().await?);
        }
        let Entry {
            address, session, ..
        } = entry;
        let from = match method {
            "GET" => String::new(),
            _ => format!(
                "Origin: http://{address}\r\nContent-Length: {}\r\n",
                body.len()
            ),
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\n{BROWSER}{from}Cookie: {session}\r\n\r\n"
        );
        let request = [head.as_bytes(), body].concat();
        let stream = self.stream.as_mut().ok_or(Ended::Broken)?;
        let written = stream.write_all(&request).await;
        written.map_err(|_| Ended::Broken)
    }

    /// Waits for more of the answer. Cancelling it loses nothing.
    pub async fn fill(&mut self) -> Result<(), Ended> {
        let stream = self.stream.as_mut().ok_or(Ended::Broken)?;
        self.buffer.reserve(READ);
        match stream.read_buf(&mut self.buffer).await {
            Ok(0) | Err(_) => Err(Ended::Broken),
            Ok(_) => Ok(()),
        }
    }

    /// The head of an answer, once all of it is there.
    pub fn head(&mut self) -> Option<Head> {
        let end = find(&self.buffer, b"\r\n\r\n")?;
        let text: Vec<u8> = self.buffer.drain(..end.saturating_add(4)).collect();
        let text = String::from_utf8_lossy(&text);
        let mut lines = text.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let mut head = Head {
            status: status.and_then(|status| status.parse().ok()).unwrap_or(0),
            length: 0,
            code: None,
        };
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => head.length = value.parse().unwrap_or(0),
                shared::limits::CLOSE_HEADER => head.code = value.parse().ok(),
                _ => {}
            }
        }
        Some(head)
    }

    /// The body behind this head, once all of it is there.
    pub fn body(&mut self, head: &Head) -> Option<Vec<u8>> {
        let is_there = self.buffer.len() >= head.length;
        is_there.then(|| self.buffer.drain(..head.length).collect())
    }

    /// The next chunk of an answer that comes in chunks; an empty one ends it.
    pub fn chunk(&mut self) -> Option<Vec<u8>> {
        let line = find(&self.buffer, b"\r\n")?;
        let size = self.buffer.get(..line)?;
        let size = usize::from_str_radix(str::from_utf8(size).ok()?, 16).ok()?;
        let (begin, end) = (line.checked_add(2)?, line.checked_add(2 + size)?);
        let chunk = self.buffer.get(begin..end)?.to_vec();
        let whole = end.checked_add(2)?;
        if self.buffer.len() < whole {
            return None;
        }
        self.buffer.drain(..whole);
        Some(chunk)
    }

    /// The port on this side.
    pub fn port(&self) -> u16 {
        self.stream.as_ref().map_or(0, Metered::port)
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn having(bytes: &[u8]) -> Http {
        Http {
            stream: None,
            buffer: bytes.to_vec(),
        }
    }

    #[test]
    fn an_answer_is_read_once_all_of_it_is_there() {
        let answer =
            b"HTTP/1.1 410 Gone\r\nContent-Length: 3\r\nteahouse-close: 4001\r\n\r\nabcHTTP";
        let mut part = having(&answer[..20]);
        assert!(part.head().is_none());
        let mut whole = having(answer);
        let head = whole.head().unwrap();
        assert_eq!((head.status, head.length, head.code), (410, 3, Some(4001)));
        assert_eq!(whole.body(&head).unwrap(), b"abc");
        assert_eq!(whole.buffer, b"HTTP", "the next one");
        assert!(whole.body(&Head { length: 5, ..head }).is_none());
    }

    #[test]
    fn chunks_are_taken_off_one_by_one() {
        let mut http = having(b"3\r\nabc\r\n0\r\n\r\n");
        assert_eq!(http.chunk().unwrap(), b"abc");
        assert_eq!(http.chunk().unwrap(), b"");
        for cut in [b"3\r".as_slice(), b"3\r\nab", b"3\r\nabc"] {
            assert!(having(cut).chunk().is_none());
        }
    }
}
