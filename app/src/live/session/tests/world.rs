//! Both ends of a link and what is on its way between them.

use std::collections::{BTreeSet, VecDeque};

use shared::{
    MessageId, Nonce, RoomId, Seq, Timestamp, UserId,
    frame::{ClientFrame, ServerFrame},
    model::{HistoryAt, MyRooms, Person, ReadMark, Role, RoomInfo, RoomKind, Writers},
};

use super::{
    super::{Moment, Session},
    disk::Disk,
    server::{Server, What},
    step::Step,
    trimming::{HELD, Watch},
};
use crate::state::{Row, RowKey, SendState, people::Viewer, rows::Lines};

pub const ROOM: RoomId = RoomId::new(1);
pub const ME: u64 = 1;

/// A defect to be found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Events are applied whatever their place.
    OrderUnchecked,
    /// What happened while a page was on its way is not done to it.
    PageOvertaken,
    /// The server stores a message again when it is sent again.
    ForgetfulServer,
    /// What was written is gone with its page.
    NothingKept,
    /// A page sends before it knows what earlier ones left.
    Impatient,
    /// What went from the start of the log is not said to be there.
    SilentTrim,
    /// It goes wherever the reader is.
    TrimsAnywhere,
}

pub fn person(id: u64) -> Person {
    Person {
        id: UserId::new(id),
        name: format!("person {id}"),
    }
}

pub fn viewer() -> Viewer {
    let (person, handle) = (person(ME), None);
    Viewer { person, handle }
}

pub fn info() -> RoomInfo {
    RoomInfo {
        id: ROOM,
        kind: RoomKind::Open,
        name: "tea".into(),
        topic: String::new(),
        writers: Writers::Everyone,
        archived: false,
        role: Some(Role::Member),
    }
}

pub struct World {
    pub session: Session,
    pub server: Server,
    pub up: VecDeque<ClientFrame>,
    pub down: VecDeque<ServerFrame>,
    connected: bool,
    pub fault: Fault,
    now: u64,
    /// What the device takes for the time, in seconds.
    pub wall: u32,
    nonces: u8,
    /// Own messages of this tab, in order.
    pub mine: Vec<Nonce>,
    pub disk: Disk,
    /// Whether a page shows the room.
    pub shown: bool,
    /// Own messages that failed at some time.
    pub failed: BTreeSet<Nonce>,
    pub watch: Watch,
}

impl World {
    pub fn new(fault: Fault) -> Self {
        let forgetful = fault == Fault::ForgetfulServer;
        let mut server = Server {
            epoch: 1,
            log: Vec::new(),
            follows: false,
            forgetful,
            listed: false,
            read: VecDeque::new(),
            mark: ReadMark::default(),
        };
        for n in 230..242 {
            let text = format!("before {n}");
            server.does(2, Nonce::from_bytes([n; 16]), What::Post(text));
        }
        let mut session = Session {
            held: HELD,
            ..Session::default()
        };
        session.enter(server.view());
        session.sign_in(viewer());
        session.watch_mine(MyRooms::default());
        session.restore(Vec::new(), std::time::Duration::ZERO);
        let (up, down) = (VecDeque::new(), VecDeque::new());
        let (connected, now, wall, nonces) = (false, 0, 1_000, 0);
        let (mine, disk) = (Vec::new(), Disk::default());
        let (shown, failed, watch) = (true, BTreeSet::new(), Watch::default());
        Self {
            session,
            server,
            up,
            down,
            connected,
            fault,
            now,
            wall,
            nonces,
            mine,
            disk,
            shown,
            failed,
            watch,
        }
    }

    pub fn connected() -> Self {
        let mut world = Self::new(Fault::None);
        world.does(Step::Connect);
        world.pump();
        world
    }

    pub fn moment(&self) -> Moment {
        let now = std::time::Duration::from_millis(self.now);
        Moment {
            now,
            wall: Timestamp::from_seconds(self.wall),
        }
    }

    pub fn nonce(&mut self) -> Nonce {
        self.nonces += 1;
        Nonce::from_bytes([self.nonces; 16])
    }

