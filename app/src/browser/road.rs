//! The road that led to the server last, for the next page of this tab: where no WebSocket
//! opens, each page would wait for one anew.

use super::storage::session as storage;
use crate::{address::own, live::Road};

const ROAD: &str = "teahouse-road";
const NOTED: &str = "teahouse-road-noted";

/// The road that led there; the best one where none is known.
pub fn remembered() -> Road {
    let word = storage().and_then(|storage| storage.get_item(&own(ROAD)).ok().flatten());
    word.and_then(|word| Road::named(&word)).unwrap_or_default()
}

/// This road leads there.
pub fn remember(road: Road) {
    if let Some(storage) = storage() {
        // Without it, the next page begins with the best road.
        let _ = storage.set_item(&own(ROAD), road.word());
    }
}

/// Whether whoever uses this tab was told that there is no better road.
pub fn is_noted() -> bool {
    storage().is_some_and(|storage| matches!(storage.get_item(&own(NOTED)), Ok(Some(_))))
}

/// They were told, and want to read it no more.
pub fn note() {
    if let Some(storage) = storage() {
        // Without it, they are told again on the next page.
        let _ = storage.set_item(&own(NOTED), "yes");
    }
}
