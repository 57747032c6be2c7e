use leptos::prelude::*;

use crate::address::at;

/// The sprite. Its address changes with every release, so it may be kept for long: an icon
/// that appears while there is no network must not need one.
const SPRITE: &str = concat!("/icons.svg?v=", env!("CARGO_PKG_VERSION"));

/// An icon of the sprite. It says nothing to screen readers: the words beside it do.
#[component]
pub(crate) fn Icon(
    /// Its name in `public/icons.svg`.
    name: &'static str,
    /// 14, 16, 18 or 20 pixels.
    #[prop(default = 20)]
    size: u8,
) -> impl IntoView {
    let class = match (size, turns(name)) {
        (14, _) => "icon icon--14",
        (16, false) => "icon icon--16",
        (16, true) => "icon icon--16 icon--turns",
        (18, _) => "icon icon--18",
        (_, false) => "icon",
        (_, true) => "icon icon--turns",
    };
    view! {
        <svg class=class aria-hidden="true">
            <use href=at(format!("{SPRITE}#{name}"))></use>
        </svg>
    }
}

/// Whether an icon points along the line and so turns with the direction of the text.
fn turns(name: &str) -> bool {
    matches!(name, "arrow-right" | "chevron-left" | "log-in" | "log-out")
}

/// The seal of the house.
#[component]
pub(crate) fn Mark() -> impl IntoView {
    view! { <img class="mark" src=at("/mark.svg") alt="" width="32" height="32" /> }
}
