//! What the page that tests the connection is told of the way that its request came.

use std::time::{SystemTime, UNIX_EPOCH};

use app::backend::Seen;
use axum::http::{header, request::Parts};

use super::{browser, peer, router::AppState};

/// Everything that the server sees of it by itself.
pub(super) fn seen(state: &AppState, parts: &Parts) -> Seen {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.unwrap_or_default();
    let host = parts.headers.get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    let (browser, system) = browser::of(&parts.headers);
    Seen {
        days_left: state.validity.days_left(now.as_secs()),
        host: host.unwrap_or_default().to_owned(),
        protocol: format!("{:?}", parts.version),
        browser,
        system,
        now_ms: u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
        ..state
            .way
            .seen(peer::connected(&parts.extensions), &parts.headers)
    }
}
