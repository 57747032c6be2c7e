//! Short texts that this browser keeps, by key, for as long as nobody clears it. Read and
//! written at once, which is what a page that is about to go needs.

/// Everything whose key begins like this, with the rest of the key. Nothing where the browser
/// keeps nothing.
#[must_use]
pub fn beginning_with(prefix: &str) -> Vec<(String, String)> {
    imp::all(prefix)
}

/// Keeps a text, or nothing any more. Tells whether that worked: there may be no room, or a
/// browser that keeps nothing.
#[must_use]
pub fn keep(key: &str, text: Option<&str>) -> bool {
    imp::keep(key, text)
}

/// What is kept for this tab alone, for as long as it is open; `None` where nothing is.
#[cfg(feature = "hydrate")]
pub(super) fn session() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

#[cfg(feature = "hydrate")]
mod imp {
    use web_sys::{Storage, window};

    use crate::address::own;

    pub(super) fn all(prefix: &str) -> Vec<(String, String)> {
        let prefix = own(prefix);
        let Some(storage) = storage() else {
            return Vec::new();
        };
        let keys = (0..storage.length().unwrap_or_default())
            .filter_map(|place| storage.key(place).ok().flatten());
        let entry = |key: String| {
            let rest = key.strip_prefix(&prefix)?.to_owned();
            Some((rest, storage.get_item(&key).ok().flatten()?))
        };
        keys.filter_map(entry).collect()
    }

    pub(super) fn keep(key: &str, text: Option<&str>) -> bool {
        let key = own(key);
        let kept = storage().map(|storage| match text {
            Some(text) => storage.set_item(&key, text),
            None => storage.remove_item(&key),
        });
        kept.is_some_and(|kept| kept.is_ok())
    }

    fn storage() -> Option<Storage> {
        window()?.local_storage().ok().flatten()
    }
}

#[cfg(not(feature = "hydrate"))]
mod imp {
    pub(super) const fn all(_prefix: &str) -> Vec<(String, String)> {
        Vec::new()
    }

    pub(super) const fn keep(_key: &str, _text: Option<&str>) -> bool {
        false
    }
}
