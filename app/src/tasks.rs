//! Tasks that pages begin on the server and nobody needs.

use std::cell::Cell;

thread_local! {
    static FORGOTTEN: Cell<bool> = const { Cell::new(false) };
}

/// Whether what is begun on this thread right now is to be forgotten; asked by whoever runs the
/// tasks of the pages.
#[must_use]
pub fn are_forgotten() -> bool {
    FORGOTTEN.get()
}

/// Calls `init`, and has the tasks forgotten that it begins on this thread.
///
/// A page has one language from its first word to its last, and an effect that follows it has
/// nothing to do. Run on another thread, it may be late, find its values gone with the page, and
/// panic.
pub(crate) fn without<T>(init: impl FnOnce() -> T) -> T {
    let before = FORGOTTEN.replace(true);
    let made = init();
    FORGOTTEN.set(before);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_forgotten_only_meanwhile() {
        assert!(!are_forgotten());
        assert!(without(|| without(are_forgotten) && are_forgotten()));
        assert!(!are_forgotten());
    }
}
