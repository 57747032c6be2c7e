//! A window that ends before the newest message.

use super::*;

/// Messages 11 to 13 of 20, in the middle of the history.
fn gone_back() -> Timeline {
    let mut timeline = Timeline::new(page(1, 18..=20, 20), Vec::new());
    timeline.entering();
    let _ = timeline.entered(Epoch::new(1), seq(20), Replay::Complete);
    let at = HistoryAt::Around(seq(12));
    assert_eq!(timeline.ask_for_window(at), Next::Load(at));
    let middle = HistoryPage {
        has_later: true,
        ..page(1, 11..=13, 20)
    };
    assert_eq!(timeline.page_loaded(middle, Vec::new()), Next::Go);
    assert_eq!(ids(&timeline), [11, 12, 13]);
    timeline
}

#[test]
fn a_window_in_the_middle_follows_events_without_showing_them() {
    let mut timeline = gone_back();
    assert_eq!(timeline.apply(seq(21), said("new")), Next::Go);
    assert_eq!(
        (ids(&timeline), timeline.cursor().seq),
        (vec![11, 12, 13], seq(21))
    );
    assert_eq!(timeline.arrived(), 1, "the reader is told of it");
    let edited = RoomEvent::MessageEdited {
        message: MessageId::new(12),
        by: UserId::new(2),
        at: Timestamp::from_seconds(2),
        text: "better".to_owned(),
    };
    timeline.apply(seq(22), edited);
    assert_eq!(
        timeline.entry(MessageId::new(12)).unwrap().message.text,
        "better"
    );
}

#[test]
fn later_pages_lead_back_to_the_end_and_what_overtook_them_is_not_lost() {
    let mut timeline = gone_back();
    assert_eq!(timeline.ask_later(), Some(HistoryAt::After(seq(13))));
    assert_eq!(timeline.ask_later(), None, "one at a time");
    timeline.apply(seq(21), said("in the page"));
    timeline.apply(seq(22), said("after it was read"));
    assert_eq!(
        timeline.page_loaded(page(1, 14..=21, 21), Vec::new()),
        Next::Go
    );
    assert_eq!(ids(&timeline), (11..=22).collect::<Vec<_>>());
    assert!(!timeline.has_later());
    timeline.apply(seq(23), said("live again"));
    assert_eq!(ids(&timeline).last(), Some(&23));
}

#[test]
fn the_end_can_be_asked_for_while_another_page_is_on_its_way() {
    let mut timeline = gone_back();
    assert_eq!(timeline.ask_later(), Some(HistoryAt::After(seq(13))));
    assert_eq!(timeline.ask_latest(), Next::Go, "when that has come");
    let later = HistoryPage {
        has_later: true,
        ..page(1, 14..=16, 20)
    };
    let next = timeline.page_loaded(later, Vec::new());
    assert_eq!(next, Next::Load(HistoryAt::Before(seq(21))));
    assert_eq!(
        timeline.page_loaded(page(1, 18..=20, 20), Vec::new()),
        Next::Go
    );
    assert_eq!(ids(&timeline), [18, 19, 20]);
    assert!(!timeline.has_later());
}

#[test]
fn what_is_shown_already_is_not_asked_for() {
    let mut timeline = gone_back();
    let shown = HistoryAt::Around(seq(13));
    assert_eq!(timeline.ask_for_window(shown), Next::Go);
    assert!(!timeline.is_loading());
}

#[test]
fn notices_come_with_pages_and_live_and_stay_within_the_window() {
    let renamed = |n| RoomNotice {
        seq: seq(n),
        by: UserId::new(2),
        at: Timestamp::from_seconds(1),
        change: RoomChange::Join,
    };
    let live = |n| RoomEvent::RoomChanged {
        by: UserId::new(2),
        at: Timestamp::from_seconds(1),
        change: renamed(n).change,
    };
    let places = |timeline: &Timeline| {
        let notices = timeline.notices();
        notices.map(|notice| notice.seq.get()).collect::<Vec<_>>()
    };
    let mut timeline = followed();
    timeline.apply(seq(7), live(7));
    assert_eq!(places(&timeline), [7]);
    let _ = timeline.ask_earlier();
    timeline.page_loaded(page(1, 1..=3, 7), vec![renamed(2)]);
    assert_eq!(places(&timeline), [2, 7]);
    let mut timeline = gone_back();
    timeline.apply(seq(21), live(21));
    assert!(places(&timeline).is_empty(), "beyond the window");
    let _ = timeline.ask_later();
    timeline.page_loaded(page(1, 14..=20, 21), vec![renamed(21)]);
    assert_eq!(places(&timeline), [21]);
}

#[test]
fn a_page_wanted_before_the_room_is_followed_is_asked_for_when_it_is() {
    let window = HistoryPage {
        has_later: true,
        ..page(1, 4..=6, 9)
    };
    let mut timeline = Timeline::new(window, Vec::new());
    assert_eq!(timeline.ask_later(), None);
    timeline.entering();
    assert_eq!(timeline.ask_later(), None);
    let later = Next::Load(HistoryAt::After(seq(6)));
    let enter = |timeline: &mut Timeline| timeline.entered(Epoch::new(1), seq(9), Replay::Complete);
    assert_eq!(enter(&mut timeline), later);

    // The page is lost with the link.
    timeline.lost();
    timeline.entering();
    assert_eq!(enter(&mut timeline), later);
    timeline.page_loaded(page(1, 7..=9, 9), Vec::new());
    assert_eq!(ids(&timeline), [4, 5, 6, 7, 8, 9]);
    timeline.lost();
    timeline.entering();
    assert_eq!(enter(&mut timeline), Next::Go, "it has come");
}

#[test]
fn what_was_wanted_of_another_window_is_forgotten() {
    let mut timeline = followed();
    assert!(timeline.ask_earlier().is_some());
    timeline.lost();
    timeline.entering();
    let anew = timeline.entered(Epoch::new(1), seq(900), Replay::Limited);
    assert_eq!(anew, Next::Load(HistoryAt::Before(seq(901))));
    timeline.page_loaded(page(1, 850..=900, 900), Vec::new());
    assert!(!timeline.is_loading());
}
