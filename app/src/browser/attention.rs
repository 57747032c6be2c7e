//! Whether somebody looks at the tab, and whether the machine has a network.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventTarget, VisibilityState, window};

/// Whether the tab is in front and has the focus.
#[must_use]
pub fn is_watched() -> bool {
    let document = window().and_then(|window| window.document());
    is_visible() && document.is_some_and(|document| document.has_focus().unwrap_or(true))
}

/// Whether the tab is in front.
#[must_use]
pub fn is_visible() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// What the browser says of the network. `false` is a hint: a server on this machine is
/// reached without one.
#[must_use]
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Calls back whenever the focus or the visibility of the tab may have changed, for as long
/// as the page lives.
pub fn on_attention(call: impl Fn() + Clone + 'static) {
    let Some(window) = window() else {
        return;
    };
    for event in ["focus", "blur", "pageshow"] {
        listen(&window, event, call.clone());
    }
    if let Some(document) = window.document() {
        listen(&document, "visibilitychange", call);
    }
}

/// Calls back when the network comes or goes, for as long as the page lives.
pub fn on_network(call: impl Fn() + Clone + 'static) {
    if let Some(window) = window() {
        listen(&window, "online", call.clone());
        listen(&window, "offline", call);
    }
}

fn listen(target: &EventTarget, event: &str, call: impl Fn() + 'static) {
    let call = Closure::<dyn Fn()>::new(call);
    // Fails for no event that exists.
    let _ = target.add_event_listener_with_callback(event, call.as_ref().unchecked_ref());
    // The page keeps it until the page is gone.
    call.forget();
}
