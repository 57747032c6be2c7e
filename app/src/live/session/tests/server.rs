//! A server that keeps the delivery contract, as one connection sees it.

use shared::{
    Epoch, MessageId, Nonce, Seq, Timestamp, UserId,
    frame::{ClientFrame, Replay, RoomEvent, ServerFrame},
    model::{Message, RoomPage, RoomSummary, RoomView},
};

use super::world::{ME, ROOM, person};

/// Messages in a page.
pub const PAGE: usize = 6;

/// Most missed events that are replayed.
const REPLAYED: usize = 8;

#[derive(Clone, Debug)]
pub struct Stored {
    pub author: u64,
    pub nonce: Nonce,
    pub text: String,
}

/// A server with one room.
pub struct Server {
    pub epoch: u64,
    pub log: Vec<Stored>,
    /// Whether this session's connection follows the room.
    pub follows: bool,
    /// Whether it forgets what it has stored.
    pub forgetful: bool,
}

impl Server {
    pub fn id(place: usize) -> MessageId {
        MessageId::new(u64::try_from(place).unwrap() + 1)
    }

    pub fn last_seq(&self) -> Seq {
        Seq::new(u64::try_from(self.log.len()).unwrap())
    }

    pub fn nonces_of_mine(&self) -> Vec<Nonce> {
        let mine = self.log.iter().filter(|stored| stored.author == ME);
        mine.map(|stored| stored.nonce).collect()
    }

    /// A backup is restored: the newest events never happened.
    pub fn rewind(&mut self, events: usize) {
        self.epoch += 1;
        self.log.truncate(self.log.len() - events);
    }

    pub fn posts(&mut self, author: u64, nonce: Nonce, text: String) -> Vec<ServerFrame> {
        let same = |stored: &Stored| stored.nonce == nonce && stored.author == author;
        if let Some(place) = self.log.iter().position(same).filter(|_| !self.forgetful) {
            return vec![self.ack(place)];
        }
        self.log.push(Stored {
            author,
            nonce,
            text,
        });
        self.tell(self.log.len() - 1)
    }

    fn ack(&self, place: usize) -> ServerFrame {
        let (nonce, message) = (self.log[place].nonce, Self::id(place));
        ServerFrame::Acked {
            nonce,
            room: ROOM,
            message,
            seq: message.into(),
        }
    }

    /// The frames of an event, as this session's connection gets them.
    fn tell(&self, place: usize) -> Vec<ServerFrame> {
        let Stored { author, text, .. } = self.log[place].clone();
        let event = RoomEvent::MessagePosted {
            author: UserId::new(author),
            at: Timestamp::from_seconds(1_000),
            text,
        };
        let seq = Self::id(place).into();
        let ack = (author == ME).then(|| self.ack(place));
        ack.into_iter()
            .chain([ServerFrame::Event {
                room: ROOM,
                seq,
                event,
            }])
            .collect()
    }

    fn page(&self, before: usize) -> RoomPage {
        let from = before.saturating_sub(PAGE);
        let message = |place: usize| {
            let Stored {
                author,
                nonce,
                text,
            } = self.log[place].clone();
            Message {
                id: Self::id(place),
                author: UserId::new(author),
                at: Timestamp::from_seconds(1_000),
                text,
                nonce: (author == ME).then_some(nonce),
            }
        };
        RoomPage {
            room: ROOM,
            epoch: Epoch::new(self.epoch),
            last_seq: self.last_seq(),
            messages: (from..before).map(message).collect(),
            has_earlier: from > 0,
            people: Vec::new(),
        }
    }

    pub fn view(&self) -> RoomView {
        let room = RoomSummary {
            id: ROOM,
            name: "tea".into(),
            online: 1,
        };
        RoomView {
            room,
            page: self.page(self.log.len()),
            present: vec![person(ME)],
        }
    }

    pub fn answers(&mut self, frame: ClientFrame) -> Vec<ServerFrame> {
        match frame {
            ClientFrame::EnterRoom { cursor, .. } => {
                self.follows = true;
                let cursor = cursor.unwrap();
                let from = usize::try_from(cursor.seq.get()).unwrap();
                let missed = self.log.len().checked_sub(from);
                let complete = cursor.epoch.get() == self.epoch
                    && missed.is_some_and(|missed| missed <= REPLAYED);
                let entered = ServerFrame::RoomEntered {
                    room: self.view().room,
                    epoch: Epoch::new(self.epoch),
                    last_seq: self.last_seq(),
                    replay: if complete {
                        Replay::Complete
                    } else {
                        Replay::Limited
                    },
                    present: vec![person(ME)],
                };
                let replayed = if complete { from..self.log.len() } else { 0..0 };
                [entered]
                    .into_iter()
                    .chain(replayed.flat_map(|place| self.tell(place)))
                    .collect()
            }
            ClientFrame::PostMessage { nonce, text, .. } => {
                assert!(self.follows, "only in rooms that were entered");
                self.posts(ME, nonce, text)
            }
            ClientFrame::LoadPage { before, .. } => {
                let before = usize::try_from(before.get()).unwrap() - 1;
                vec![ServerFrame::PageLoaded {
                    page: self.page(before),
                }]
            }
            ClientFrame::DescribePeople { users } => {
                let people = users.iter().map(|id| person(id.get())).collect();
                vec![ServerFrame::PeopleDescribed { people }]
            }
            _ => Vec::new(),
        }
    }
}
