//! The request, as far as pages care.

use std::time::{SystemTime, UNIX_EPOCH};

use leptos::prelude::use_context;
use shared::Timestamp;

use super::{First, NewToken};
use crate::backend::{
    FormNonce, Lists, Made, MadeToken, Preferences, Standing, form_return, viewer,
};

pub(super) fn first() -> First {
    First {
        you: viewer(),
        account: use_context::<Standing>()
            .map(|standing| standing.0)
            .unwrap_or_default(),
        house: use_context().unwrap_or_default(),
        made: use_context::<Made>().map(|made| made.0),
        token: use_context::<MadeToken>().map(|MadeToken { name, token }| NewToken { name, token }),
        form: form_return(),
        theme: use_context::<Preferences>().unwrap_or_default().theme,
        now: now(),
        lists: use_context::<Lists>().map(|Lists(lists)| Ok(lists?)),
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
