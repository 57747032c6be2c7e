use shared::Nonce;

use super::*;

const WORKS: Outcome = Outcome::Works(38);
const BLOCKED: Outcome = Outcome::Blocked;

/// Makes a handshake another one.
type Change = fn(&mut Arrived);

const WHOLE: Arrived = Arrived {
    is_old: false,
    upgrade: true,
    connection: true,
    is_ours: true,
    answered: OPENED,
    close: None,
};

/// A handshake that was answered with 426, with these parts of it changed.
fn changed(change: Change) -> Option<Arrived> {
    let mut arrived = Arrived {
        answered: 426,
        ..WHOLE
    };
    change(&mut arrived);
    Some(arrived)
}

fn diagnose(roads: [Outcome; 3], arrived: Option<Arrived>, host: &str) -> (Vec<Cause>, Vec<Cause>) {
    let tried = Tried {
        probe: Nonce::from_bytes([7; 16]),
        roads,
        clock_ms: 0,
        origin: "https://Chat.example:8443".to_owned(),
    };
    let seen = Seen {
        host: host.to_owned(),
        ..Seen::default()
    };
    let facts = Facts {
        tried: &tried,
        arrived,
        seen: &seen,
    };
    (of_websocket(&facts), of_stream(&facts))
}

const HOST: &str = "chat.example:8443";

/// Why no WebSocket opens, where the other roads do.
fn websocket(arrived: Option<Arrived>, host: &str) -> Vec<Cause> {
    diagnose([BLOCKED, WORKS, WORKS], arrived, host).0
}

fn lacking(upgrade: bool, connection: bool, version: bool) -> Vec<Cause> {
    vec![Cause::Upgrade(Lacks {
        upgrade,
        connection,
        version,
        answered: 426,
    })]
}

#[test]
fn each_header_that_is_missing_is_named_and_no_other() {
    let table: [(Change, Vec<Cause>); 5] = [
        (|a| a.upgrade = false, lacking(true, false, false)),
        (|a| a.connection = false, lacking(false, true, false)),
        (|a| a.is_old = true, lacking(false, false, true)),
        (
            |a| (a.upgrade, a.connection) = (false, false),
            lacking(true, true, false),
        ),
        // What nginx does that is told nothing of upgrades.
        (
            |a| (a.upgrade, a.connection, a.is_old) = (false, false, true),
            lacking(true, true, true),
        ),
    ];
    for (change, expected) in table {
        assert_eq!(websocket(changed(change), HOST), expected);
    }
}

#[test]
fn another_host_is_named_and_beside_it_what_else_is_missing() {
    let foreign = changed(|a| (a.is_ours, a.answered) = (false, 403));
    assert_eq!(websocket(foreign, "127.0.0.1:3000"), [Cause::Host]);
    assert_eq!(
        websocket(foreign, HOST),
        [Cause::Origin],
        "the host is right"
    );
    let both = changed(|a| (a.is_ours, a.upgrade) = (false, false));
    let expected = [vec![Cause::Host], lacking(true, false, false)].concat();
    assert_eq!(websocket(both, "127.0.0.1:3000"), expected);
    // The operator named the address: the host does no harm.
    let named = changed(|a| a.upgrade = false);
    assert_eq!(
        websocket(named, "127.0.0.1:3000"),
        lacking(true, false, false)
    );
}

#[test]
fn what_never_came_or_got_lost_on_its_way_back_is_no_fault_of_a_header() {
    assert_eq!(websocket(None, HOST), [Cause::NeverCame]);
    assert_eq!(websocket(Some(WHOLE), HOST), [Cause::Swallowed]);
    let silent = [Outcome::Silent, WORKS, WORKS];
    assert_eq!(diagnose(silent, Some(WHOLE), HOST).0, [Cause::Swallowed]);
}

#[test]
fn a_full_house_is_not_the_proxy_s_fault() {
    let full = changed(|a| (a.answered, a.close) = (503, Some(4_004)));
    assert_eq!(websocket(full, HOST), [Cause::Full]);
    let leaving = changed(|a| (a.answered, a.close) = (503, Some(4_000)));
    assert_eq!(websocket(leaving, HOST), [Cause::Restarting]);
    assert_eq!(
        websocket(changed(|a| a.answered = 400), HOST),
        [Cause::Answered(400)]
    );
    let crowded = [Outcome::Refused(4_004), WORKS, WORKS];
    assert_eq!(diagnose(crowded, Some(WHOLE), HOST).0, [Cause::Crowded]);
}

#[test]
fn nothing_is_said_of_what_works() {
    let bad = changed(|a| (a.upgrade, a.is_ours) = (false, false));
    for arrived in [None, Some(WHOLE), bad] {
        let (websocket, stream) = diagnose([WORKS; 3], arrived, "127.0.0.1:3000");
        assert_eq!((websocket, stream), (vec![], vec![]));
    }
}

#[test]
fn a_stream_is_held_back_or_cut_or_not_to_blame() {
    let stream = |outcome, last, arrived, host| {
        let (_, stream) = diagnose([BLOCKED, outcome, last], arrived, host);
        stream
    };
    let no_upgrade = changed(|a| a.upgrade = false);
    let table = [
        (Outcome::Buffered, WORKS, vec![Cause::Buffered]),
        (BLOCKED, WORKS, vec![Cause::Cut]),
        (Outcome::Silent, WORKS, vec![Cause::Cut]),
        (BLOCKED, BLOCKED, vec![]),
        (Outcome::Silent, Outcome::Silent, vec![]),
        (Outcome::Refused(4_000), WORKS, vec![Cause::Restarting]),
        (WORKS, BLOCKED, vec![]),
    ];
    for (outcome, last, expected) in table {
        let said = stream(outcome, last, no_upgrade, HOST);
        assert_eq!(said, expected, "{outcome} {last}");
    }
    let foreign = changed(|a| a.is_ours = false);
    let said = stream(BLOCKED, BLOCKED, foreign, "127.0.0.1:3000");
    assert_eq!(said, [Cause::Host]);
}
