use proptest::prelude::*;

use super::*;

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn each_failure_leads_one_road_down_and_the_last_to_the_first() {
    let mut ladder = Ladder::new(Road::WebSocket);
    assert_eq!(ladder.failed(), Fall::Further);
    assert_eq!(ladder.road(), Road::Stream);
    assert_eq!(ladder.failed(), Fall::Further);
    assert_eq!(ladder.road(), Road::Poll);
    assert_eq!(ladder.failed(), Fall::Ground);
    assert_eq!(ladder.road(), Road::WebSocket);
}

#[test]
fn a_road_that_keeps_breaking_is_left() {
    let mut ladder = Ladder::new(Road::WebSocket);
    for second in [0, 59, 60] {
        assert_eq!(ladder.road(), Road::WebSocket);
        ladder.broke(at(second));
    }
    assert_eq!(ladder.road(), Road::Stream);
    // The last one is all there is below it, so it starts anew.
    for _ in 0..6 {
        ladder.broke(at(61));
    }
    assert_eq!(ladder.road(), Road::WebSocket);
}

#[test]
fn a_link_that_breaks_now_and_then_is_kept() {
    let mut ladder = Ladder::new(Road::WebSocket);
    for minute in 1..100 {
        ladder.broke(at(minute * 40));
    }
    assert_eq!(ladder.road(), Road::WebSocket);
}

#[test]
fn looks_for_the_best_road_become_rarer_until_the_network_changes() {
    let mut ladder = Ladder::new(Road::WebSocket);
    ladder.opened(at(0));
    assert_eq!(ladder.climb_at(), None, "there is none better");
    let _ = ladder.failed();
    assert_eq!(ladder.climb_at(), None, "no link is open");
    ladder.opened(at(0));
    let mut waits = Vec::new();
    let mut now = at(0);
    for _ in 0..7 {
        let next = ladder.climb_at().unwrap();
        waits.push((next - now).as_secs());
        now = next;
        ladder.stayed(now);
    }
    assert_eq!(waits, [10, 20, 40, 80, 160, 300, 300]);
    ladder.moved(now);
    assert_eq!(ladder.climb_at(), Some(now));
    ladder.climbed();
    assert_eq!((ladder.road(), ladder.climb_at()), (Road::WebSocket, None));
}

proptest! {
    #[test]
    fn from_any_state_every_road_is_tried_before_the_wait(falls in 0_usize..9) {
        let mut ladder = Ladder::new(Road::WebSocket);
        for _ in 0..falls {
            let _ = ladder.failed();
        }
        while ladder.failed() == Fall::Further {}
        let mut tried = vec![ladder.road()];
        while ladder.failed() == Fall::Further {
            tried.push(ladder.road());
        }
        prop_assert_eq!(tried, Road::ALL);
    }
}

#[test]
fn roads_have_words() {
    for road in Road::ALL {
        assert_eq!(Road::named(road.word()), Some(road));
    }
    assert_eq!(Road::named("pigeon"), None);
}
