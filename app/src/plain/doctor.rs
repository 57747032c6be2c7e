//! What the server says about a connection: what to change about the way here, what else may be
//! wrong with it, and all of that as a report. The browser tries the roads and shows what comes of
//! them; what that means is known here, where nothing of it costs the browser anything.

use leptos::prelude::*;
use shared::ApiError;

use crate::{
    backend::{Seen, backend},
    i18n::Locale,
    state::doctor::{Outcome, PART, Tried},
};

mod checks;
mod diagnosis;
mod fix;
mod lines;
mod report;
mod rows;
mod words;

use diagnosis::{Cause, Facts};

/// All that is known of a connection, put in order.
struct Finding<'a> {
    l: Locale,
    seen: &'a Seen,
    /// What a browser found out, where one has.
    tried: Option<&'a Tried>,
    websocket: Vec<Cause>,
    stream: Vec<Cause>,
}

impl Finding<'_> {
    fn origin(&self) -> Option<&str> {
        self.tried.map(|tried| tried.origin.as_str())
    }

    /// How long an answer takes over the best road there is.
    fn round_trip(&self) -> u32 {
        let roads = self.tried.into_iter().flat_map(|tried| tried.roads);
        roads.filter_map(Outcome::works).min().unwrap_or_default()
    }
}

/// What there is to say to whoever asks, in parts. `tried` is the line of a [`Tried`], or nothing.
///
/// # Errors
/// [`ApiError::Internal`] outside a request.
pub(crate) fn note(tried: &str, l: Locale) -> Result<String, ApiError> {
    let seen = use_context::<Seen>().ok_or(ApiError::Internal)?;
    let tried: Option<Tried> = tried.parse().ok();
    let arrived = match &tried {
        Some(tried) => backend()?.arrived(tried.probe),
        None => None,
    };
    let facts = tried.as_ref().map(|tried| Facts {
        tried,
        arrived,
        seen: &seen,
    });
    let causes = |of: fn(&Facts) -> Vec<Cause>| facts.as_ref().map(of).unwrap_or_default();
    let websocket = causes(diagnosis::of_websocket);
    let mut stream = causes(diagnosis::of_stream);
    // Said once.
    stream.retain(|cause| !websocket.contains(cause));
    let finding = Finding {
        l,
        seen: &seen,
        tried: tried.as_ref(),
        websocket,
        stream,
    };
    let parts = [
        fix::view(&finding, &finding.websocket, "websocket"),
        fix::view(&finding, &finding.stream, "stream"),
        rows::view(&finding),
        report::view(&finding),
    ];
    Ok(parts.join(PART))
}
