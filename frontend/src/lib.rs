//! The wasm entry point: the page calls [`hydrate`], which takes over the server's HTML.

use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the page that the server sent act.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::address::lead_calls();
    app::parts::before_first_page(|| leptos::mount::hydrate_body(app::app::App));
}
