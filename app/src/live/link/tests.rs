mod world;

use proptest::prelude::*;
use shared::frame::CloseReason;

use super::*;
use world::{Happening, World, happening};

proptest! {
    #[test]
    fn it_is_connected_or_will_be_or_never_again(
        happenings in prop::collection::vec(happening(), 0..80)
    ) {
        let mut world = World::new();
        world.check();
        for happening in happenings {
            world.happens(happening);
            world.check();
        }
    }

    #[test]
    fn left_alone_it_gets_through(happenings in prop::collection::vec(happening(), 0..40)) {
        let mut world = World::new();
        world.happens(Happening::Start);
        happenings.into_iter().for_each(|happening| world.happens(happening));
        let ended = matches!(world.status(), LinkStatus::Closed { reason, .. } if reason.is_final());
        let ending = matches!(world.link.phase, Phase::Closing { why, .. } if why.then == Reconnect::Never);
        for _ in 0..60 {
            if world.status() != LinkStatus::Open {
                world.happens(Happening::Due);
                world.happens(Happening::Welcomed);
            }
        }
        prop_assert!(ended || ending || world.status() == LinkStatus::Open, "{:?}", world.link);
    }
}

fn open() -> World {
    let mut world = World::new();
    world.happens(Happening::Start);
    world.happens(Happening::Welcomed);
    world.now += Duration::from_secs(6);
    world.link.heard(world.now);
    assert_eq!(world.status(), LinkStatus::Open);
    world
}

fn closed(reason: ClosedReason, retry_in_s: Option<u32>) -> LinkStatus {
    LinkStatus::Closed { retry_in_s, reason }
}

#[test]
fn silence_ends_a_link_after_35_seconds_and_it_comes_back_at_once() {
    let mut world = open();
    world.happens(Happening::Passes(34_999));
    assert_eq!(world.status(), LinkStatus::Open);
    world.happens(Happening::Passes(1));
    assert_eq!(world.status(), LinkStatus::Closing);
    world.happens(Happening::Passes(1_000));
    assert_eq!(world.status(), closed(ClosedReason::Lost, Some(0)));
    world.happens(Happening::Due);
    assert_eq!(world.status(), LinkStatus::Connecting);
}

#[test]
fn a_probe_has_three_seconds() {
    let mut world = open();
    world.happens(Happening::LookedAt);
    world.happens(Happening::Passes(2_999));
    world.happens(Happening::Heard);
    world.happens(Happening::Passes(5_000));
    assert_eq!(world.status(), LinkStatus::Open);
    world.happens(Happening::LookedAt);
    world.happens(Happening::Passes(3_000));
    assert_eq!(world.status(), LinkStatus::Closing);
}

