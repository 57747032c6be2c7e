//! Where nothing is loaded: on the server, all is there.

/// Whether parts can be made.
pub(super) const fn is_here() -> bool {
    true
}

/// Is never waited for.
pub(super) fn fetch(_: impl FnOnce(bool) + 'static) {}
