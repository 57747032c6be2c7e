//! Dialogs and menus that lie over the page.

use leptos::{
    ev,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlDialogElement, HtmlElement, Node},
};

use super::focus;

/// Opens a dialog over everything else, or closes it.
pub fn show(dialog: &HtmlDialogElement, open: bool) {
    if open && !dialog.open() {
        // Fails only for a dialog that is not on the page.
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// Closes a popover.
pub fn hide_popover(element: &HtmlElement) {
    // Fails only where it is not open.
    let _ = element.hide_popover();
}

/// Whether a press was beside the dialog it was reported to: its content lies in an element
/// of its own.
#[must_use]
pub fn is_backdrop(event: &ev::MouseEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.tag_name().eq_ignore_ascii_case("dialog"))
}

/// Whether the focus goes out of the element that listens.
#[must_use]
pub fn leaves(event: &ev::FocusEvent) -> bool {
    let to = event
        .related_target()
        .and_then(|to| to.dyn_into::<Node>().ok());
    let of = event
        .current_target()
        .and_then(|of| of.dyn_into::<Node>().ok());
    of.is_some_and(|of| !of.contains(to.as_ref()))
}

/// Whether there is more room above an element than below it.
#[must_use]
#[cfg(feature = "hydrate")]
pub fn is_low(element: &Element) -> bool {
    let height = leptos::prelude::window().inner_height();
    let height = height.ok().and_then(|height| height.as_f64());
    height.is_some_and(|height| element.get_bounding_client_rect().bottom() > height * 0.6)
}

/// Where there is no screen nothing is low on it.
#[must_use]
#[cfg(not(feature = "hydrate"))]
pub const fn is_low(_: &Element) -> bool {
    false
}

/// Puts the focus on the first item of a menu.
pub fn focus_first(menu: &Element) {
    let first = menu.query_selector("[role=menuitem]").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        focus::element(&first);
    }
}

/// Arrows, Home and End move between the items of a menu.
pub fn walk(event: &ev::KeyboardEvent) {
    let menu = event
        .current_target()
        .and_then(|menu| menu.dyn_into::<Element>().ok());
    let item = event
        .target()
        .and_then(|item| item.dyn_into::<Element>().ok());
    let (Some(menu), Some(item)) = (menu, item) else {
        return;
    };
    let sibling = |next: Option<Element>, around: Option<Element>| next.or(around);
    let next = match event.key().as_str() {
        "ArrowDown" => sibling(item.next_element_sibling(), menu.first_element_child()),
        "ArrowUp" => sibling(item.previous_element_sibling(), menu.last_element_child()),
        "Home" => menu.first_element_child(),
        "End" => menu.last_element_child(),
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        focus::element(&next);
    }
}
