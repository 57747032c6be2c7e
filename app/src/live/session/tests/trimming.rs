//! The log lets its start go while its end is read, and at no other time.

use shared::{MessageId, frame::ServerFrame};

use super::*;
use crate::state::{divider::Divider, trim::Held};

/// So few that logs are long.
pub const HELD: Held = Held { most: 8, kept: 5 };

/// What this reader does, and what becomes of the log's first message.
#[derive(Default)]
pub struct Watch {
    /// Whether the page said that they are at the end.
    pub at_end: bool,
    first: Option<MessageId>,
    /// Whether other messages may be shown since, in place of those that were.
    replaced: bool,
    /// How often the start of the log went.
    pub trims: usize,
    /// What went that had to stay.
    pub wrong: Option<&'static str>,
}

impl Watch {
    /// The page begins or ends.
    pub fn turn(&mut self) {
        (self.at_end, self.replaced) = (false, true);
    }

    /// A frame comes.
    pub fn frame(&mut self, frame: &ServerFrame) {
        self.replaced |= matches!(frame, ServerFrame::HistoryLoaded { .. });
    }
}

impl World {
    /// The page says where the reader is.
    pub fn sees_end(&mut self, sees: bool) {
        self.watch.at_end = sees && self.shown;
        self.session.see_end(ROOM, sees);
    }

    /// Looks what has become of the start of the log.
    pub fn watch_log(&mut self) {
        let room = self.session.room(ROOM);
        let entries = room.map_or(&[][..], |room| room.timeline.entries());
        let first = entries.first().map(|entry| entry.message.id);
        let before = std::mem::replace(&mut self.watch.first, first);
        let replaced = std::mem::take(&mut self.watch.replaced);
        let Some((before, first)) = before.zip(first).filter(|_| !replaced) else {
            return;
        };
        if before < first {
            self.watch.trims += 1;
            self.watch.wrong = self.watch.wrong.or(self.what_is_wrong(before, first));
            self.sabotage_log();
        }
    }

    /// Why it may not be that the log began with `before` and begins with `first` now.
    fn what_is_wrong(&self, before: MessageId, first: MessageId) -> Option<&'static str> {
        let room = self.session.room(ROOM)?;
        let had = room.timeline.entries().len() < HELD.kept;
        let mut changes = room.changes.keys();
        let changing = changes.any(|id| (before..first).contains(id));
        let checks = [
            (!self.watch.at_end, "the reader was not at the end"),
            (had, "too much went"),
            (changing, "a change was not stored"),
        ];
        let mut wrong = checks.into_iter().filter(|(is_wrong, _)| *is_wrong);
        wrong.next().map(|(_, why)| why)
    }

    /// Reads the history up to its first message.
    pub fn walk_up(&mut self) {
        let at_end = self.watch.at_end;
        self.does(Step::SeesEnd(false));
        let goes_on = |world: &Self| {
            let room = world.session.room(ROOM);
            room.is_some_and(|room| room.timeline.has_earlier())
        };
        for _ in 0..self.server.log.len() {
            if goes_on(self) {
                self.does(Step::LoadEarlier);
                self.pump();
            }
        }
        self.does(Step::SeesEnd(at_end));
    }

    /// Whoever is at the end while others talk, and the page has a moment now and then.
    fn others_talk(&mut self, times: usize) {
        for _ in 0..times {
            self.does(Step::OtherPosts);
            self.pump();
            self.does(Step::Passes(1));
        }
    }

    /// Nothing is new.
    fn without_divider(&mut self) {
        let visit = self.session.rooms.get_mut(&ROOM).unwrap();
        visit.room.divider = Divider::default();
    }

    fn held(&self) -> usize {
        self.session.room(ROOM).unwrap().timeline.entries().len()
    }
}

#[test]
fn a_log_that_forgot_what_was_before_it_would_have_a_silent_gap() {
    let silent = runner().run(&one_page(), |steps| run(&steps, Fault::SilentTrim));
    assert!(silent.is_err());
}

#[test]
fn a_log_that_went_wherever_the_reader_is_would_be_noticed() {
    let anywhere = runner().run(&one_page(), |steps| run(&steps, Fault::TrimsAnywhere));
    assert!(anywhere.is_err());
}

