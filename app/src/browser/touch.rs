//! Whether people point at this screen with their fingers.

/// Whether the main way to point is touch, as on phones and tablets.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn is_main_pointer() -> bool {
    leptos::prelude::window()
        .match_media("(hover: none) and (pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// Whether the main way to point is touch, as on phones and tablets.
#[cfg(not(feature = "hydrate"))]
#[must_use]
pub const fn is_main_pointer() -> bool {
    false
}