    pub fn does(&mut self, step: Step) {
        match step {
            Step::OtherPosts => self.somebody_posts(2),
            Step::OtherTabPosts => self.somebody_posts(ME),
            Step::OtherEdits => self.somebody_changes(2, true),
            Step::OtherEditsOld => self.old_one_changes(true),
            Step::OtherDeletesOld => self.old_one_changes(false),
            Step::OtherDeletes => self.somebody_changes(2, false),
            Step::OtherTabEdits => self.somebody_changes(ME, true),
            Step::IEdit => self.i_change(true),
            Step::IDelete => self.i_change(false),
            Step::IPost => self.i_post(),
            Step::ServerReads => {
                if let Some(page) = self.server.read.pop_front() {
                    self.down.push_back(page);
                } else if let Some(frame) = self.up.pop_front() {
                    self.down.extend(self.server.answers(frame));
                }
            }
            Step::IRead => {
                if let Some(frame) = self.down.pop_front() {
                    self.receive(frame);
                }
            }
            Step::ArrivesTwice => {
                if let Some(frame @ (ServerFrame::Event { .. } | ServerFrame::Acked { .. })) =
                    self.down.front().cloned()
                {
                    self.receive(frame);
                }
            }
            Step::IsLost => {
                let lost = self.down.front();
                if let Some(ServerFrame::Event { .. } | ServerFrame::Acked { .. }) = lost {
                    self.down.pop_front();
                }
            }
            Step::LoseLink => self.lose_link(),
            Step::Connect => self.connect(),
            Step::LoadEarlier => self.session.load_earlier(ROOM),
            Step::LoadLater => self.session.load_later(ROOM),
            Step::GoBack => drop(
                self.session
                    .load_window(ROOM, HistoryAt::Around(Seq::new(4))),
            ),
            Step::GoToEnd => self.session.load_latest(ROOM),
            Step::SeesEnd(sees) => self.sees_end(sees),
            Step::Watches(watches) => self.session.set_watched(watches),
            Step::OtherDeviceMarks { read } => self.other_device_marks(read),
            Step::IMarkUnread => self.session.mark_unread(ROOM, MessageId::new(3)),
            Step::Retry => self.retry_failed(),
            Step::Passes(ms) => self.passes(ms),
            Step::Reload => self.reload(true),
            Step::ReloadElsewhere => self.reload(false),
            Step::DiskAnswers => self.disk_answers(),
            Step::OpenRoom => self.open_room(),
            Step::CloseRoom => self.close_room(),
        }
        self.watch_log();
        self.send();
    }

    pub fn connect(&mut self) {
        if !self.connected {
            self.connected = true;
            let at = Timestamp::from_seconds(1_000);
            self.receive(ServerFrame::Welcomed {
                you: person(ME),
                at,
            });
        }
    }

    pub fn lose_link(&mut self) {
        self.connected = false;
        self.server.follows = false;
        self.server.listed = false;
        self.server.read.clear();
        self.up.clear();
        self.down.clear();
        self.session.lost();
    }

    fn passes(&mut self, ms: u64) {
        self.now += ms;
        self.sabotage_tick();
        self.session.tick(self.moment().now);
    }

    fn retry_failed(&mut self) {
        for nonce in self.pending() {
            if let Some(SendState::Failed(_)) = self.state_of(nonce) {
                self.session.retry(ROOM, nonce, self.moment().now);
            }
        }
        let rooms = self.session.room(ROOM).into_iter();
        let changes = rooms.flat_map(|room| room.changes.keys());
        for id in changes.copied().collect::<Vec<_>>() {
            self.session.retry_change(ROOM, id, self.moment().now);
        }
    }

    pub fn receive(&mut self, frame: ServerFrame) {
        self.sabotage(&frame);
        self.watch.frame(&frame);
        self.session.receive(frame, self.moment());
        self.send();
    }

    fn send(&mut self) {
        let outcome = self.session.take(self.moment().now);
        assert!(
            outcome.frames.is_empty() || self.connected,
            "nothing is sent without a link"
        );
        self.up.extend(outcome.frames);
        self.disk.keep(outcome.upkeep);
        self.note_failed();
    }

    pub fn lines(&self) -> Lines {
        self.session.lines(self.session.room(ROOM).unwrap(), &|_| 0)
    }

    pub fn keys(&self) -> Vec<RowKey> {
        self.lines().into_iter().map(|(key, _)| key).collect()
    }

    pub fn pending(&self) -> Vec<Nonce> {
        let room = self.session.room(ROOM).into_iter();
        room.flat_map(|room| room.timeline.pending())
            .map(|pending| pending.nonce)
            .collect()
    }

    pub fn state_of(&self, nonce: Nonce) -> Option<SendState> {
        let lines = self.lines();
        let row = lines
            .into_iter()
            .find(|(key, _)| *key == RowKey::Own(nonce));
        row.and_then(|(_, row)| match row {
            Row::Message(row) => Some(row.state),
            _ => None,
        })
    }
}
