//! A session against a server that keeps the delivery contract, over links that break at
//! any point: whatever the order, each message is shown once.

mod changes;
mod check;
mod disk;
mod faults;
mod marks;
mod pages;
mod people;
mod refusals;
mod reload;
mod rest;
mod server;
mod step;
mod trimming;
mod world;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use shared::{
    ApiError, Field, Problem,
    frame::{ServerFrame, Subject},
};

use super::*;
use crate::state::{FailReason, Row, RowKey, SendState};
use step::{Step, one_page, pages};
use world::{Fault, ME, ROOM, World, person};

fn run(steps: &[Step], fault: Fault) -> Result<(), TestCaseError> {
    let mut world = World::new(fault);
    for step in steps {
        world.does(*step);
        world.check()?;
    }
    world.come_to_rest();
    world.check_at_rest()
}

fn runner() -> TestRunner {
    // Without a file of past failures: this one is meant to fail. It stops when it does, so
    // many cases cost little, and some defects show in one of two hundred.
    TestRunner::new(Config {
        failure_persistence: None,
        cases: 20_000,
        ..Config::default()
    })
}

proptest! {
    // Rare orders matter: one defect of this kind took six hundred cases to show.
    #![proptest_config(Config::with_cases(2_000))]

    #[test]
    fn each_message_is_shown_once_in_order(steps in one_page()) {
        run(&steps, Fault::None)?;
    }

    #[test]
    fn a_wrong_clock_changes_neither_order_nor_times(steps in one_page(), wall in any::<u32>()) {
        let mut worlds = [wall, 1_000].map(|wall| {
            let mut world = World::new(Fault::None);
            world.wall = wall;
            world.does(Step::Connect);
            world
        });
        for step in steps {
            worlds.iter_mut().for_each(|world| world.does(step));
            let [wrong, right] = &worlds;
            prop_assert_eq!(wrong.lines(), right.lines());
        }
    }

    #[test]
    fn nothing_is_lost_doubled_or_overtaken_from_one_page_to_the_next(steps in pages()) {
        run(&steps, Fault::None)?;
    }
}

#[test]
fn a_page_that_events_overtook_would_show_what_is_not_so_any_more() {
    let overtaken = runner().run(&one_page(), |steps| run(&steps, Fault::PageOvertaken));
    assert!(overtaken.is_err());
}

#[test]
fn without_checking_the_order_of_events_messages_are_lost_or_doubled() {
    assert!(
        runner()
            .run(&one_page(), |steps| run(&steps, Fault::OrderUnchecked))
            .is_err()
    );
}

#[test]
fn without_idempotent_sends_messages_are_doubled() {
    assert!(
        runner()
            .run(&one_page(), |steps| run(&steps, Fault::ForgetfulServer))
            .is_err()
    );
}

#[test]
fn without_keeping_messages_a_reload_loses_them() {
    assert!(
        runner()
            .run(&pages(), |steps| run(&steps, Fault::NothingKept))
            .is_err()
    );
}

#[test]
fn without_waiting_for_what_earlier_pages_left_it_is_overtaken() {
    assert!(
        runner()
            .run(&pages(), |steps| run(&steps, Fault::Impatient))
            .is_err()
    );
}

#[test]
fn an_own_row_keeps_its_key_from_the_composer_to_history() {
    let mut world = World::connected();
    world.does(Step::IPost);
    let keys = world.keys();
    let Some(RowKey::Own(nonce)) = keys.last().copied() else {
        panic!("{keys:?}");
    };
    assert_eq!(world.state_of(nonce), Some(SendState::Pending));
    world.pump();
    assert_eq!(world.state_of(nonce), Some(SendState::Final));
    assert_eq!(world.keys(), keys);
}

#[test]
fn what_is_written_without_a_link_waits_and_goes_out_in_order() {
    let mut world = World::connected();
    world.does(Step::LoseLink);
    for _ in 0..3 {
        world.does(Step::IPost);
    }
    let nonces = world.pending();
    assert!(
        nonces
            .iter()
            .all(|nonce| world.state_of(*nonce) == Some(SendState::Queued))
    );
    world.does(Step::Connect);
    world.pump();
    assert_eq!(world.server.nonces_of_mine(), nonces);
    assert!(world.pending().is_empty());
}

