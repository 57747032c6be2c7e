//! Where the keyboard is.

use leptos::{
    ev::KeyboardEvent,
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlTextAreaElement},
};

use super::touch;

/// Elements that take the focus by themselves.
const FOCUSABLE: &str =
    "a[href], button:not([disabled]), textarea, input:not([type=hidden]), [tabindex='0']";
/// The regions of the page, in the order of F6.
const REGIONS: [&str; 6] = [
    "[data-region=rail]",
    "[data-region=list]",
    "[data-region=main]",
    "[data-region=log]",
    "[data-region=composer]",
    "[data-region=members]",
];

/// Lets a field grow with its text and counts its characters (scalar values, trimmed as the
/// server trims them).
#[must_use]
pub fn grown(field: &HtmlTextAreaElement) -> usize {
    let text = field.value();
    if let Some(parent) = field.parent_element() {
        // Fails only for a malformed name.
        let _ = parent.set_attribute("data-text", &text);
    }
    text.trim().chars().count()
}

/// Puts the cursor into a field when its page opens, unless the person is somewhere already,
/// or a keyboard would come up over what they came to read.
pub fn on_arrival(field: &HtmlTextAreaElement) {
    let page = document();
    let idle = page.active_element().is_none_or(|active| {
        page.body()
            .is_some_and(|body| body.is_same_node(Some(&active)))
            || active.closest("a").is_ok_and(|link| link.is_some())
    });
    if idle && !touch::is_main_pointer() {
        element(field);
    }
}

/// Gives the focus back to the message field where a dialog left it nowhere, because what had
/// it before is gone. Not where a keyboard would come up over what there is to read.
pub fn unless_lost() {
    let page = document();
    let is_lost = page.active_element().is_none_or(|active| {
        page.body()
            .is_some_and(|body| body.is_same_node(Some(&active)))
    });
    if is_lost && !touch::is_main_pointer() {
        by_id("composer");
    }
}

/// Moves the focus. Nothing can be done where that fails.
pub fn element(element: &HtmlElement) {
    let _ = element.focus();
}

/// Moves the focus into a field, behind its text.
pub fn at_end(field: &HtmlTextAreaElement) {
    element(field);
    let end = u32::try_from(field.value().encode_utf16().count()).unwrap_or(u32::MAX);
    // Fails only for fields without text.
    let _ = field.set_selection_range(end, end);
}

/// Whether a key was pressed on the row that listens, not on something inside it.
#[must_use]
pub fn is_on_row(event: &KeyboardEvent) -> bool {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key());
    plain && event.target() == event.current_target()
}

/// Esc follows the way out of a page that has one, unless something lies over it.
pub fn escape(event: &KeyboardEvent) {
    let page = document();
    let is_covered = || {
        page.query_selector(":popover-open")
            .ok()
            .flatten()
            .is_some()
    };
    if event.key() != "Escape" || event.default_prevented() || is_covered() {
        return;
    }
    let way = page.query_selector("[data-close]").ok().flatten();
    if let Some(way) = way.and_then(|way| way.dyn_into::<HtmlElement>().ok()) {
        way.click();
    }
}

/// Moves the focus to an element by its id.
pub fn by_id(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        element(&found);
    }
}

/// Moves the focus to an element of a page that is just about to be put up.
pub fn soon(id: &'static str) {
    leptos::prelude::request_animation_frame(move || by_id(id));
}

/// Arrows, Home and End walk from row to row inside a list that is one tab stop. Rows are the
/// children of the list's first child that can take the focus.
pub fn walk(event: &KeyboardEvent) {
    let list = event
        .current_target()
        .and_then(|list| list.dyn_into::<Element>().ok());
    let (Some(list), Some(active)) = (list, document().active_element()) else {
        return;
    };
    let row = active.closest("[tabindex='-1']").ok().flatten();
    let row = row.filter(|row| row.is_same_node(Some(&active)));
    if row.is_none() && !active.is_same_node(Some(&list)) {
        return;
    }
    let first = || list.first_element_child()?.first_element_child();
    let last = || list.first_element_child()?.last_element_child();
    let next = match (event.key().as_str(), row) {
        ("ArrowUp", Some(row)) => row_from(row.previous_element_sibling(), false),
        ("ArrowDown", Some(row)) => row_from(row.next_element_sibling(), true),
        ("ArrowUp", None) | ("End", _) => row_from(last(), false),
        ("Home", _) => row_from(first(), true),
        _ => None,
    };
    if let Some(row) = next {
        event.prevent_default();
        element(&row);
    }
}

/// The nearest row from here on, in one direction.
fn row_from(start: Option<Element>, forward: bool) -> Option<HtmlElement> {
    let mut at = start;
    while let Some(row) = at {
        if row.has_attribute("tabindex") {
            return row.dyn_into().ok();
        }
        at = if forward {
            row.next_element_sibling()
        } else {
            row.previous_element_sibling()
        };
    }
    None
}

/// Moves to the next region of the page, or the one before.
pub fn next_region(forward: bool) {
    let page = document();
    let regions: Vec<Element> = REGIONS
        .iter()
        .filter_map(|selector| page.query_selector(selector).ok().flatten())
        .filter(is_shown)
        .collect();
    let active = page.active_element();
    let here = regions
        .iter()
        .rposition(|region| region.contains(active.as_deref()));
    let count = regions.len();
    let next = match (here, forward) {
        (Some(at), true) => at.saturating_add(1).checked_rem(count),
        (Some(at), false) => at
            .saturating_add(count)
            .saturating_sub(1)
            .checked_rem(count),
        (None, _) => Some(0),
    };
    if let Some(region) = next.and_then(|at| regions.get(at)) {
        enter(region);
    }
}

fn enter(region: &Element) {
    let takes_focus = region.matches("[tabindex='0']").unwrap_or(false);
    let inside = region
        .query_selector(FOCUSABLE)
        .ok()
        .flatten()
        .filter(is_shown);
    let target = if takes_focus {
        Some(region.clone())
    } else {
        inside
    };
    let target = target.unwrap_or_else(|| region.clone());
    if let Ok(target) = target.dyn_into::<HtmlElement>() {
        element(&target);
    }
}

fn is_shown(region: &Element) -> bool {
    region.client_width() > 0 && region.client_height() > 0
}
