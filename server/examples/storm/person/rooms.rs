//! The rooms that somebody is in: up to where they have heard each, and what they said that is
//! not acknowledged. A break costs nothing of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use shared::{
    Epoch, Nonce, RoomId, Seq,
    frame::{ClientFrame, Cursor, Replay, RoomEvent, ServerFrame},
    model::HistoryAt,
};

use super::Role;
use crate::{ledger::Saying, town::Town};

/// What one hears and says.
pub struct Rooms {
    town: Arc<Town>,
    who: u32,
    /// Whether what it hears tells how late messages are.
    is_timed: bool,
    seats: BTreeMap<RoomId, Seat>,
    /// Said and not acknowledged.
    open: BTreeMap<u32, (RoomId, String)>,
    said: u32,
}

#[derive(Default)]
struct Seat {
    epoch: Option<Epoch>,
    stage: Stage,
    /// Up to here it has read pages. They may hold what is kept and not yet told.
    paged: u64,
}

#[derive(Default)]
enum Stage {
    #[default]
    Outside,
    /// Up to here it is being told what it missed.
    Replayed(u64),
    /// It missed too much to be told; events wait until the pages are there.
    Fetching(Vec<(u64, Saying)>),
    Inside,
}

impl Rooms {
    pub fn new(town: Arc<Town>, role: &Role) -> Self {
        let seats = role.rooms.iter().map(|room| (*room, Seat::default()));
        Self {
            town,
            who: role.number,
            is_timed: !role.is_slow,
            seats: seats.collect(),
            open: BTreeMap::new(),
            said: 0,
        }
    }

    pub fn are_entered(&self) -> bool {
        let mut seats = self.seats.values();
        seats.all(|seat| matches!(seat.stage, Stage::Inside))
    }

    /// The link is gone.
    pub fn leave(&mut self) {
        let seats = self.seats.values_mut();
        seats.for_each(|seat| seat.stage = Stage::Outside);
    }

    /// What to say first over a new link: goes on in each room from its place, and says again
    /// what was not acknowledged.
    pub fn enter(&self) -> Vec<ClientFrame> {
        let enter = self.seats.iter().map(|(room, seat)| {
            let place = self.place(*room);
            let cursor = seat.epoch.zip(place).map(|(epoch, place)| Cursor {
                epoch,
                seq: Seq::new(place),
            });
            ClientFrame::EnterRoom {
                room: *room,
                cursor,
            }
        });
        let open = self.open.iter();
        let again = open.map(|(number, (room, text))| self.post(*number, *room, text));
        enter.chain(again).collect()
    }

    /// The next thing that it says, in one of its rooms after the other.
    pub fn say(&mut self) -> ClientFrame {
        self.said += 1;
        let turn = usize::try_from(self.said).unwrap_or(0);
        let room = self
            .seats
            .keys()
            .cycle()
            .nth(turn % self.seats.len().max(1));
        let room = room.copied().unwrap_or_default();
        let nanos = self.town.start.elapsed().as_nanos();
        let mut text = format!("{} {} {nanos} ", self.who, self.said);
        let more = self.town.size.saturating_sub(text.len());
        text.extend(std::iter::repeat_n('x', more));
        self.town.open.fetch_add(1, Ordering::Relaxed);
        let post = self.post(self.said, room, &text);
        self.open.insert(self.said, (room, text));
        post
    }

    fn post(&self, number: u32, room: RoomId, text: &str) -> ClientFrame {
        let mut nonce = [0; 16];
        nonce[8..12].copy_from_slice(&self.who.to_be_bytes());
        nonce[12..].copy_from_slice(&number.to_be_bytes());
        ClientFrame::PostMessage {
            room,
            nonce: Nonce::from_bytes(nonce),
            text: text.to_owned(),
        }
    }

    fn place(&self, room: RoomId) -> Option<u64> {
        self.town.ledger.lock().place(self.who, room.get())
    }

