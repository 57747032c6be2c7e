//! A server that keeps the delivery contract, as one connection sees it.

use std::collections::VecDeque;

use shared::{
    ApiError, Epoch, MessageId, Nonce, Seq, Timestamp, UserId,
    frame::{ClientFrame, Cursor, Replay, RoomEvent, ServerFrame, Subject},
    model::{Fate, HistoryAt, ReadMark, RoomSummary, RoomView},
};

use super::world::{ME, ROOM, person};

/// Messages in a page.
pub const PAGE: usize = 6;

/// Most missed events that are replayed.
const REPLAYED: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Post(String),
    /// Of the message at this place.
    Edit(usize, String),
    Delete(usize),
}

#[derive(Clone, Debug)]
pub struct Stored {
    pub author: u64,
    pub nonce: Nonce,
    pub what: What,
}

pub const AT: Timestamp = Timestamp::from_seconds(1_000);

fn place_of(message: MessageId) -> usize {
    usize::try_from(message.get()).unwrap() - 1
}

/// A server with one room.
pub struct Server {
    pub epoch: u64,
    pub log: Vec<Stored>,
    /// Whether this session's connection follows the room.
    pub follows: bool,
    /// Whether it forgets what it has stored.
    pub forgetful: bool,
    /// Whether its connection follows the list of one's own rooms.
    pub listed: bool,
    /// What was read and is not sent yet: events may overtake it.
    pub read: VecDeque<ServerFrame>,
    /// How far this person has read.
    pub mark: ReadMark,
}

impl Server {
    pub fn id(place: usize) -> MessageId {
        MessageId::new(u64::try_from(place).unwrap() + 1)
    }

    pub fn last_seq(&self) -> Seq {
        Seq::new(u64::try_from(self.log.len()).unwrap())
    }

    pub fn nonces_of_mine(&self) -> Vec<Nonce> {
        let is_mine =
            |stored: &&Stored| stored.author == ME && matches!(stored.what, What::Post(_));
        let mine = self.log.iter().filter(is_mine);
        mine.map(|stored| stored.nonce).collect()
    }

    /// Where a message stands, if it is stored.
    pub fn place(&self, nonce: Nonce) -> Option<usize> {
        self.log.iter().position(|stored| stored.nonce == nonce)
    }

    /// A backup is restored: the newest events never happened.
    pub fn rewind(&mut self, events: usize) {
        self.epoch += 1;
        self.log.truncate(self.log.len() - events);
        self.mark.read = self.mark.read.min(self.head());
        self.mark.revision += 1;
    }

    pub fn does(&mut self, author: u64, nonce: Nonce, what: What) -> Vec<ServerFrame> {
        let same = |stored: &Stored| stored.nonce == nonce && stored.author == author;
        if let Some(place) = self.log.iter().position(same).filter(|_| !self.forgetful) {
            return vec![self.ack(place)];
        }
        if let What::Edit(place, _) | What::Delete(place) = &what
            && matches!(self.reads(*place).1, Fate::Deleted { .. })
        {
            let (subject, error) = (Subject::Message(nonce), ApiError::Conflict);
            return vec![ServerFrame::Rejected { subject, error }];
        }
        self.log.push(Stored {
            author,
            nonce,
            what,
        });
        self.tell(self.log.len() - 1)
    }

    /// What a message says by now.
    pub fn reads(&self, place: usize) -> (String, Fate) {
        let mut read = (String::new(), Fate::Original);
        for stored in &self.log[place..] {
            match &stored.what {
                What::Post(text) if read.0.is_empty() && read.1 == Fate::Original => {
                    read.0.clone_from(text);
                }
                What::Edit(of, text) if *of == place => {
                    read = (text.clone(), Fate::Edited { at: AT });
                }
                What::Delete(of) if *of == place => {
                    read = (String::new(), Fate::Deleted { at: AT });
                }
                _ => {}
            }
        }
        read
    }

    /// Everything a message ever said.
    pub fn versions(&self, place: usize) -> Vec<String> {
        let version = |stored: &Stored| match &stored.what {
            What::Edit(of, text) if *of == place => Some(text.clone()),
            What::Delete(of) if *of == place => Some(String::new()),
            _ => None,
        };
        let What::Post(first) = self.log[place].what.clone() else {
            panic!("no message")
        };
        [first]
            .into_iter()
            .chain(self.log.iter().filter_map(version))
            .collect()
    }

