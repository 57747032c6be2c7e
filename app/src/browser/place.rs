//! Where things stand that lie beside something else on the page.

use leptos::{
    ev,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// A place beside what was pressed, in pixels of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    left: f64,
    edge: Edge,
}

/// Which edge is held, so that what comes later to fill the card needs no other place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Edge {
    Top(f64),
    Bottom(f64),
}

/// Between the card and what it stands beside, and the least to the edge of the window.
const GAP: f64 = 8.0;

/// A place of this width beside the element that an event was listened for on: after it where
/// there is room, else before it. Nothing where there is no window.
#[must_use]
pub fn beside(event: &ev::MouseEvent, width: f64) -> Option<Place> {
    let target = event.current_target()?.dyn_into::<Element>().ok()?;
    let (window_width, window_height) = window_size()?;
    let [left, top, right, bottom] = sides(&target);
    let start = match (
        right + GAP + width <= window_width,
        left - GAP - width >= 0.0,
    ) {
        (true, _) => right + GAP,
        (false, true) => left - GAP - width,
        (false, false) => window_width - width - GAP,
    };
    let edge = match bottom > window_height * 0.5 {
        true => Edge::Bottom((window_height - bottom).max(GAP)),
        false => Edge::Top(top.max(GAP)),
    };
    let left = start.max(GAP);
    Some(Place { left, edge })
}

/// Puts an element there.
pub fn put(element: &HtmlElement, place: Place) {
    let (top, bottom) = match place.edge {
        Edge::Top(top) => (format!("{top}px"), "auto".to_owned()),
        Edge::Bottom(bottom) => ("auto".to_owned(), format!("{bottom}px")),
    };
    let left = format!("{}px", place.left);
    let style = element.style();
    for (name, value) in [("--left", left), ("--top", top), ("--bottom", bottom)] {
        // Fails only for a malformed name.
        let _ = style.set_property(name, &value);
    }
}

/// Whether a press wants nothing but what it says: no other tab, no download.
#[must_use]
pub fn is_plain(event: &ev::MouseEvent) -> bool {
    let with = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    event.button() == 0 && !with
}

#[cfg(feature = "hydrate")]
fn window_size() -> Option<(f64, f64)> {
    let window = leptos::prelude::window();
    let width = window.inner_width().ok()?.as_f64()?;
    let height = window.inner_height().ok()?.as_f64()?;
    Some((width, height))
}
#[cfg(not(feature = "hydrate"))]
const fn window_size() -> Option<(f64, f64)> {
    None
}

#[cfg(feature = "hydrate")]
fn sides(element: &Element) -> [f64; 4] {
    let rect = element.get_bounding_client_rect();
    [rect.left(), rect.top(), rect.right(), rect.bottom()]
}
#[cfg(not(feature = "hydrate"))]
const fn sides(_: &Element) -> [f64; 4] {
    [0.0; 4]
}
