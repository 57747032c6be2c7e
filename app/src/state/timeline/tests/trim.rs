//! A log whose start is let go.

use super::*;

fn notice(n: u64) -> RoomNotice {
    RoomNotice {
        seq: seq(n),
        by: UserId::new(2),
        at: Timestamp::from_seconds(1),
        change: RoomChange::Join,
    }
}

/// Messages 11 to 20 of 30, but for 15, where somebody joined, followed.
fn long() -> Timeline {
    let mut page = page(1, 11..=20, 20);
    page.entries.remove(4);
    let mut timeline = Timeline::new(page, vec![notice(15)]);
    timeline.entering();
    let _ = timeline.entered(Epoch::new(1), seq(20), Replay::Complete);
    timeline
}

#[test]
fn the_start_goes_and_is_said_to_be_there() {
    let mut timeline = Timeline::new(page(1, 1..=6, 6), vec![notice(0)]);
    timeline.entering();
    let _ = timeline.entered(Epoch::new(1), seq(6), Replay::Complete);
    assert!(!timeline.has_earlier());
    assert_eq!(timeline.surplus(4, None), 2);
    assert!(timeline.trim(MessageId::new(3)));
    assert_eq!(ids(&timeline), [3, 4, 5, 6]);
    assert!(timeline.has_earlier());
    assert_eq!(timeline.notices().count(), 0);
    assert_eq!(timeline.ask_earlier(), Some(HistoryAt::Before(seq(3))));
}

#[test]
fn what_went_comes_back_as_it_is_by_then() {
    let mut timeline = long();
    assert!(timeline.trim(MessageId::new(17)));
    assert_eq!(timeline.notices().count(), 0, "before what is left");
    let edited = |message| RoomEvent::MessageEdited {
        message: MessageId::new(message),
        by: UserId::new(2),
        at: Timestamp::from_seconds(2),
        text: "better".to_owned(),
    };
    assert_eq!(timeline.apply(seq(21), edited(12)), Next::Go);
    assert!(timeline.ask_earlier().is_some());
    // The page was read before this.
    assert_eq!(timeline.apply(seq(22), edited(13)), Next::Go);
    let mut earlier = page(1, 11..=16, 21);
    earlier.entries.remove(4);
    earlier.entries[1].message.text = "better".to_owned();
    assert_eq!(timeline.page_loaded(earlier, vec![notice(15)]), Next::Go);
    assert_eq!(ids(&timeline), ids(&long()));
    let said = |id| {
        timeline
            .entry(MessageId::new(id))
            .unwrap()
            .message
            .text
            .as_str()
    };
    assert_eq!([said(12), said(13), said(14)], ["better", "better", "14"]);
    assert!(timeline.notices().eq(long().notices()));
    assert!(timeline.is_seam(MessageId::new(17)), "nothing moves for it");
}

#[test]
fn seams_go_with_what_stood_around_them() {
    let mut timeline = long();
    assert!(timeline.ask_earlier().is_some());
    timeline.page_loaded(page(1, 5..=10, 20), Vec::new());
    assert!(timeline.is_seam(MessageId::new(11)));
    assert!(timeline.trim(MessageId::new(11)));
    assert!(timeline.is_seam(MessageId::new(11)), "it is there still");
    assert!(timeline.trim(MessageId::new(12)));
    assert!(!timeline.is_seam(MessageId::new(11)));
}

#[test]
fn what_is_to_stay_stays_with_all_after_it() {
    let timeline = long();
    assert_eq!(timeline.surplus(9, None), 0);
    assert_eq!(timeline.surplus(3, None), 6);
    assert_eq!(timeline.surplus(3, Some(seq(30))), 6);
    assert_eq!(
        timeline.surplus(3, Some(seq(15))),
        4,
        "up to before an event"
    );
    assert_eq!(timeline.surplus(3, Some(seq(11))), 0);
}

#[test]
fn nothing_goes_where_it_could_not_be_asked_for() {
    let refuses = |timeline: &Timeline| {
        let mut timeline = timeline.clone();
        let refused = !timeline.trim(MessageId::new(19)) && timeline.surplus(1, None) == 0;
        refused && ids(&timeline).first() == Some(&11)
    };
    let mut timeline = long();
    assert!(!refuses(&timeline));
    assert!(timeline.ask_earlier().is_some());
    assert!(refuses(&timeline), "a page is on its way");
    timeline.lost();
    assert!(refuses(&timeline), "there is no link");
    timeline.entering();
    assert!(refuses(&timeline), "nor is the room entered");
    let next = timeline.entered(Epoch::new(1), seq(20), Replay::Complete);
    assert_eq!(next, Next::Load(HistoryAt::Before(seq(11))));
    assert!(timeline.ask_for_window(HistoryAt::Around(seq(5))) == Next::Go);
    assert!(refuses(&timeline), "another page is wanted");
    let middle = HistoryPage {
        has_later: true,
        ..page(1, 11..=19, 20)
    };
    let mut timeline = Timeline::new(middle, Vec::new());
    timeline.entering();
    let _ = timeline.entered(Epoch::new(1), seq(20), Replay::Complete);
    assert!(refuses(&timeline), "it ends before the newest message");
    let _ = timeline.entered(Epoch::new(1), seq(900), Replay::Limited);
    assert!(refuses(&timeline), "all of it is about to be replaced");
}

#[test]
fn only_a_message_that_is_there_can_be_the_first() {
    let mut timeline = long();
    for id in [3, 11, 15, 21] {
        assert!(!timeline.trim(MessageId::new(id)), "{id}");
    }
    assert_eq!(ids(&timeline), ids(&long()));
}

#[test]
fn own_messages_on_their_way_stay() {
    let mut timeline = long();
    timeline.post(nonce(1), "mine".into(), Timestamp::from_seconds(1));
    // It is stored as 20, and only its acknowledgement is yet to come.
    assert!(timeline.trim(MessageId::new(19)));
    assert_eq!(timeline.pending().len(), 1);
    timeline.acked(nonce(1), MessageId::new(14));
    assert!(timeline.pending().is_empty(), "it is in the history");
}
