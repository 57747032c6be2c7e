//! Somebody whose link breaks again and again, and who loses nothing by it.

use std::collections::BTreeMap;

use shared::{
    Nonce, Seq, UserId,
    frame::{ClientFrame, CloseReason, Cursor, Reconnect, Replay, RoomEvent, ServerFrame},
    model::HistoryAt,
};

use super::entry::{Entry, Habit};
use crate::{
    common::{Client, Ended, HALL, nonce},
    crash::check::Line,
};

/// Messages on their way at a time.
const WINDOW: usize = 8;

/// Nobody's link breaks more often than this.
const BREAKS: u64 = 20_000;

pub struct Person {
    entry: Entry,
    habit: Habit,
    link: Option<Client>,
    is_inside: bool,
    /// Who it is, once the server has said so.
    pub me: UserId,
    place: Seq,
    /// Up to where it was told by pages.
    paged: u64,
    /// The messages of the hall, as they came.
    pub heard: Vec<Line>,
    /// Live ones that came while earlier pages are being fetched.
    early: Option<Vec<Line>>,
    /// How many things it has said; they have the numbers from 1 on.
    pub said: u64,
    /// Those that are not acknowledged, and their nonces.
    open: BTreeMap<u64, Nonce>,
    /// Where the acknowledgements say that they are.
    pub acked: Vec<Line>,
    pub breaks: u64,
    /// How many people are said to be in the hall.
    pub online: u32,
}

impl Person {
    pub fn new(entry: Entry) -> Self {
        Self::with(entry, Habit::Careful)
    }

    pub fn with(entry: Entry, habit: Habit) -> Self {
        Self {
            entry,
            habit,
            link: None,
            is_inside: false,
            me: UserId::new(0),
            place: Seq::ZERO,
            paged: 0,
            heard: Vec::new(),
            early: None,
            said: 0,
            open: BTreeMap::new(),
            acked: Vec::new(),
            breaks: 0,
            online: 0,
        }
    }

    /// Up to where it has heard everything.
    pub fn place(&self) -> u64 {
        self.place.get()
    }

    /// Gives up the link; the next that is to be heard opens another.
    pub fn lose(&mut self) {
        self.link = None;
        self.is_inside = false;
        self.early = None;
        self.breaks += 1;
        assert!(self.breaks < BREAKS, "it never gets anywhere");
    }

    /// From here on everything it says ends with so many characters.
    pub fn say_much(&mut self, characters: usize) {
        self.entry.bulk = characters;
    }

    /// Says the next thing, over a link that may be broken.
    pub async fn say(&mut self) {
        self.said += 1;
        let number = self.said;
        self.open.insert(number, nonce(number));
        let post = self.entry.post(number, nonce(number));
        if let Some(link) = &mut self.link
            && let Err(end) = link.try_send(&post).await
        {
            self.broken(end);
        }
    }

    /// Says things until there are so many, and is told that all of them are kept.
    pub async fn say_all(&mut self, last: u64) {
        while self.said < last || !self.open.is_empty() {
            while self.said < last && self.open.len() < WINDOW {
                self.say().await;
            }
            self.hear().await;
        }
    }

    /// Hears until it is inside and all it said is acknowledged.
    pub async fn settle(&mut self) {
        while !self.is_inside || !self.open.is_empty() {
            self.hear().await;
        }
    }

    /// Hears everything up to this place.
    pub async fn hear_until(&mut self, head: u64) {
        while self.place() < head {
            self.hear().await;
        }
    }

    /// Hears until it has heard this.
    pub async fn hear_of(&mut self, author: UserId, number: u64) {
        let text = self.entry.text(number);
        let is_it = |line: &Line| line.author == author.get() && line.text == text;
        while !self.heard.iter().any(is_it) {
            self.hear().await;
        }
    }

    /// Takes in the next frame, or the end of the link.
    pub async fn hear(&mut self) {
        if let Err(end) = self.try_hear().await {
            self.broken(end);
        }
    }

    fn broken(&mut self, end: Ended) {
        if let Ended::Closed(code) = end {
            let reason = CloseReason::from_code(code).unwrap();
            assert_ne!(reason.reconnect(), Reconnect::Never, "{reason:?}");
        }
        self.lose();
    }

