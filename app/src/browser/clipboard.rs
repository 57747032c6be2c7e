//! What the person may paste elsewhere.

use leptos::{
    ev,
    prelude::{document, window},
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlDocument, HtmlElement, HtmlInputElement, HtmlTextAreaElement},
};

use super::focus;
use crate::address::at;

/// Puts a text on the clipboard; false where the browser does not let it. By the old way,
/// which also works at addresses without TLS.
#[must_use]
pub fn copy(text: &str) -> bool {
    let page = document();
    let before = page.active_element();
    let Some(field) = page
        .create_element("textarea")
        .ok()
        .and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok())
    else {
        return false;
    };
    field.set_value(text);
    // Inside an open dialog nothing else can be selected.
    let host = before.as_ref().and_then(|at| at.parent_element());
    let host = host.or_else(|| page.body().map(Into::into));
    let Some(host) = host.filter(|host| host.append_child(&field).is_ok()) else {
        return false;
    };
    field.select();
    let page = page.dyn_into::<HtmlDocument>();
    let copied = page.is_ok_and(|page| page.exec_command("copy").unwrap_or(false));
    // It was just put there.
    let _ = host.remove_child(&field);
    if let Some(before) = before.and_then(|before| before.dyn_into::<HtmlElement>().ok()) {
        focus::element(&before);
    }
    copied
}

/// Copies the field, or the text, that the pressed button names, and says whether that worked.
pub fn pressed(event: &ev::MouseEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("[data-copy]").ok().flatten());
    let Some(button) = button else {
        return;
    };
    let field = button.get_attribute("data-copy");
    let field = field.and_then(|id| document().get_element_by_id(&id));
    let Some(element) = field else {
        return;
    };
    let field = element.dyn_ref::<HtmlInputElement>();
    let text = field.map_or_else(
        || element.text_content().unwrap_or_default(),
        HtmlInputElement::value,
    );
    let says = match copy(&text) {
        true => "data-copied",
        false => "data-not-copied",
    };
    // Selected: where copying is not allowed, the keyboard can still do it.
    if let Some(field) = field {
        field.select();
    }
    if let Some(said) = document().query_selector("[data-said]").ok().flatten() {
        said.set_text_content(button.get_attribute(says).as_deref());
    }
}

/// The whole address of a path of this house.
#[must_use]
pub fn address_of(path: &str) -> String {
    let origin = window().location().origin();
    origin.map_or_else(
        |_| path.to_owned(),
        |origin| format!("{origin}{}", at(path)),
    )
}
