//! A link that is carried by requests, as the browser does it: one connection hears, another
//! one speaks, one request at a time.

use std::collections::VecDeque;

use data_encoding::BASE64;
use shared::{
    limits::{EVENTS_PATH, POLL, POLL_PATH, SAY_PATH},
    parcel,
};

use crate::{
    http::{Head, Http},
    wire::{Ended, Entry},
};

/// A link without a WebSocket.
pub struct Relay {
    entry: Entry,
    link: String,
    hears: Http,
    speaks: Http,
    way: Way,
    frames: VecDeque<Vec<u8>>,
    /// What is to be said, as a parcel.
    waiting: Vec<u8>,
    is_speaking: bool,
    /// What comes after the frames.
    end: Option<Ended>,
}

enum Way {
    /// The part of an event that has come.
    Stream(String),
    Poll {
        received: usize,
        is_asked: bool,
        head: Option<Head>,
    },
}

impl Relay {
    /// Opens one that hears a stream of events.
    pub async fn stream(entry: Entry) -> Result<Self, Ended> {
        let mut relay = Self::closed(entry, Way::Stream(String::new()));
        let hears = &mut relay.hears;
        hears.ask(&relay.entry, "POST", EVENTS_PATH, &[]).await?;
        let head = whole_head(hears).await?;
        if head.status != 200 {
            return Err(head.ended());
        }
        // Some of it may have come with the head.
        relay.listen()?;
        while relay.link.is_empty() {
            relay.hears.fill().await?;
            relay.listen()?;
        }
        Ok(relay)
    }

    /// Opens one that asks again and again.
    pub async fn poll(entry: Entry) -> Result<Self, Ended> {
        let way = Way::Poll {
            received: 0,
            is_asked: false,
            head: None,
        };
        let mut relay = Self::closed(entry, way);
        let hears = &mut relay.hears;
        hears.ask(&relay.entry, "POST", POLL_PATH, &[]).await?;
        let head = whole_head(hears).await?;
        if head.status != 201 {
            return Err(head.ended());
        }
        let body = loop {
            match hears.body(&head) {
                Some(body) => break body,
                None => hears.fill().await?,
            }
        };
        relay.link = String::from_utf8(body).map_err(|_| Ended::Broken)?;
        Ok(relay)
    }

    fn closed(entry: Entry, way: Way) -> Self {
        Self {
            entry,
            link: String::new(),
            hears: Http::default(),
            speaks: Http::default(),
            way,
            frames: VecDeque::new(),
            waiting: Vec::new(),
            is_speaking: false,
            end: None,
        }
    }

    /// Leaves something to be said by [`Self::next`].
    pub fn say(&mut self, frame: &[u8]) {
        parcel::pack(&mut self.waiting, frame);
    }

    /// The next frame. Cancelling it loses nothing.
    pub async fn next(&mut self) -> Result<Vec<u8>, Ended> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                return Ok(frame);
            }
            if let Some(end) = self.end {
                return Err(end);
            }
            self.speak().await?;
            self.ask().await?;
            tokio::select! {
                filled = self.hears.fill() => {
                    filled?;
                    self.listen()?;
                }
                filled = self.speaks.fill(), if self.is_speaking => {
                    filled?;
                    self.hear_answer()?;
                }
            }
        }
    }

    pub fn port(&self) -> u16 {
        self.hears.port()
    }

    async fn speak(&mut self) -> Result<(), Ended> {
        if self.is_speaking || self.waiting.is_empty() {
            return Ok(());
        }
        let path = format!("{SAY_PATH}?link={}", self.link);
        let speaking = self.speaks.ask(&self.entry, "POST", &path, &self.waiting);
        speaking.await?;
        self.waiting.clear();
        self.is_speaking = true;
        Ok(())
    }

    fn hear_answer(&mut self) -> Result<(), Ended> {
        // A good answer has no body.
        match self.speaks.head() {
            Some(head) if head.status != 204 => Err(head.ended()),
            Some(_) => {
                self.is_speaking = false;
                Ok(())
            }
            None => Ok(()),
        }
    }

    async fn ask(&mut self) -> Result<(), Ended> {
        let Way::Poll {
            received, is_asked, ..
        } = &mut self.way
        else {
            return Ok(());
        };
        if !*is_asked {
            let (link, wait) = (&self.link, POLL.as_secs());
            let path = format!("{POLL_PATH}?link={link}&received={received}&wait={wait}");
            self.hears.ask(&self.entry, "GET", &path, &[]).await?;
            *is_asked = true;
        }
        Ok(())
    }

    /// Understands what has come.
    fn listen(&mut self) -> Result<(), Ended> {
        match &mut self.way {
            Way::Stream(text) => {
                while let Some(chunk) = self.hears.chunk() {
                    if chunk.is_empty() {
                        self.end = Some(Ended::Broken);
                    }
                    text.push_str(&String::from_utf8_lossy(&chunk));
                }
                self.events()
            }
            Way::Poll {
                received,
                is_asked,
                head,
            } => {
                if head.is_none() {
                    *head = self.hears.head();
                }
                let Some(known) = head else {
                    return Ok(());
                };
                if known.status == 410 || known.status >= 400 {
                    return Err(known.ended());
                }
                if let Some(body) = self.hears.body(known) {
                    let frames = unpack(&body)?;
                    *received = received.saturating_add(frames.len());
                    (*head, *is_asked) = (None, false);
                    self.frames.extend(frames);
                }
                Ok(())
            }
        }
    }

    /// Takes whole events off the text of a stream.
    fn events(&mut self) -> Result<(), Ended> {
        let Way::Stream(text) = &mut self.way else {
            return Ok(());
        };
        while let Some(end) = text.find("\n\n") {
            let event: String = text.drain(..end.saturating_add(2)).collect();
            let line = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
            let Some(data) = line("data: ") else {
                // A comment keeps the way open.
                continue;
            };
            match line("event: ") {
                Some("link") => self.link = data.to_owned(),
                Some(_) => {
                    let code = data.parse().map_err(|_| Ended::Broken)?;
                    self.end = Some(Ended::Closed(code));
                }
                None => {
                    let parcel = BASE64.decode(data.as_bytes());
                    let frames = unpack(&parcel.map_err(|_| Ended::Broken)?)?;
                    self.frames.extend(frames);
                }
            }
        }
        Ok(())
    }
}

async fn whole_head(http: &mut Http) -> Result<Head, Ended> {
    loop {
        match http.head() {
            Some(head) => return Ok(head),
            None => http.fill().await?,
        }
    }
}

fn unpack(parcel: &[u8]) -> Result<Vec<Vec<u8>>, Ended> {
    let frames = parcel::unpack(parcel).map_err(|_| Ended::Broken)?;
    Ok(frames.into_iter().map(<[u8]>::to_vec).collect())
}