    async fn try_hear(&mut self) -> Result<(), Ended> {
        if self.link.is_none() {
            self.link = Some(self.open_link().await?);
        }
        let Some(link) = &mut self.link else {
            return Ok(());
        };
        let frame = link.try_next().await?;
        self.take(frame).await
    }

    async fn open_link(&mut self) -> Result<Client, Ended> {
        let entry = &self.entry;
        let opened = Client::try_connect_over(entry.road, entry.address, &entry.session);
        let mut link = opened.await?;
        self.me = link.me.id;
        let place = Cursor {
            epoch: entry.epoch,
            seq: self.place,
        };
        let is_first = self.breaks == 0;
        let cursor = (is_first || self.habit != Habit::ForgetsItsPlace).then_some(place);
        let room = HALL;
        link.try_send(&ClientFrame::EnterRoom { room, cursor })
            .await?;
        if !is_first && self.habit == Habit::SaysOnce {
            self.open.clear();
        }
        for (number, nonce) in &mut self.open {
            if self.habit == Habit::SaysAnew {
                *nonce = anew(*number, self.breaks);
            }
            link.try_send(&entry.post(*number, *nonce)).await?;
        }
        Ok(link)
    }

    async fn take(&mut self, frame: ServerFrame) -> Result<(), Ended> {
        match frame {
            ServerFrame::RoomEntered {
                room,
                last_seq,
                replay,
                ..
            } => {
                self.online = room.online;
                self.is_inside = true;
                if self.breaks > 0 && self.habit == Habit::ForgetsItsPlace {
                    self.place = last_seq;
                } else if replay == Replay::Limited {
                    self.early = Some(Vec::new());
                    return self.fetch().await;
                }
            }
            ServerFrame::HistoryLoaded { page } => {
                let entries = page.entries.into_iter().map(|entry| entry.message);
                let lines = entries.map(|it| line(it.id.get(), it.author, it.text));
                lines.for_each(|line| self.add(line));
                if page.has_later {
                    return self.fetch().await;
                }
                let early = self.early.take().unwrap_or_default();
                let place = self.place();
                // A page may tell what others are only about to be told.
                self.paged = place;
                let later = early.into_iter().filter(|line| line.seq > place);
                later.for_each(|line| self.add(line));
            }
            ServerFrame::Event { seq, event, .. } => {
                let line = match event {
                    RoomEvent::MessagePosted { author, text, .. } => line(seq.get(), author, text),
                    // Something else has this place.
                    _ => line(seq.get(), UserId::new(0), String::new()),
                };
                match &mut self.early {
                    Some(early) => early.push(line),
                    None if line.seq <= self.paged => {}
                    None => self.add(line),
                }
            }
            ServerFrame::Acked { nonce, seq, .. } => {
                let number = number(nonce);
                // A replay acknowledges what was said before, under its nonce of then.
                if self.open.get(&number) == Some(&nonce) {
                    self.open.remove(&number);
                }
                let text = self.entry.text(number);
                self.acked.push(line(seq.get(), self.me, text));
                self.entry.acks.send_modify(|acks| *acks += 1);
            }
            ServerFrame::PresenceChanged { online, .. }
            | ServerFrame::PresenceListed { online, .. } => self.online = online,
            ServerFrame::Rejected { .. } => panic!("{frame:?}"),
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, line: Line) {
        self.place = Seq::new(line.seq);
        self.heard.push(line);
    }

    /// Asks for what comes after its place, which is too much to be sent unasked.
    async fn fetch(&mut self) -> Result<(), Ended> {
        let at = HistoryAt::After(self.place);
        let load = ClientFrame::LoadHistory { room: HALL, at };
        match &mut self.link {
            Some(link) => link.try_send(&load).await,
            None => Ok(()),
        }
    }
}

/// Another nonce for the same thing.
fn anew(number: u64, time: u64) -> Nonce {
    nonce(number | time << 32)
}

fn number(nonce: Nonce) -> u64 {
    let [.., a, b, c, d] = *nonce.as_bytes();
    u64::from(u32::from_be_bytes([a, b, c, d]))
}

fn line(seq: u64, author: UserId, text: String) -> Line {
    Line {
        room: HALL.get(),
        seq,
        author: author.get(),
        text,
    }
}
