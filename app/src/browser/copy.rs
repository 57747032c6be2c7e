//! Buttons that copy.

use leptos::{
    ev,
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlDocument, HtmlInputElement},
};

/// Copies the field that the pressed button names, and says so. By the old way, which also
/// works at addresses without TLS.
pub fn pressed(event: &ev::MouseEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("[data-copy]").ok().flatten());
    let Some(button) = button else {
        return;
    };
    let page = document();
    let field = button.get_attribute("data-copy");
    let field = field.and_then(|id| page.get_element_by_id(&id));
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    // It stays selected: where copying is not allowed, the keyboard can still do it.
    field.select();
    let copied = page
        .dyn_into::<HtmlDocument>()
        .is_ok_and(|page| page.exec_command("copy").unwrap_or(false));
    let said = document().query_selector("[data-said]").ok().flatten();
    if let (true, Some(said)) = (copied, said) {
        said.set_text_content(button.get_attribute("data-copied").as_deref());
    }
}