#[test]
fn the_countdown_counts_whole_seconds() {
    let mut world = open();
    world.chance = Chance::from_billionths(1_000_000_000);
    for _ in 0..4 {
        world.happens(Happening::Closed(4000));
        world.happens(Happening::RetryNow);
    }
    world.happens(Happening::Closed(4000));
    let mut counted = Vec::new();
    while let LinkStatus::Closed {
        retry_in_s: Some(s),
        ..
    } = world.status()
    {
        counted.push(s);
        world.happens(Happening::Due);
    }
    assert_eq!(counted, [8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(world.status(), LinkStatus::Connecting);
}

#[test]
fn final_codes_are_never_retried() {
    for code in [4500, 4504, 4700, 4999] {
        let mut world = open();
        world.happens(Happening::Closed(code));
        world.happens(Happening::RetryNow);
        world.happens(Happening::LookedAt);
        world.happens(Happening::Online);
        world.happens(Happening::Passes(600_000));
        let LinkStatus::Closed {
            retry_in_s: None,
            reason,
        } = world.status()
        else {
            panic!("{code}: {:?}", world.status());
        };
        assert!(reason.is_final());
    }
}

#[test]
fn other_codes_are_retried() {
    for reason in CloseReason::ALL
        .iter()
        .filter(|reason| reason.code() < 4500)
    {
        let mut world = open();
        world.happens(Happening::Closed(reason.code()));
        assert!(world.link.deadline(world.now).is_some(), "{reason:?}");
    }
}

#[test]
fn a_link_that_keeps_breaking_backs_off_even_where_it_may_return_at_once() {
    let mut world = open();
    world.happens(Happening::Closed(CloseReason::SlowReader.code()));
    assert_eq!(world.status(), closed(ClosedReason::SlowReader, Some(0)));
    for _ in 0..8 {
        world.happens(Happening::RetryNow);
        world.happens(Happening::Welcomed);
        world.happens(Happening::Closed(CloseReason::SlowReader.code()));
    }
    assert_eq!(world.status(), closed(ClosedReason::SlowReader, Some(15)));
}

#[test]
fn the_network_is_believed_dead_only_when_the_probe_says_so_too() {
    let mut world = open();
    world.happens(Happening::Offline);
    world.happens(Happening::Heard);
    world.happens(Happening::Passes(20_000));
    assert_eq!(world.status(), LinkStatus::Open);
    world.happens(Happening::Offline);
    world.happens(Happening::Passes(1_000));
    world.happens(Happening::Passes(1_000));
    assert_eq!(world.status(), closed(ClosedReason::Offline, None));
    world.happens(Happening::Online);
    assert_eq!(world.status(), closed(ClosedReason::Lost, Some(1)));
}

#[test]
fn refused_handshakes_lead_to_the_question_who_is_signed_in() {
    let mut world = World::new();
    world.happens(Happening::Start);
    let mut asked = 0;
    for _ in 0..9 {
        world.sockets -= 1;
        let actions = world.link.closed(4000, world.now, world.chance);
        asked += u32::from(actions.contains(&Action::AskWhoIsSignedIn));
        world.happens(Happening::RetryNow);
    }
    assert_eq!(asked, 3);
}

#[test]
fn where_no_socket_opens_the_other_roads_are_tried_at_once_and_then_waited() {
    let mut world = World::new();
    world.happens(Happening::Start);
    for (road, within) in [(Road::WebSocket, 2_500), (Road::Stream, 2_500)] {
        assert_eq!(world.link.road(), road);
        world.happens(Happening::Passes(within - 1));
        assert_eq!(world.link.road(), road, "not yet");
        world.happens(Happening::Passes(1));
    }
    assert_eq!(world.status(), LinkStatus::Connecting);
    world.happens(Happening::Closed(1006));
    assert_eq!(world.roads, Road::ALL);
    assert!(matches!(world.status(), LinkStatus::Closed { .. }));
    world.happens(Happening::Due);
    assert_eq!(world.roads.last(), Some(&Road::WebSocket));
}

#[test]
fn a_server_that_says_why_is_reached_whatever_the_road() {
    let mut world = World::new();
    world.happens(Happening::Start);
    world.happens(Happening::Closed(CloseReason::ServerRestarting.code()));
    assert_eq!(world.link.road(), Road::WebSocket);
    assert!(matches!(world.status(), LinkStatus::Closed { .. }));
}

/// How long is waited at most after an attempt that came to nothing, seven of them before it.
fn waits_after(code: u16) -> LinkStatus {
    let mut world = open();
    world.chance = Chance::from_billionths(1_000_000_000);
    world.happens(Happening::Closed(code));
    for _ in 0..7 {
        world.happens(Happening::RetryNow);
        // All roads, one after the other.
        for _ in 0..Road::ALL.len() {
            world.happens(Happening::Closed(1006));
        }
    }
    world.status()
}

#[test]
fn a_server_that_said_it_would_be_back_is_looked_for_often() {
    let restarting = waits_after(CloseReason::ServerRestarting.code());
    assert_eq!(restarting, closed(ClosedReason::Lost, Some(8)));
    assert_eq!(waits_after(1006), closed(ClosedReason::Lost, Some(30)));
}

/// A link over a stream, which found no WebSocket.
fn lower() -> World {
    let mut world = World::new();
    world.happens(Happening::Start);
    world.happens(Happening::Closed(1006));
    world.happens(Happening::Welcomed);
    assert_eq!(world.link.road(), Road::Stream);
    world
}

#[test]
fn a_better_road_is_changed_to_without_closing_the_link() {
    let mut world = lower();
    world.happens(Happening::Passes(10_000));
    assert_eq!(world.spares, 1);
    world.happens(Happening::Heard);
    world.happens(Happening::Climbed);
    assert_eq!(world.status(), LinkStatus::Open);
    assert_eq!(world.link.road(), Road::WebSocket);
    assert_eq!(world.spares, 0);
}

#[test]
fn a_better_road_that_somebody_found_open_is_not_waited_for() {
    let mut world = lower();
    let now = world.now;
    world.link.look_up(now);
    world.happens(Happening::Due);
    assert_eq!(world.spares, 1);
    world.link.look_up(now);
    world.happens(Happening::Climbed);
    assert_eq!(world.link.road(), Road::WebSocket);
    world.link.look_up(now);
    assert_eq!(world.link.climb_at(), None, "there is nothing above it");
}

#[test]
fn a_better_road_that_stays_closed_is_looked_for_more_rarely() {
    let mut world = lower();
    world.happens(Happening::Passes(10_000));
    world.happens(Happening::Heard);
    world.happens(Happening::Passes(2_500));
    assert_eq!((world.spares, world.status()), (0, LinkStatus::Open));
    world.happens(Happening::Passes(19_999));
    assert_eq!(world.spares, 0);
    world.happens(Happening::Passes(1));
    assert_eq!(world.spares, 1);
    world.happens(Happening::Closed(1006));
    assert_eq!(world.spares, 0, "nothing is left behind");
}

#[test]
fn what_has_no_patience_with_silence_hears_something_in_time() {
    let mut world = open();
    world.happens(Happening::Passes(10_000));
    world.happens(Happening::Closed(1006));
    world.happens(Happening::RetryNow);
    world.happens(Happening::Welcomed);
    assert_eq!(
        world.link.road(),
        Road::WebSocket,
        "the road is as good as any"
    );
    let heard = world.now;
    world.link.heard(heard);
    let breath = world.link.deadline(world.now).unwrap();
    assert_eq!(breath.checked_sub(heard), Some(Duration::from_secs(6)));
    world.happens(Happening::Due);
    world.happens(Happening::Passes(3_000));
    assert_eq!(
        world.status(),
        LinkStatus::Closing,
        "a breath is a probe, too"
    );
}
