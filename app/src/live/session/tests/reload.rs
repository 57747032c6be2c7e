//! What was written on a page that is gone.

use super::*;
use crate::live::session::sending::Errand;

fn unsent(texts: usize) -> (World, Vec<shared::Nonce>) {
    let mut world = World::connected();
    world.does(Step::LoseLink);
    for _ in 0..texts {
        world.does(Step::IPost);
    }
    let nonces = world.mine.clone();
    (world, nonces)
}

#[test]
fn what_was_written_before_a_reload_goes_out_in_order_and_once() {
    let (mut world, nonces) = unsent(3);
    world.does(Step::Reload);
    world.does(Step::Connect);
    world.does(Step::IPost);
    world.pump();
    assert!(
        world.server.nonces_of_mine().is_empty(),
        "not before it is known what was left"
    );
    world.does(Step::DiskAnswers);
    assert_eq!(world.pending(), world.mine);
    world.pump();
    assert_eq!(world.server.nonces_of_mine(), world.mine);
    assert_eq!(world.mine[..3], nonces);
    assert!(world.disk.kept().is_empty(), "nothing is kept any more");
    world.check_at_rest().unwrap();
}

#[test]
fn what_was_stored_in_spite_of_a_lost_answer_is_not_shown_twice_after_a_reload() {
    let mut world = World::connected();
    world.does(Step::IPost);
    world.does(Step::ServerReads);
    world.does(Step::Reload);
    assert_eq!(world.disk.kept().len(), 1);
    world.does(Step::DiskAnswers);
    assert!(world.pending().is_empty(), "the page has it");
    assert!(world.disk.kept().is_empty());
}

#[test]
fn a_failed_message_is_still_failed_after_a_reload_and_can_be_tried_again() {
    let mut world = World::connected();
    world.does(Step::IPost);
    world.up.clear();
    world.does(Step::Passes(10_000));
    world.does(Step::Reload);
    world.does(Step::DiskAnswers);
    world.does(Step::Connect);
    world.pump();
    let nonce = world.mine[0];
    let failed = SendState::Failed(FailReason::NoAnswer);
    assert_eq!(world.state_of(nonce), Some(failed));
    assert!(world.session.failed_rooms().contains(&ROOM));
    world.does(Step::Retry);
    world.pump();
    assert_eq!(world.state_of(nonce), Some(SendState::Final));
    assert!(world.session.failed_rooms().is_empty());
    assert!(world.disk.kept().is_empty());
}

#[test]
fn what_waits_for_a_room_that_no_page_shows_is_delivered_there() {
    let (mut world, nonces) = unsent(2);
    world.does(Step::ReloadElsewhere);
    world.does(Step::Connect);
    world.does(Step::DiskAnswers);
    let cursor = None;
    let enters = ClientFrame::EnterRoom { room: ROOM, cursor };
    assert!(world.up.contains(&enters));
    world.pump();
    assert_eq!(world.server.nonces_of_mine(), nonces);
    assert!(!world.server.follows, "it left again");
    assert!(world.session.errands.is_empty());
    assert!(world.disk.kept().is_empty());
}

#[test]
fn a_page_that_opens_in_the_middle_of_an_errand_takes_it_over() {
    let (mut world, nonces) = unsent(2);
    world.does(Step::ReloadElsewhere);
    world.does(Step::Connect);
    world.does(Step::DiskAnswers);
    world.does(Step::ServerReads);
    world.does(Step::OpenRoom);
    assert_eq!(world.pending(), nonces);
    world.pump();
    assert_eq!(world.server.nonces_of_mine(), nonces);
    assert!(world.server.follows, "the page stays in the room");
    world.check_at_rest().unwrap();
}

#[test]
fn a_room_that_is_gone_keeps_the_text_as_failed() {
    let (mut world, nonces) = unsent(1);
    world.does(Step::ReloadElsewhere);
    world.does(Step::Connect);
    world.does(Step::DiskAnswers);
    let (subject, error) = (Subject::Room(ROOM), ApiError::NotFound);
    world.receive(ServerFrame::Rejected { subject, error });
    let failed = FailReason::Refused(error);
    assert_eq!(world.disk.kept()[0].failed, Some(failed));
    assert!(world.session.errands.is_empty(), "nobody asks again");
    world.does(Step::OpenRoom);
    let state = world.state_of(nonces[0]);
    assert_eq!(state, Some(SendState::Failed(failed)), "its text is there");
}

#[test]
fn an_errand_that_cannot_be_run_just_now_is_run_later() {
    let (mut world, nonces) = unsent(1);
    world.does(Step::ReloadElsewhere);
    world.does(Step::Connect);
    world.does(Step::DiskAnswers);
    world.up.clear();
    let (subject, error) = (Subject::Room(ROOM), ApiError::Unavailable);
    world.receive(ServerFrame::Rejected { subject, error });
    assert!(world.up.is_empty());
    let deadline = world.session.deadline(world.moment().now);
    assert!(deadline.is_some_and(|at| at <= world.moment().now + Duration::from_secs(2)));
    world.does(Step::Passes(2_000));
    world.pump();
    assert_eq!(world.server.nonces_of_mine(), nonces);
}

#[test]
fn only_so_many_errands_are_run_at_a_time() {
    let mut world = World::connected();
    let left = |n: u8| crate::live::outbox::Kept {
        room: shared::RoomId::new(u64::from(n)),
        nonce: shared::Nonce::from_bytes([n; 16]),
        text: n.to_string(),
        at: shared::Timestamp::from_seconds(1_000),
        failed: None,
    };
    let now = world.moment().now;
    world.session.restore((100..130).map(left).collect(), now);
    world.does(Step::Passes(0));
    assert_eq!(world.up.len(), 8);
    assert!(
        world
            .session
            .errands
            .iter()
            .all(|e: &Errand| e.retry_at.is_none())
    );
    for n in 100..108 {
        let (nonce, room) = (left(n).nonce, left(n).room);
        let (message, seq) = (shared::MessageId::new(1), shared::Seq::new(1));
        world.receive(ServerFrame::Acked {
            nonce,
            room,
            message,
            seq,
        });
    }
    let entered = |frame: &&ClientFrame| matches!(frame, ClientFrame::EnterRoom { .. });
    assert_eq!(world.up.iter().filter(entered).count(), 16);
    let left = |frame: &&ClientFrame| matches!(frame, ClientFrame::LeaveRoom { .. });
    assert_eq!(world.up.iter().filter(left).count(), 8);
}

/// The disk answers while too much was missed and a new page is on its way: the old one still
/// shows what was stored in spite of its lost answer.
#[test]
fn what_the_list_has_already_is_not_restored_beside_it_while_a_page_is_on_its_way() {
    let mut steps = vec![
        Step::IPost,
        Step::Connect,
        Step::ServerReads,
        Step::IRead,
        Step::ServerReads,
        Step::Reload,
    ];
    steps.extend([Step::OtherPosts; 10]);
    steps.extend([
        Step::Connect,
        Step::ServerReads,
        Step::IRead,
        Step::DiskAnswers,
    ]);
    run(&steps, Fault::None).unwrap();
}
