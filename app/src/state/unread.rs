//! What came while nobody looked.

/// Counts messages of others while the tab is hidden or without focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    count: u32,
}

impl Unread {
    /// How many.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.count
    }

    /// Messages of others came; they count only where nobody is looking.
    pub const fn came(&mut self, messages: u32, watched: bool) {
        self.count = if watched {
            0
        } else {
            self.count.saturating_add(messages)
        };
    }

    /// Somebody looks; tells whether there was anything.
    pub const fn seen(&mut self) -> bool {
        let any = self.count > 0;
        self.count = 0;
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_only_what_nobody_watched() {
        let mut unread = Unread::default();
        unread.came(2, true);
        assert_eq!(unread.count(), 0);
        unread.came(2, false);
        unread.came(1, false);
        assert_eq!(unread.count(), 3);
        assert!(unread.seen());
        assert!(!unread.seen());
        assert_eq!(unread.count(), 0);
    }
}