#[test]
fn no_answer_fails_a_message_and_retry_is_the_same_command() {
    let mut world = World::connected();
    world.does(Step::IPost);
    world.does(Step::Passes(10_000));
    let nonce = world.pending()[0];
    assert_eq!(
        world.state_of(nonce),
        Some(SendState::Failed(FailReason::NoAnswer))
    );
    world.does(Step::Retry);
    assert_eq!(world.state_of(nonce), Some(SendState::Pending));
    world.pump();
    assert_eq!(world.server.nonces_of_mine(), [nonce]);
    assert_eq!(world.state_of(nonce), Some(SendState::Final));
}

#[test]
fn a_refused_message_stays_until_it_is_given_up() {
    let mut world = World::connected();
    world.does(Step::IPost);
    let nonce = world.pending()[0];
    let error = ApiError::Invalid {
        field: Field::Text,
        problem: Problem::Empty,
    };
    world.receive(ServerFrame::Rejected {
        subject: Subject::Message(nonce),
        error,
    });
    assert_eq!(
        world.state_of(nonce),
        Some(SendState::Failed(FailReason::Refused(error)))
    );
    world.session.leave(ROOM);
    assert!(world.session.room(ROOM).is_some(), "its text is not lost");
    world.session.delete(ROOM, nonce);
    assert!(world.session.room(ROOM).is_none());
}

#[test]
fn too_much_missed_is_replaced_by_a_new_page() {
    let mut world = World::connected();
    world.does(Step::IPost);
    world.does(Step::ServerReads);
    world.does(Step::LoseLink);
    for _ in 0..20 {
        world.does(Step::OtherPosts);
    }
    world.does(Step::Connect);
    world.pump();
    world.check_at_rest().unwrap();
    let room = world.session.room(ROOM).unwrap();
    assert!(room.timeline.has_earlier());
    assert_eq!(room.timeline.entries().len(), server::PAGE);
}

#[test]
fn another_history_is_never_mixed_with_this_one() {
    let mut world = World::connected();
    world.does(Step::OtherPosts);
    world.pump();
    world.does(Step::LoseLink);
    world.server.rewind(1);
    world.does(Step::OtherPosts);
    world.does(Step::Connect);
    world.pump();
    world.check_at_rest().unwrap();
}

#[test]
fn comings_and_goings_of_others_are_told_and_own_ones_are_not() {
    let mut world = World::connected();
    let entered = vec![person(ME), person(7)];
    let left = Vec::new();
    world.receive(ServerFrame::PresenceChanged {
        room: ROOM,
        online: 2,
        entered,
        left,
    });
    let notices = |world: &World| {
        let lines = world.lines();
        lines
            .iter()
            .filter(|(_, row)| matches!(row, Row::Notice(_)))
            .count()
    };
    assert_eq!(notices(&world), 1);
    let left = vec![shared::UserId::new(7), shared::UserId::new(ME)];
    let entered = Vec::new();
    world.receive(ServerFrame::PresenceChanged {
        room: ROOM,
        online: 0,
        entered,
        left,
    });
    assert_eq!(notices(&world), 2);
}

#[test]
fn strangers_are_asked_about_and_shown_by_name_then() {
    let mut world = World::connected();
    world.does(Step::OtherPosts);
    world.pump();
    let named = |world: &World| {
        let lines = world.lines();
        lines
            .iter()
            .all(|(_, row)| !matches!(row, Row::Message(row) if row.author.name.is_empty()))
    };
    assert!(named(&world));
}

#[test]
fn a_room_that_is_gone_is_refused_with_its_messages() {
    let mut world = World::connected();
    world.does(Step::IPost);
    let nonce = world.pending()[0];
    let (subject, error) = (Subject::Room(ROOM), ApiError::NotFound);
    world.receive(ServerFrame::Rejected { subject, error });
    assert_eq!(world.session.room(ROOM).unwrap().refused, Some(error));
    assert_eq!(
        world.state_of(nonce),
        Some(SendState::Failed(FailReason::Refused(error)))
    );
}

#[test]
fn a_server_that_cannot_just_now_is_asked_again() {
    let mut world = World::connected();
    world.does(Step::LoseLink);
    world.does(Step::Connect);
    world.up.clear();
    let (subject, error) = (Subject::Room(ROOM), ApiError::Unavailable);
    world.receive(ServerFrame::Rejected { subject, error });
    assert_eq!(world.session.room(ROOM).unwrap().refused, None);
    world.does(Step::Passes(2_000));
    assert!(matches!(
        world.up.front(),
        Some(ClientFrame::EnterRoom { .. })
    ));
}
