//! Work that goes on while the page does something else.

/// Runs a future. Other than with Leptos's own way to do so, nothing needs to be hydrated yet.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}