    /// Takes in a frame; what to answer.
    pub fn take(&mut self, frame: ServerFrame) -> Vec<ClientFrame> {
        match frame {
            ServerFrame::RoomEntered {
                room,
                epoch,
                last_seq,
                replay,
                ..
            } => return self.entered(room.id, epoch, last_seq, replay),
            ServerFrame::Event {
                room,
                seq,
                event: RoomEvent::MessagePosted { text, .. },
            } => self.event(room, seq.get(), &text),
            ServerFrame::HistoryLoaded { page } => {
                for entry in &page.entries {
                    let message = &entry.message;
                    if let Some((what, _)) = read(&message.text) {
                        self.hear(page.room, message.id.get(), what);
                    }
                }
                if page.has_later {
                    return vec![self.load(page.room)];
                }
                self.fetched(page.room);
            }
            ServerFrame::Acked {
                nonce, room, seq, ..
            } => self.acked(nonce, room, seq.get()),
            ServerFrame::Rejected { .. } => {
                self.town.refused.fetch_add(1, Ordering::Relaxed);
            }
            ServerFrame::Pinged => return vec![ClientFrame::Pong],
            _ => {}
        }
        Vec::new()
    }

    fn entered(
        &mut self,
        room: RoomId,
        epoch: Epoch,
        last_seq: Seq,
        replay: Replay,
    ) -> Vec<ClientFrame> {
        let last = last_seq.get();
        let place = self.place(room);
        let Some(seat) = self.seats.get_mut(&room) else {
            return Vec::new();
        };
        seat.epoch = Some(epoch);
        seat.stage = match (place, replay) {
            (None, _) => {
                self.town.ledger.lock().begins(self.who, room.get(), last);
                Stage::Inside
            }
            (Some(place), Replay::Complete) if place < last => Stage::Replayed(last),
            (Some(_), Replay::Complete) => Stage::Inside,
            (Some(_), Replay::Limited) => {
                seat.stage = Stage::Fetching(Vec::new());
                return vec![self.load(room)];
            }
        };
        Vec::new()
    }

    /// Asks for what follows its place.
    fn load(&self, room: RoomId) -> ClientFrame {
        let place = self.place(room).unwrap_or_default();
        let at = HistoryAt::After(Seq::new(place));
        ClientFrame::LoadHistory { room, at }
    }

    fn fetched(&mut self, room: RoomId) {
        let Some(seat) = self.seats.get_mut(&room) else {
            return;
        };
        let stage = std::mem::replace(&mut seat.stage, Stage::Inside);
        if let Stage::Fetching(early) = stage {
            let place = self.place(room).unwrap_or_default();
            let later = early.into_iter().filter(|(seq, _)| *seq > place);
            later.for_each(|(seq, what)| self.hear(room, seq, what));
            if let Some(seat) = self.seats.get_mut(&room) {
                seat.paged = place;
            }
        }
    }

    fn event(&mut self, room: RoomId, seq: u64, text: &str) {
        let Some((what, said)) = read(text) else {
            return;
        };
        let Some(seat) = self.seats.get_mut(&room) else {
            return;
        };
        match &mut seat.stage {
            _ if seq <= seat.paged => return,
            Stage::Fetching(early) => return early.push((seq, what)),
            Stage::Replayed(until) if seq >= *until => seat.stage = Stage::Inside,
            Stage::Inside if self.is_timed => {
                let took = self.town.start.elapsed().saturating_sub(said);
                self.town.latency.lock().add(took);
            }
            _ => {}
        }
        self.hear(room, seq, what);
    }

    fn hear(&self, room: RoomId, seq: u64, what: Saying) {
        self.town
            .ledger
            .lock()
            .hears(self.who, room.get(), seq, what);
    }

    fn acked(&mut self, nonce: Nonce, room: RoomId, seq: u64) {
        let [.., a, b, c, d] = *nonce.as_bytes();
        let number = u32::from_be_bytes([a, b, c, d]);
        let what = Saying {
            who: self.who,
            number,
        };
        self.town.ledger.lock().acknowledged(what, room.get(), seq);
        if self.open.remove(&number).is_some() {
            self.town.open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// What a message says of itself: who said it, and when.
fn read(text: &str) -> Option<(Saying, Duration)> {
    let mut words = text.split(' ');
    let who = words.next()?.parse().ok()?;
    let number = words.next()?.parse().ok()?;
    let nanos = words.next()?.parse().ok()?;
    Some((Saying { who, number }, Duration::from_nanos(nanos)))
}
