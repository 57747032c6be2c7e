//! The document as a whole: its marks, theme, language and icon.

use leptos::{
    prelude::document,
    web_sys::{Element, HtmlFormElement},
};
use shared::Timestamp;

use crate::address::at;
use crate::forms::Theme;

/// Paper-2 of each theme, as in `style/tokens.scss`.
const LIGHT_FRAME: &str = "#F5F3ED";
const DARK_FRAME: &str = "#171916";

/// Says on `<body>` that the page acts from now on.
pub fn mark_hydrated() {
    if let Some(body) = document().body() {
        set(&body, "data-hydrated", "true");
    }
}

/// Whether the page acts already: what is made from now on comes after the document's own page.
#[must_use]
#[cfg(feature = "hydrate")]
pub fn is_hydrated() -> bool {
    let body = document().body();
    body.is_some_and(|body| body.has_attribute("data-hydrated"))
}

/// On the server there is nothing but the document's own page.
#[must_use]
#[cfg(not(feature = "hydrate"))]
pub const fn is_hydrated() -> bool {
    false
}

/// Puts the language on the document.
pub fn set_language(tag: &str) {
    if let Some(root) = document().document_element() {
        set(&root, "lang", tag);
    }
}

/// Shows the page in a theme, the browser's own frame included.
pub fn set_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        set(&root, "data-theme", theme.word());
    }
    let (first, second) = match theme {
        Theme::Auto => (LIGHT_FRAME, DARK_FRAME),
        Theme::Light => (LIGHT_FRAME, LIGHT_FRAME),
        Theme::Dark => (DARK_FRAME, DARK_FRAME),
    };
    set_frame("light", first);
    set_frame("dark", second);
}

/// A green dot on the icon of the tab while something is unread.
pub fn mark_unread(unread: bool) {
    let icon = at(if unread {
        "/favicon-unread.svg"
    } else {
        "/favicon.svg"
    });
    if let Some(link) = document().get_element_by_id("favicon")
        && link.get_attribute("href").as_deref() != Some(&*icon)
    {
        set(&link, "href", &icon);
    }
}

/// Sends a form without fields of its own to this path.
pub fn post(form: &HtmlFormElement, path: &str) {
    form.set_action(&at(path));
    // Fails only for a form that is not on the page.
    let _ = form.submit();
}

/// Scrolls no further than it takes to see an element.
pub fn reveal(element: &Element) {
    scroll::reveal(element);
}

/// The time by this machine's clock.
#[must_use]
pub fn now() -> Option<Timestamp> {
    let seconds = milliseconds()? / 1_000;
    u32::try_from(seconds).ok().map(Timestamp::from_seconds)
}

/// The same in milliseconds since 1970.
#[must_use]
pub fn milliseconds() -> Option<u64> {
    clock::milliseconds()
}

fn set_frame(scheme: &str, colour: &str) {
    let selector = format!("meta[name=theme-color][media*={scheme}]");
    if let Ok(Some(meta)) = document().query_selector(&selector) {
        set(&meta, "content", colour);
    }
}

/// Fails only for a malformed name, and these are constants.
fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

#[cfg(feature = "hydrate")]
mod scroll {
    use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

    pub(super) fn reveal(element: &Element) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
#[cfg(not(feature = "hydrate"))]
mod scroll {
    use leptos::web_sys::Element;

    pub(super) const fn reveal(_: &Element) {}
}

#[cfg(feature = "hydrate")]
mod clock {
    /// Milliseconds since 1970.
    pub(super) fn milliseconds() -> Option<u64> {
        let now = js_sys::Date::now();
        #[expect(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "there is no checked way from f64; the cast saturates"
        )]
        Some(now as u64)
    }
}
#[cfg(not(feature = "hydrate"))]
mod clock {
    pub(super) const fn milliseconds() -> Option<u64> {
        None
    }
}
