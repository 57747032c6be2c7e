//! How far this person has read, as the server keeps it.

use shared::{
    MessageId, Seq,
    frame::{ClientFrame, ServerFrame},
    model::{MyRoom, Place, ReadMark, RoomKind},
};

use super::{
    server::{AT, Server},
    step::Step,
    world::{ROOM, World},
};
use crate::state::RowKey;

impl Server {
    /// The newest event.
    pub fn head(&self) -> Place {
        self.place_of(self.last_seq())
    }

    fn place_of(&self, seq: Seq) -> Place {
        let posts = self.posts();
        let posts = posts
            .iter()
            .filter(|place| Seq::from(Self::id(**place)) <= seq);
        Place {
            seq,
            messages: u64::try_from(posts.count()).unwrap(),
        }
    }

    pub fn my_room(&self) -> MyRoom {
        MyRoom {
            id: ROOM,
            kind: RoomKind::Open,
            name: "tea".into(),
            archived: false,
            with: None,
            head: self.head(),
            at: AT,
            mark: self.mark,
            mentions: Vec::new(),
        }
    }

    pub fn marks_read(&mut self, seq: Seq) -> ServerFrame {
        let read = self.mark.read.max(self.place_of(seq.min(self.last_seq())));
        self.marks(ReadMark {
            read,
            again: None,
            ..self.mark
        })
    }

    pub fn marks_unread(&mut self, message: MessageId) -> ServerFrame {
        let before = self.place_of(Seq::new(message.get() - 1));
        let again = Some(before).filter(|place| *place < self.mark.read);
        self.marks(ReadMark {
            again: again.or(self.mark.again),
            ..self.mark
        })
    }

    fn marks(&mut self, mark: ReadMark) -> ServerFrame {
        if mark != self.mark {
            let revision = self.mark.revision + 1;
            self.mark = ReadMark { revision, ..mark };
        }
        let (room, mark) = (ROOM, self.mark);
        ServerFrame::ReadMarked { room, mark }
    }
}

impl World {
    /// Another device of this person marks something.
    pub fn other_device_marks(&mut self, read: bool) {
        let posts = self.server.posts();
        let Some(last) = posts.last().filter(|_| self.server.listed) else {
            return;
        };
        let marked = match read {
            true => self.server.marks_read(Server::id(*last).into()),
            false => self.server.marks_unread(Server::id(posts[posts.len() / 2])),
        };
        self.down.push_back(marked);
    }

    /// The other tabs and this one agree, and what is seen is read.
    pub fn check_marks(&self) -> Result<(), proptest::test_runner::TestCaseError> {
        let mine = self.session.mine().get(ROOM).unwrap();
        proptest::prop_assert_eq!(mine.head, self.server.head());
        proptest::prop_assert_eq!(mine.mark, self.server.mark);
        let visit = &self.session.rooms[&ROOM];
        if visit.reading.at_end && !visit.reading.kept_unread && self.session.watched {
            proptest::prop_assert_eq!(mine.unread(), 0, "{:?}", visit.reading);
        }
        Ok(())
    }
}

fn unread(world: &World) -> u64 {
    world.session.mine().get(ROOM).unwrap().unread()
}

fn marks(world: &World) -> usize {
    let sent = world.up.iter();
    let marks = sent.filter(|frame| matches!(frame, ClientFrame::MarkRead { .. }));
    marks.count()
}

#[test]
fn what_is_seen_is_marked_once_it_has_settled_and_once() {
    let mut world = World::connected();
    assert_eq!(unread(&world), 12);
    world.does(Step::SeesEnd(true));
    world.does(Step::Passes(1_000));
    assert_eq!(marks(&world), 0, "nobody looks at the tab");
    world.does(Step::Watches(true));
    assert_eq!(marks(&world), 0, "a burst is one mark");
    world.does(Step::OtherPosts);
    world.does(Step::Passes(1_000));
    assert_eq!(marks(&world), 1);
    world.pump();
    world.does(Step::Passes(1_000));
    world.pump();
    assert_eq!(unread(&world), 0);
    assert_eq!(world.server.mark.read, world.server.head());
}

#[test]
fn what_is_out_of_sight_stays_unread() {
    let mut world = World::connected();
    world.does(Step::Watches(true));
    world.does(Step::SeesEnd(false));
    world.does(Step::Passes(1_000));
    world.pump();
    assert_eq!(unread(&world), 12);
    // At the end of the rows, but not of the history.
    world.does(Step::GoBack);
    world.pump();
    world.does(Step::SeesEnd(true));
    world.does(Step::Passes(1_000));
    world.pump();
    assert_eq!(unread(&world), 12);
}

#[test]
fn a_room_that_is_marked_as_unread_stays_so_while_it_is_shown() {
    let mut world = World::connected();
    world.does(Step::Watches(true));
    world.does(Step::SeesEnd(true));
    world.does(Step::Passes(1));
    world.does(Step::Passes(1_000));
    world.pump();
    assert_eq!(unread(&world), 0);
    world.does(Step::OtherDeviceMarks { read: false });
    world.pump();
    world.does(Step::Passes(1_000));
    world.pump();
    assert_eq!(unread(&world), 6);
    let divider = world
        .keys()
        .iter()
        .filter(|key| **key == RowKey::New)
        .count();
    assert_eq!(divider, 1, "where reading begins again");
    world.does(Step::CloseRoom);
    world.does(Step::OpenRoom);
    world.does(Step::SeesEnd(true));
    world.pump();
    world.does(Step::Passes(1));
    world.does(Step::Passes(1_000));
    world.pump();
    assert_eq!(unread(&world), 0, "seen anew");
}

#[test]
fn a_mark_that_was_not_told_is_told_on_the_next_link() {
    let mut world = World::connected();
    world.does(Step::Watches(true));
    world.does(Step::SeesEnd(true));
    world.does(Step::Passes(1));
    world.does(Step::Passes(1_000));
    assert_eq!(marks(&world), 1);
    world.does(Step::LoseLink);
    world.does(Step::Connect);
    world.pump();
    world.does(Step::Passes(1));
    world.does(Step::Passes(1_000));
    world.pump();
    assert_eq!(unread(&world), 0);
}

#[test]
fn what_one_writes_oneself_is_not_unread() {
    let mut world = World::connected();
    world.does(Step::Watches(true));
    world.does(Step::SeesEnd(true));
    world.does(Step::Passes(1));
    world.does(Step::Passes(1_000));
    world.pump();
    world.does(Step::Watches(false));
    world.does(Step::IPost);
    world.pump();
    assert_eq!(unread(&world), 0);
    world.does(Step::OtherPosts);
    world.does(Step::IPost);
    world.pump();
    assert_eq!(unread(&world), 2, "what is before it was not read");
}
