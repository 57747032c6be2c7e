//! What reached the server of a WebSocket that somebody opens to see whether one opens. A browser
//! tells nothing of a handshake that failed; the server knows what it lacked. Whoever tries names
//! the attempt by a number of their own, and asks for it afterwards.

use std::{
    collections::VecDeque,
    net::IpAddr,
    time::{Duration, Instant},
};

use app::backend::Arrived;
use axum::{
    extract::Request,
    http::{HeaderMap, Uri, Version, header},
    response::Response,
};
use parking_lot::Mutex;
use shared::{Nonce, limits};

use super::{
    door::{self, LiveDoor},
    handshake::{self, Origins},
};
use crate::store::Visit;

/// Attempts that are remembered; anybody may make one, so the oldest make place for new ones.
const MOST: usize = 1_000;

/// How long one is remembered.
const LIFE: Duration = Duration::from_secs(60);

/// The latest attempts, oldest first.
#[derive(Default)]
pub(super) struct Probes(Mutex<VecDeque<(Nonce, Instant, Arrived)>>);

impl Probes {
    fn note(&self, probe: Nonce, arrived: Arrived, now: Instant) {
        let mut noted = self.0.lock();
        let is_old = |at: &Instant| now.saturating_duration_since(*at) >= LIFE;
        while noted.len() >= MOST || noted.front().is_some_and(|(_, at, _)| is_old(at)) {
            noted.pop_front();
        }
        noted.push_back((probe, now, arrived));
    }

    /// What became of an attempt; of several with one number, the last.
    pub(super) fn find(&self, probe: Nonce, now: Instant) -> Option<Arrived> {
        let noted = self.0.lock();
        let mut latest = noted.iter().rev();
        let (_, at, arrived) = latest.find(|(other, _, _)| *other == probe)?;
        (now.saturating_duration_since(*at) < LIFE).then_some(*arrived)
    }
}

/// Answers a request for a live link, and remembers what it brought where it has a number.
pub async fn upgrade(
    door: LiveDoor,
    viewer: Option<Visit>,
    address: IpAddr,
    request: Request,
) -> Response {
    let Some(probe) = number(request.uri()) else {
        return door::upgrade(door, viewer, address, request).await;
    };
    let brought = read(request.version(), request.headers(), door.origins());
    let response = door::upgrade(door.clone(), viewer, address, request).await;
    let close = response.headers().get(limits::CLOSE_HEADER);
    let close = close.and_then(|code| code.to_str().ok()?.parse().ok());
    let arrived = Arrived {
        answered: response.status().as_u16(),
        close,
        ..brought
    };
    door.probes().note(probe, arrived, Instant::now());
    response
}

/// The number of an attempt, where the query has one.
#[must_use]
pub fn number(uri: &Uri) -> Option<Nonce> {
    let mut pairs = uri.query()?.split('&');
    let value = pairs.find_map(|pair| pair.strip_prefix(limits::PROBE)?.strip_prefix('='))?;
    value.parse().ok()
}

/// What a request brought of all that a WebSocket needs.
fn read(version: Version, headers: &HeaderMap, origins: &Origins) -> Arrived {
    Arrived {
        is_old: version < Version::HTTP_11,
        upgrade: handshake::lists(headers, header::UPGRADE, "websocket"),
        connection: handshake::lists(headers, header::CONNECTION, "upgrade"),
        is_ours: origins.allow(headers),
        answered: 0,
        close: None,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    const SOME: Arrived = Arrived {
        is_old: false,
        upgrade: true,
        connection: true,
        is_ours: true,
        answered: 101,
        close: None,
    };

    fn probe(n: usize) -> Nonce {
        Nonce::from_bytes(u128::try_from(n).unwrap().to_be_bytes())
    }

    #[test]
    fn an_attempt_is_found_by_its_number_for_a_minute() {
        let probes = Probes::default();
        let now = Instant::now();
        probes.note(probe(1), SOME, now);
        assert_eq!(probes.find(probe(1), now), Some(SOME));
        assert_eq!(probes.find(probe(2), now), None, "of another number");
        let last = LIFE.checked_sub(Duration::from_millis(1)).unwrap();
        assert_eq!(probes.find(probe(1), now + last), Some(SOME));
        assert_eq!(probes.find(probe(1), now + LIFE), None, "any more");
        let again = Arrived {
            answered: 426,
            ..SOME
        };
        probes.note(probe(1), again, now);
        assert_eq!(probes.find(probe(1), now), Some(again));
    }

    #[test]
    fn memory_is_bounded() {
        let probes = Probes::default();
        let now = Instant::now();
        for n in 0..=MOST {
            probes.note(probe(n), SOME, now);
        }
        assert_eq!(probes.0.lock().len(), MOST);
        assert_eq!(probes.find(probe(0), now), None, "the oldest went");
        assert_eq!(probes.find(probe(MOST), now), Some(SOME));
        probes.note(probe(0), SOME, now + LIFE);
        assert_eq!(probes.0.lock().len(), 1, "what is too old goes");
    }

    #[test]
    fn a_number_is_found_whatever_stands_beside_it() {
        let number = |path: &'static str| number(&Uri::from_static(path));
        for good in [
            "/live?probe=0000000000000000000000000000000a",
            // As a browser's library leaves it.
            "/live/events?probe=0000000000000000000000000000000a&",
            "/live?x=y&probe=0000000000000000000000000000000a",
        ] {
            assert_eq!(number(good), Some(probe(10)), "{good}");
        }
        for bad in [
            "/live",
            "/live?probe",
            "/live?probe=",
            "/live?probe=a",
            "/live?other=0000000000000000000000000000000a",
            "/live?probed=0000000000000000000000000000000a",
        ] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_came_is_read_header_by_header() {
        let good = [
            ("host", "chat.example"),
            ("origin", "https://chat.example"),
            ("upgrade", "websocket"),
            ("connection", "keep-alive, Upgrade"),
        ];
        let of = |leave: &str, version| {
            let mut headers = HeaderMap::new();
            for (name, value) in good.into_iter().filter(|(name, _)| *name != leave) {
                let name = HeaderName::from_static(name);
                headers.insert(name, HeaderValue::from_static(value));
            }
            read(version, &headers, &Origins::default())
        };
        let whole = Arrived {
            answered: 0,
            ..SOME
        };
        assert_eq!(of("", Version::HTTP_11), whole);
        let lacks = |change: fn(&mut Arrived)| {
            let mut arrived = whole;
            change(&mut arrived);
            arrived
        };
        let no_upgrade = lacks(|arrived| arrived.upgrade = false);
        assert_eq!(of("upgrade", Version::HTTP_11), no_upgrade);
        let no_connection = lacks(|arrived| arrived.connection = false);
        assert_eq!(of("connection", Version::HTTP_11), no_connection);
        for name in ["host", "origin"] {
            let foreign = lacks(|arrived| arrived.is_ours = false);
            assert_eq!(of(name, Version::HTTP_11), foreign, "{name}");
        }
        let old = lacks(|arrived| arrived.is_old = true);
        assert_eq!(of("", Version::HTTP_10), old);
    }
}
