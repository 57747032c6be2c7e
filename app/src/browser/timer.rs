//! One-shot timers that can be called off.

use std::time::Duration;

use wasm_bindgen::{JsCast, closure::Closure};

/// A timer that runs; dropping it calls it off.
#[derive(Debug)]
pub struct Timer {
    id: i32,
    /// Kept for as long as the browser may call it.
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls back once, not before this much time has passed; `None` where there is no window.
    #[must_use]
    pub fn after(wait: Duration, call: impl FnOnce() + 'static) -> Option<Self> {
        let call = Closure::once(call);
        // Rounded up: a timer that is early has to be set again.
        let ms = i32::try_from(wait.as_millis().saturating_add(1)).unwrap_or(i32::MAX);
        let id = web_sys::window()?
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                call.as_ref().unchecked_ref(),
                ms,
            )
            .ok()?;
        Some(Self { id, _call: call })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}
