mod trim;
mod window;

use shared::{
    RoomId, Timestamp,
    model::{Fate, Message},
};

use super::*;
use crate::state::SendState;

fn seq(n: u64) -> Seq {
    Seq::new(n)
}

fn nonce(n: u8) -> Nonce {
    Nonce::from_bytes([n; 16])
}

fn said(text: &str) -> RoomEvent {
    RoomEvent::MessagePosted {
        author: UserId::new(2),
        at: Timestamp::from_seconds(1),
        text: text.to_owned(),
    }
}

fn page(epoch: u64, ids: std::ops::RangeInclusive<u64>, last: u64) -> HistoryPage {
    let message = |id| Message {
        id: MessageId::new(id),
        author: UserId::new(2),
        at: Timestamp::from_seconds(1),
        text: id.to_string(),
        nonce: None,
    };
    let message = |id| Entry {
        message: message(id),
        fate: Fate::Original,
    };
    HistoryPage {
        room: RoomId::new(1),
        epoch: Epoch::new(epoch),
        last_seq: seq(last),
        has_earlier: *ids.start() > 1,
        has_later: false,
        entries: ids.map(message).collect(),
        people: Vec::new(),
    }
}

/// Messages 4 to 6 of 6, followed.
fn followed() -> Timeline {
    let mut timeline = Timeline::new(page(1, 4..=6, 6), Vec::new());
    timeline.entering();
    assert_eq!(
        timeline.entered(Epoch::new(1), seq(6), Replay::Complete),
        Next::Go
    );
    timeline
}

fn ids(timeline: &Timeline) -> Vec<u64> {
    timeline
        .entries()
        .iter()
        .map(|entry| entry.message.id.get())
        .collect()
}

#[test]
fn only_the_very_next_event_is_applied() {
    let mut timeline = followed();
    assert_eq!(timeline.apply(seq(6), said("again")), Next::Go);
    assert_eq!(timeline.apply(seq(7), said("next")), Next::Go);
    assert_eq!(timeline.apply(seq(9), said("too early")), Next::Reenter);
    assert_eq!(timeline.apply(seq(8), said("before the answer")), Next::Go);
    assert_eq!(ids(&timeline), [4, 5, 6, 7]);
    assert_eq!(timeline.cursor().seq, seq(7));
}

#[test]
fn an_echo_before_its_acknowledgement_becomes_the_same_row() {
    let mut timeline = followed();
    timeline.post(nonce(1), "mine".into(), Timestamp::from_seconds(1));
    timeline.apply(seq(7), said("mine"));
    timeline.acked(nonce(1), MessageId::new(7));
    timeline.acked(nonce(1), MessageId::new(7));
    assert!(timeline.pending().is_empty());
    assert_eq!(
        timeline.entries().last().unwrap().message.nonce,
        Some(nonce(1))
    );
    assert_eq!(ids(&timeline), [4, 5, 6, 7]);
}

#[test]
fn an_acknowledged_row_is_final_before_its_event_comes() {
    let mut timeline = followed();
    timeline.post(nonce(1), "mine".into(), Timestamp::from_seconds(1));
    timeline.acked(nonce(1), MessageId::new(8));
    assert_eq!(timeline.pending()[0].state, SendState::Final);
    assert!(
        !timeline.set_state(nonce(1), SendState::Slow),
        "final is final"
    );
    timeline.apply(seq(7), said("theirs"));
    assert_eq!(timeline.pending().len(), 1);
    timeline.apply(seq(8), said("mine"));
    assert!(timeline.pending().is_empty());
    assert_eq!(
        timeline.entries().last().unwrap().message.nonce,
        Some(nonce(1))
    );
}

#[test]
fn earlier_pages_are_put_in_front_once() {
    let mut timeline = followed();
    assert_eq!(timeline.ask_earlier(), Some(HistoryAt::Before(seq(4))));
    assert_eq!(timeline.ask_earlier(), None, "one at a time");
    assert!(timeline.is_loading());
    assert_eq!(
        timeline.page_loaded(page(1, 1..=4, 6), Vec::new()),
        Next::Go
    );
    assert_eq!(ids(&timeline), [1, 2, 3, 4, 5, 6]);
    assert_eq!(
        timeline.page_loaded(page(1, 1..=3, 6), Vec::new()),
        Next::Go,
        "nobody asked"
    );
    assert_eq!(ids(&timeline), [1, 2, 3, 4, 5, 6]);
    assert_eq!(timeline.ask_earlier(), None, "there is no more");
    assert_eq!(timeline.arrived(), 0, "history does not arrive");
}

#[test]
fn an_own_row_that_history_has_is_not_shown_twice() {
    let mut timeline = followed();
    timeline.post(nonce(1), "mine".into(), Timestamp::from_seconds(1));
    assert_eq!(timeline.ask_earlier(), Some(HistoryAt::Before(seq(4))));
    let mut page = page(1, 1..=3, 6);
    page.entries[2].message.nonce = Some(nonce(1));
    timeline.page_loaded(page, Vec::new());
    assert!(timeline.pending().is_empty());
}

#[test]
fn a_limited_replay_takes_a_new_page_and_what_came_meanwhile() {
    let mut timeline = followed();
    timeline.post(nonce(1), "mine".into(), Timestamp::from_seconds(1));
    timeline.lost();
    timeline.entering();
    let next = timeline.entered(Epoch::new(1), seq(500), Replay::Limited);
    assert_eq!(next, Next::Load(HistoryAt::Before(seq(501))));
    assert_eq!(timeline.apply(seq(501), said("meanwhile")), Next::Go);
    assert_eq!(timeline.cursor().seq, seq(6), "until the page is there");
    let mut page = page(1, 498..=500, 501);
    page.entries[1].message.nonce = Some(nonce(1));
    assert_eq!(timeline.page_loaded(page, Vec::new()), Next::Go);
    assert_eq!(ids(&timeline), [498, 499, 500, 501]);
    assert!(timeline.pending().is_empty(), "the page has it");
    assert!(timeline.has_earlier());
}

#[test]
fn a_hole_while_a_page_is_on_its_way_starts_over() {
    let mut timeline = followed();
    let _ = timeline.entered(Epoch::new(2), seq(3), Replay::Limited);
    assert_eq!(timeline.apply(seq(5), said("too early")), Next::Reenter);
    assert_eq!(
        timeline.page_loaded(page(2, 1..=3, 3), Vec::new()),
        Next::Go,
        "not any more"
    );
    assert_eq!(ids(&timeline), [4, 5, 6]);
}

#[test]
fn a_server_that_went_back_in_time_is_not_followed() {
    for (epoch, last) in [(2, 9), (1, 5)] {
        let mut timeline = followed();
        let next = timeline.entered(Epoch::new(epoch), seq(last), Replay::Complete);
        assert_eq!(next, Next::Load(HistoryAt::Before(seq(last + 1))));
    }
}

#[test]
fn what_stood_first_goes_on_looking_like_it_when_history_comes_before_it() {
    let mut timeline = followed();
    assert!(
        !timeline.is_seam(MessageId::new(4)),
        "nothing is before it yet"
    );
    assert_eq!(timeline.ask_earlier(), Some(HistoryAt::Before(seq(4))));
    assert_eq!(
        timeline.page_loaded(page(1, 1..=3, 6), Vec::new()),
        Next::Go
    );
    let seams = (1..=6).filter(|id| timeline.is_seam(MessageId::new(*id)));
    assert!(seams.eq([4]));
}
