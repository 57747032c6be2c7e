//! What the server cannot do just now, or has not told yet.

use shared::{
    ApiError, RoomId, UserId,
    frame::{ClientFrame, ServerFrame, Subject},
    model::RoomSummary,
};

use super::{
    step::Step,
    world::{ROOM, World},
};

impl World {
    /// The server answers all that is on its way to it in the same way; how many that were.
    fn refuse_all(&mut self, error: ApiError) -> usize {
        let refused: Vec<_> = self.up.drain(..).collect();
        for frame in &refused {
            let subject = match frame {
                ClientFrame::EnterRoom { room, .. }
                | ClientFrame::MarkRead { room, .. }
                | ClientFrame::LoadHistory { room, .. }
                | ClientFrame::LoadMembers { room, .. } => Subject::Room(*room),
                _ => Subject::Connection,
            };
            self.receive(ServerFrame::Rejected { subject, error });
        }
        refused.len()
    }

    fn asks(&self, wanted: impl Fn(&ClientFrame) -> bool) -> bool {
        self.up.iter().any(wanted)
    }

    fn asks_for_members(&self) -> bool {
        self.asks(|frame| matches!(frame, ClientFrame::LoadMembers { .. }))
    }

    fn asks_about_people(&self) -> bool {
        self.asks(|frame| matches!(frame, ClientFrame::DescribePeople { .. }))
    }

    fn asks_for_mine(&self) -> bool {
        self.asks(|frame| matches!(frame, ClientFrame::WatchMyRooms { .. }))
    }

    fn marks(&self) -> bool {
        self.asks(|frame| matches!(frame, ClientFrame::MarkRead { .. }))
    }

    /// Sees the end of the room for long enough to mark it.
    fn sees_the_end(&mut self) {
        self.does(Step::Watches(true));
        self.does(Step::SeesEnd(true));
        self.does(Step::Passes(1));
        self.does(Step::Passes(1_000));
    }
}

const BUSY: ApiError = ApiError::Unavailable;

#[test]
fn what_is_about_no_room_is_asked_for_again_after_a_pause() {
    let mut world = World::new(super::world::Fault::None);
    world.does(Step::Connect);
    world.session.people.mention(UserId::new(99));
    world.does(Step::Passes(1));
    assert!(world.asks_for_mine() && world.asks_about_people());
    assert!(world.refuse_all(BUSY) > 2);
    world.does(Step::Passes(1_000));
    assert!(!world.asks_for_mine(), "not at once");
    world.does(Step::Passes(1_000));
    assert!(world.asks_for_mine() && world.asks_about_people());
    world.pump();
    world.does(Step::Passes(10_000));
    assert!(!world.asks_for_mine(), "it was answered");
}

#[test]
fn what_would_be_refused_again_is_not_asked_for_again() {
    let mut world = World::new(super::world::Fault::None);
    world.does(Step::Connect);
    assert!(world.refuse_all(ApiError::Forbidden) > 0);
    world.does(Step::Passes(10_000));
    assert!(!world.asks_for_mine());
}

#[test]
fn a_mark_that_could_not_be_taken_is_set_later() {
    let mut world = World::connected();
    world.sees_the_end();
    assert!(world.marks());
    world.refuse_all(ApiError::RateLimited { retry_after_s: 3 });
    world.does(Step::Passes(2_999));
    assert!(!world.marks());
    world.does(Step::Passes(1));
    assert!(world.marks());
    world.pump();
    assert_eq!(world.session.mine().get(ROOM).unwrap().unread(), 0);
}

#[test]
fn members_that_could_not_be_listed_are_asked_for_again() {
    let mut world = World::connected();
    let room = super::world::info();
    world.receive(ServerFrame::RoomDescribed { room });
    assert!(world.asks_for_members());
    world.refuse_all(BUSY);
    world.does(Step::Passes(2_000));
    let enters = |frame: &ClientFrame| matches!(frame, ClientFrame::EnterRoom { .. });
    assert!(world.asks(enters), "which is answered with who they are");
    world.pump();
    world.does(Step::Passes(10_000));
    assert!(!world.asks(enters));
    assert!(world.session.room(ROOM).is_some());
}

#[test]
fn what_a_link_told_of_the_rooms_stays_known_for_the_next_page() {
    let mut world = World::new(super::world::Fault::None);
    world.session.watch_lobby(None);
    assert_eq!(world.session.lobby(), None);
    let rooms = vec![RoomSummary {
        id: RoomId::new(2),
        name: "kitchen".to_owned(),
        online: 1,
    }];
    world.receive(ServerFrame::LobbyListed {
        rooms: rooms.clone(),
        online: 1,
    });
    world.session.unwatch_lobby();
    world.session.watch_lobby(None);
    let known = world.session.lobby().map(|lobby| &lobby.rooms);
    assert_eq!(known, Some(&rooms));
}
