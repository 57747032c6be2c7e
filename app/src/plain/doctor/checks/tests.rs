use super::*;

/// Makes a way another one.
type Change = fn(&mut Seen);

const OVER_TLS: Option<&str> = Some("https://chat.example");
const IN_THE_CLEAR: Option<&str> = Some("http://chat.example");

fn seen(change: Change) -> Seen {
    let mut seen = Seen {
        host: "chat.example".to_owned(),
        ..Seen::default()
    };
    change(&mut seen);
    seen
}

#[test]
fn it_is_said_who_does_tls_and_what_the_server_is_not_told() {
    let table: [(Change, Option<&str>, Tls); 9] = [
        (
            |s| (s.is_encrypted, s.is_secure, s.days_left) = (true, true, Some(61)),
            OVER_TLS,
            Tls::Own(Some(61)),
        ),
        (
            |s| (s.is_proxy, s.is_secure) = (true, true),
            OVER_TLS,
            Tls::Proxy,
        ),
        (|s| s.is_proxy = true, OVER_TLS, Tls::NoProto),
        (|_| (), OVER_TLS, Tls::NoProxy),
        (|_| (), IN_THE_CLEAR, Tls::Clear),
        (|_| (), Some("http://localhost:3000"), Tls::Here),
        (|_| (), Some("http://127.0.0.1:3000"), Tls::Here),
        // Without JavaScript the server goes by what it sees.
        (
            |s| (s.is_proxy, s.is_secure) = (true, true),
            None,
            Tls::Proxy,
        ),
        (|_| (), None, Tls::Clear),
    ];
    for (change, origin, expected) in table {
        assert_eq!(tls(&seen(change), origin), expected, "{origin:?}");
    }
    for bad in [
        Tls::Clear,
        Tls::NoProto,
        Tls::NoProxy,
        Tls::Own(Some(13)),
        Tls::Own(Some(-1)),
    ] {
        assert!(!bad.is_well(), "{bad:?}");
    }
    for good in [Tls::Own(Some(14)), Tls::Own(None), Tls::Proxy, Tls::Here] {
        assert!(good.is_well(), "{good:?}");
    }
}

#[test]
fn it_is_said_why_everybody_seems_to_come_from_the_proxy() {
    let table: [(Change, Address); 6] = [
        (|_| (), Address::Known),
        (
            |s| (s.is_proxy, s.forwarded_for) = (true, true),
            Address::Known,
        ),
        (|s| s.is_proxy = true, Address::NoHeader),
        (|s| s.forwarded_for = true, Address::NoProxy),
        (|s| s.is_here = true, Address::Neither),
        (
            |s| (s.is_here, s.forwarded_for) = (true, true),
            Address::NoProxy,
        ),
    ];
    for (change, expected) in table {
        assert_eq!(address(&seen(change), OVER_TLS), expected);
    }
    let here = seen(|s| s.is_here = true);
    for origin in [
        "http://localhost:3000",
        "http://[::1]:3000",
        "http://a.localhost",
    ] {
        assert_eq!(address(&here, Some(origin)), Address::Known, "{origin}");
        let listed = seen(|s| (s.is_here, s.is_proxy) = (true, true));
        assert_eq!(address(&listed, Some(origin)), Address::Known, "{origin}");
    }
    for origin in ["http://[2001:db8::1]:3000", "http://localhost.example"] {
        assert_eq!(address(&here, Some(origin)), Address::Neither, "{origin}");
    }
}

#[test]
fn a_clock_is_compared_as_if_it_had_just_been_looked_at() {
    let noon = seen(|s| s.now_ms = 1_000_000);
    assert_eq!(clock(&noon, 999_900, 200), (0, true));
    assert_eq!(clock(&noon, 999_600, 200), (300, true));
    assert_eq!(clock(&noon, 1_029_999, 0), (29_999, true));
    assert_eq!(clock(&noon, 1_030_000, 0), (30_000, false));
    assert_eq!(clock(&noon, 970_000, 0), (30_000, false));
    assert!(!clock(&noon, u64::MAX, u32::MAX).1);
}