#[test]
fn who_stays_at_the_end_holds_a_bounded_log_and_has_it_all_by_going_up() {
    let mut world = World::connected();
    world.does(Step::Watches(true));
    world.does(Step::SeesEnd(true));
    // The divider is at the first page; when it was seen, it goes after as much again.
    world.others_talk(30);
    assert!((HELD.kept..=HELD.most).contains(&world.held()));
    assert!(world.watch.trims > 3);
    world.walk_up();
    assert_eq!(world.held(), 42);
    world.check().unwrap();
}

#[test]
fn who_is_further_up_keeps_all_they_have() {
    let mut world = World::connected();
    world.does(Step::Watches(true));
    world.others_talk(30);
    assert_eq!(world.held(), server::PAGE + 30);
    world.does(Step::SeesEnd(true));
    world.does(Step::SeesEnd(false));
    world.does(Step::Passes(1));
    assert_eq!(
        world.held(),
        server::PAGE + 30,
        "they went up again in time"
    );
}

#[test]
fn what_came_while_nobody_looked_waits_for_the_reader() {
    let mut world = World::connected();
    world.does(Step::Watches(true));
    world.does(Step::SeesEnd(true));
    world.others_talk(20);
    world.does(Step::Passes(1_000));
    world.pump();
    world.does(Step::Watches(false));
    world.others_talk(20);
    let new = |world: &World| world.keys().contains(&RowKey::New);
    assert!(world.held() >= 20 && new(&world));
    world.does(Step::Watches(true));
    world.others_talk(1);
    assert!(
        world.held() >= 20 && new(&world),
        "they may look where it began"
    );
    world.others_talk(20);
    assert!(world.held() <= HELD.most && !new(&world));
}

#[test]
fn the_start_goes_in_a_step_of_its_own() {
    let mut world = World::connected();
    world.does(Step::SeesEnd(true));
    world.without_divider();
    for _ in 0..3 {
        world.does(Step::OtherPosts);
        world.pump();
    }
    assert_eq!(world.held(), 9, "with the message it would be moved about");
    let now = world.moment().now;
    assert_eq!(world.session.deadline(now), Some(now), "but it is next");
    world.does(Step::Passes(0));
    assert!(world.held() <= HELD.most);
    assert!(world.session.reading_deadline().is_none(), "and done with");
}

#[test]
fn a_message_that_is_open_for_editing_stays() {
    let mut world = World::connected();
    world.does(Step::Watches(true));
    world.does(Step::SeesEnd(true));
    world.does(Step::IPost);
    world.pump();
    let id = world.session.room(ROOM).unwrap().timeline.entries().last();
    let id = id.unwrap().message.id;
    world.session.edits(ROOM, Some(id));
    world.others_talk(30);
    let held = |world: &World| {
        let room = world.session.room(ROOM).unwrap();
        room.timeline.entry(id).is_some()
    };
    assert!(held(&world) && world.watch.trims > 0);
    world.session.edits(ROOM, None);
    world.others_talk(1);
    assert!(!held(&world));
}

/// Whoever walks through the rows with the keyboard would fall out of the log.
#[test]
fn no_row_goes_while_the_focus_is_in_one() {
    let mut world = World::connected();
    world.without_divider();
    world.does(Step::Watches(true));
    world.does(Step::SeesEnd(true));
    world.session.walks(ROOM, true);
    world.others_talk(30);
    assert_eq!(world.watch.trims, 0);
    world.session.walks(ROOM, false);
    world.others_talk(1);
    assert!(world.watch.trims > 0);
}

#[test]
fn who_is_on_their_way_to_a_message_finds_it() {
    let mut world = World::connected();
    world.without_divider();
    world.does(Step::Watches(true));
    world.others_talk(20);
    world.walk_up();
    world.does(Step::SeesEnd(true));
    assert!(world.session.reading_deadline().is_some(), "it would go");
    world.does(Step::GoBack);
    world.does(Step::Passes(1));
    assert_eq!(world.held(), 32, "it is shown, so nothing has to be loaded");
}