    /// The newest message of somebody's that can still be changed.
    pub fn last_of(&self, author: u64) -> Option<usize> {
        let theirs = |place: &usize| {
            let stored = &self.log[*place];
            let is_post = matches!(stored.what, What::Post(_));
            let is_there = || !matches!(self.reads(*place).1, Fate::Deleted { .. });
            is_post && stored.author == author && is_there()
        };
        (0..self.log.len()).rev().find(theirs)
    }

    fn ack(&self, place: usize) -> ServerFrame {
        let Stored { nonce, what, .. } = &self.log[place];
        let message = match what {
            What::Post(_) => Self::id(place),
            What::Edit(of, _) | What::Delete(of) => Self::id(*of),
        };
        ServerFrame::Acked {
            nonce: *nonce,
            room: ROOM,
            message,
            seq: Self::id(place).into(),
        }
    }

    /// The frames of an event, as this session's connection gets them.
    fn tell(&self, place: usize) -> Vec<ServerFrame> {
        let Stored { author, what, .. } = &self.log[place];
        let (by, author, at) = (UserId::new(*author), *author, AT);
        let event = match what {
            What::Post(_) => RoomEvent::MessagePosted {
                author: by,
                at,
                text: self.reads(place).0,
            },
            What::Edit(of, _) => RoomEvent::MessageEdited {
                message: Self::id(*of),
                by,
                at,
                text: self.reads(*of).0,
            },
            What::Delete(of) => RoomEvent::MessageDeleted {
                message: Self::id(*of),
                by,
                at,
            },
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

    /// What the list of one's rooms is told at the next tick.
    pub fn moved(&self) -> Option<ServerFrame> {
        self.listed.then(|| ServerFrame::RoomMoved {
            room: ROOM,
            head: self.head(),
            at: AT,
            name: None,
            archived: None,
        })
    }

    pub fn view(&self) -> RoomView {
        let room = RoomSummary {
            id: ROOM,
            name: "tea".into(),
            online: 1,
        };
        RoomView {
            info: super::world::info(),
            room,
            page: self.page(HistoryAt::Before(self.last_seq().next())),
            notices: Vec::new(),
            head: self.head(),
            mark: Some(self.mark),
            present: vec![person(ME)],
            others: Vec::new(),
        }
    }

    fn enter(&mut self, cursor: Option<Cursor>) -> Vec<ServerFrame> {
        self.follows = true;
        let from = cursor.map_or(self.log.len(), |cursor| {
            usize::try_from(cursor.seq.get()).unwrap()
        });
        let missed = self.log.len().checked_sub(from);
        let complete = cursor.is_none_or(|cursor| cursor.epoch.get() == self.epoch)
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

    pub fn answers(&mut self, frame: ClientFrame) -> Vec<ServerFrame> {
        match frame {
            ClientFrame::EnterRoom { cursor, .. } => self.enter(cursor),
            ClientFrame::LeaveRoom { .. } => {
                self.follows = false;
                Vec::new()
            }
            ClientFrame::PostMessage { nonce, text, .. } => {
                assert!(self.follows, "only in rooms that were entered");
                self.does(ME, nonce, What::Post(text))
            }
            ClientFrame::EditMessage {
                message,
                nonce,
                text,
                ..
            } => self.does(ME, nonce, What::Edit(place_of(message), text)),
            ClientFrame::DeleteMessage { message, nonce, .. } => {
                self.does(ME, nonce, What::Delete(place_of(message)))
            }
            ClientFrame::LoadHistory { at, .. } => {
                let page = self.page(at);
                self.read.push_back(ServerFrame::HistoryLoaded { page });
                Vec::new()
            }
            ClientFrame::WatchMyRooms { .. } => {
                self.listed = true;
                let (rooms, has_more) = (vec![self.my_room()], false);
                self.read
                    .push_back(ServerFrame::MyRoomsListed { rooms, has_more });
                Vec::new()
            }
            ClientFrame::MarkRead { seq, .. } => vec![self.marks_read(seq)],
            ClientFrame::MarkUnread { message, .. } => vec![self.marks_unread(message)],
            ClientFrame::DescribePeople { users } => {
                let people = users.iter().map(|id| person(id.get())).collect();
                vec![ServerFrame::PeopleDescribed { people }]
            }
            _ => Vec::new(),
        }
    }
}
