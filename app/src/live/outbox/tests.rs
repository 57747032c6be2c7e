use shared::Timestamp;

use super::*;

const ROOM: RoomId = RoomId::new(1);
const OTHER: RoomId = RoomId::new(2);

fn nonce(n: u8) -> Nonce {
    Nonce::from_bytes([n; 16])
}

fn at(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn outbox(posts: &[(RoomId, u8)]) -> Outbox {
    let mut outbox = Outbox::default();
    for (room, n) in posts {
        assert!(outbox.post(kept(*room, *n), at(0)));
    }
    outbox
}

fn kept(room: RoomId, n: u8) -> Kept {
    Kept {
        room,
        nonce: nonce(n),
        text: n.to_string(),
        at: Timestamp::from_seconds(1_000),
        failed: None,
    }
}

/// What is kept after that.
fn disk(upkeep: Vec<Upkeep>) -> Vec<Kept> {
    let mut disk: Vec<Kept> = Vec::new();
    for one in upkeep {
        match one {
            Upkeep::Add(kept) => disk.push(kept),
            Upkeep::Mark(kept) => disk
                .iter_mut()
                .filter(|found| found.nonce == kept.nonce)
                .for_each(|found| *found = kept.clone()),
            Upkeep::Remove(nonce) => disk.retain(|kept| kept.nonce != nonce),
        }
    }
    disk
}

fn ready(outbox: &mut Outbox, room: RoomId) -> Vec<u8> {
    let frames = outbox.take_ready(room).into_iter();
    frames
        .map(|frame| match frame {
            ClientFrame::PostMessage { nonce, .. } => nonce.as_bytes()[0],
            other => panic!("{other:?}"),
        })
        .collect()
}

fn state(outbox: &Outbox, n: u8, now: Duration) -> Option<SendState> {
    let mut states = outbox.states(now);
    states
        .find(|(_, found, _)| *found == nonce(n))
        .map(|(_, _, state)| state)
}

#[test]
fn each_room_is_sent_in_order_and_once_per_link() {
    let mut outbox = outbox(&[(ROOM, 1), (OTHER, 2), (ROOM, 3)]);
    outbox.opened(at(0));
    assert_eq!(ready(&mut outbox, ROOM), [1, 3]);
    assert!(ready(&mut outbox, ROOM).is_empty());
    outbox.acked(nonce(1));
    outbox.lost();
    outbox.opened(at(5));
    assert_eq!(ready(&mut outbox, ROOM), [3]);
    assert_eq!(ready(&mut outbox, OTHER), [2]);
}

#[test]
fn a_message_is_queued_then_pending_then_slow_then_failed() {
    let mut outbox = outbox(&[(ROOM, 1)]);
    assert_eq!(state(&outbox, 1, at(60_000)), Some(SendState::Queued));
    assert_eq!(outbox.deadline(at(60_000)), None);
    outbox.opened(at(60_000));
    assert_eq!(state(&outbox, 1, at(60_399)), Some(SendState::Pending));
    assert_eq!(outbox.deadline(at(60_399)), Some(at(60_400)));
    assert_eq!(state(&outbox, 1, at(60_400)), Some(SendState::Slow));
    assert_eq!(outbox.deadline(at(60_400)), Some(at(70_000)));
    outbox.tick(at(69_999));
    assert_eq!(state(&outbox, 1, at(69_999)), Some(SendState::Slow));
    outbox.tick(at(70_000));
    let failed = Some(SendState::Failed(FailReason::NoAnswer));
    assert_eq!(state(&outbox, 1, at(70_000)), failed);
    assert_eq!(outbox.deadline(at(70_000)), None);
}

#[test]
fn no_message_fails_while_there_is_no_link() {
    let mut outbox = outbox(&[(ROOM, 1)]);
    outbox.tick(at(3_600_000));
    assert_eq!(state(&outbox, 1, at(3_600_000)), Some(SendState::Queued));
}

#[test]
fn retry_sends_the_same_command_after_the_others() {
    let mut outbox = outbox(&[(ROOM, 1), (ROOM, 2)]);
    outbox.opened(at(0));
    assert_eq!(ready(&mut outbox, ROOM), [1, 2]);
    assert!(!outbox.retry(nonce(1), at(1)));
    assert!(
        ready(&mut outbox, ROOM).is_empty(),
        "not failed, so not repeated"
    );
    let refused = FailReason::Refused(shared::ApiError::Unavailable);
    outbox.rejected(nonce(1), refused);
    assert!(outbox.post(kept(ROOM, 3), at(2)));
    assert!(outbox.retry(nonce(1), at(3)));
    assert_eq!(ready(&mut outbox, ROOM), [3, 1]);
    assert!(
        !outbox.delete(nonce(1)),
        "only failed messages are given up"
    );
}

#[test]
fn failed_messages_wait_for_a_decision() {
    let mut outbox = outbox(&[(ROOM, 1), (OTHER, 2)]);
    outbox.opened(at(0));
    outbox.room_refused(ROOM, FailReason::Refused(shared::ApiError::NotFound));
    outbox.lost();
    outbox.opened(at(1));
    assert!(ready(&mut outbox, ROOM).is_empty());
    assert!(outbox.has_any(ROOM));
    assert_eq!(outbox.waiting(), 1, "only the other room's");
    assert!(outbox.delete(nonce(1)));
    assert!(!outbox.has_any(ROOM));
    assert!(outbox.has_any(OTHER));
}

#[test]
fn what_is_kept_follows_what_is_known_of_each_message() {
    let mut outbox = outbox(&[(ROOM, 1), (ROOM, 2), (OTHER, 3), (ROOM, 4)]);
    let refused = FailReason::Refused(shared::ApiError::Unavailable);
    outbox.opened(at(0));
    outbox.acked(nonce(1));
    outbox.rejected(nonce(2), refused);
    outbox.rejected(nonce(3), FailReason::NoAnswer);
    assert!(outbox.retry(nonce(3), at(1)));
    assert!(outbox.delete(nonce(2)));
    outbox.room_refused(ROOM, refused);
    let disk = disk(outbox.take_upkeep());
    let failed = |kept: &Kept| (kept.nonce.as_bytes()[0], kept.failed);
    let found: Vec<_> = disk.iter().map(failed).collect();
    assert_eq!(found, [(4, Some(refused)), (3, None)]);
    assert!(outbox.take_upkeep().is_empty(), "told once");
}

#[test]
fn what_earlier_pages_left_goes_first_and_failed_ones_stay_failed() {
    let mut outbox = outbox(&[(ROOM, 3)]);
    let failed = Some(FailReason::NoAnswer);
    let left = vec![
        kept(ROOM, 1),
        Kept {
            failed,
            ..kept(OTHER, 2)
        },
        kept(ROOM, 3),
    ];
    let _ = outbox.take_upkeep();
    outbox.restore(left, at(5));
    outbox.opened(at(5));
    assert!(outbox.take_upkeep().is_empty(), "it is kept already");
    assert_eq!(ready(&mut outbox, ROOM), [1, 3]);
    assert!(ready(&mut outbox, OTHER).is_empty());
    assert_eq!(
        state(&outbox, 2, at(5)),
        Some(SendState::Failed(FailReason::NoAnswer))
    );
    assert!(outbox.failed_rooms() == [OTHER]);
    assert!(outbox.waiting_rooms() == [ROOM]);
}

#[test]
fn there_is_an_end_to_what_may_wait() {
    let mut outbox = Outbox::default();
    let post = |n: usize| Kept {
        nonce: Nonce::from_bytes(u128::try_from(n).unwrap().to_be_bytes()),
        ..kept(ROOM, 0)
    };
    for n in 0..MOST {
        assert!(outbox.post(post(n), at(0)));
    }
    assert!(!outbox.post(post(MOST), at(0)));
    assert_eq!(outbox.take_upkeep().len(), MOST, "it is not kept either");
    outbox.acked(post(0).nonce);
    assert!(outbox.post(post(MOST), at(0)));
}

#[test]
fn what_was_too_much_at_once_waits_and_goes_out_in_its_order() {
    let mut outbox = outbox(&[(ROOM, 1), (ROOM, 2), (ROOM, 3)]);
    outbox.opened(at(0));
    assert_eq!(ready(&mut outbox, ROOM), [1, 2, 3]);
    outbox.acked(nonce(1));
    outbox.held(nonce(2), 3, at(100));
    assert!(outbox.post(kept(ROOM, 4), at(200)));
    assert!(ready(&mut outbox, ROOM).is_empty(), "nothing overtakes it");
    assert_eq!(
        state(&outbox, 2, at(200)),
        Some(SendState::Held { seconds: 3 })
    );
    outbox.held(nonce(3), 3, at(300));
    outbox.tick(at(3_299));
    assert!(ready(&mut outbox, ROOM).is_empty());
    assert_eq!(outbox.deadline(at(3_299)), Some(at(3_300)));
    outbox.tick(at(3_300));
    assert_eq!(ready(&mut outbox, ROOM), [2, 3, 4]);
    outbox.tick(at(13_299));
    assert_eq!(
        state(&outbox, 2, at(13_299)),
        Some(SendState::Slow),
        "its time begins anew"
    );
}

#[test]
fn a_new_link_takes_what_the_last_one_would_not_yet() {
    let mut outbox = outbox(&[(ROOM, 1)]);
    outbox.opened(at(0));
    assert_eq!(ready(&mut outbox, ROOM), [1]);
    outbox.held(nonce(1), 60, at(0));
    outbox.lost();
    outbox.opened(at(1));
    assert_eq!(ready(&mut outbox, ROOM), [1]);
}
