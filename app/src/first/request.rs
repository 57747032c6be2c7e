//! The request, as far as pages care.

use std::time::{SystemTime, UNIX_EPOCH};

use leptos::prelude::use_context;
use shared::Timestamp;

use super::First;
use crate::backend::{FormNonce, Preferences, form_return, viewer};

pub(super) fn first() -> First {
    First {
        you: viewer(),
        form: form_return(),
        theme: use_context::<Preferences>().unwrap_or_default().theme,
        now: now(),
    }
}

pub(super) fn form_nonce() -> String {
    use_context::<FormNonce>().map_or_else(String::new, |FormNonce(nonce)| nonce.to_string())
}

fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_seconds(u32::try_from(since.as_secs()).unwrap_or(u32::MAX))
}
