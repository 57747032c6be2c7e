//! Loading the page again, but not for ever.

use web_sys::window;

use super::storage::session as storage;
use crate::address::own;

const MARK: &str = "teahouse-reloaded-for";

/// Loads the page again; `false` if that was done already for the same reason and did not
/// help, or cannot be done.
#[must_use]
pub fn once_for(reason: &str) -> bool {
    let Some(storage) = storage() else {
        return false;
    };
    let before = storage.get_item(&own(MARK)).ok().flatten();
    if before.as_deref() == Some(reason) || storage.set_item(&own(MARK), reason).is_err() {
        return false;
    }
    window().is_some_and(|window| window.location().reload().is_ok())
}

/// All is well: the next time is a new reason.
pub fn not_needed() {
    if let Some(storage) = storage() {
        // What cannot be removed was not stored either.
        let _ = storage.remove_item(&own(MARK));
    }
}
