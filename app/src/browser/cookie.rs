//! The cookies that scripts may write: choices of this device, nothing that identifies.

#[cfg(feature = "hydrate")]
use leptos::{prelude::document, wasm_bindgen::JsCast};

#[cfg(feature = "hydrate")]
use crate::address;

/// Remembers a choice on this device for a year. Both parts are words of our own.
#[cfg(feature = "hydrate")]
pub fn remember(name: &str, value: &str) {
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let path = address::cookie_path();
        let cookie = format!("{name}={value}; Path={path}; Max-Age=31536000; SameSite=Lax");
        // A browser that refuses cookies forgets the choice, which is what it was told to do.
        let _ = document.set_cookie(&cookie);
    }
}

/// Remembers a choice on this device for a year. Both parts are words of our own.
#[cfg(not(feature = "hydrate"))]
pub const fn remember(_name: &str, _value: &str) {}
