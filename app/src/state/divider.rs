//! Where in a room's log what is new begins.

use shared::{Seq, model::ReadMark};

/// The line before the first unread message. It stays where it is while the room is shown, so
/// that nothing moves under the eyes of whoever reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Divider {
    after: Option<Seq>,
    /// Where the room was when what follows was seen first.
    seen: Option<Seq>,
}

impl Divider {
    /// Where somebody goes on reading who opens the room; nowhere when they have read all.
    #[must_use]
    pub fn opened(mark: Option<ReadMark>, unread: u64) -> Self {
        let after = mark.filter(|_| unread > 0).map(|mark| mark.place().seq);
        let seen = None;
        Self { after, seen }
    }

    /// The last event that was read, if something came after it.
    #[must_use]
    pub const fn after(self) -> Option<Seq> {
        self.after
    }

    /// Messages came after `last` while nobody looked. The first time since everything shown
    /// was read, the line goes there.
    pub fn came(&mut self, last: Seq, mark: Option<ReadMark>) {
        let is_read = |after| mark.is_some_and(|mark| mark.place().seq > after);
        if self.after.is_none_or(is_read) {
            self.again(last);
        }
    }

    /// The reader sees the end of the room, which is at `last` now.
    pub fn see(&mut self, last: Seq) {
        if self.after.is_some() {
            self.seen.get_or_insert(last);
        }
    }

    /// Where the room was when what follows was seen first; nowhere while it was not.
    #[must_use]
    pub const fn seen(self) -> Option<Seq> {
        self.seen
    }

    /// Everything after this is to be unread again.
    pub const fn again(&mut self, after: Seq) {
        self.after = Some(after);
        self.seen = None;
    }
}

#[cfg(test)]
mod tests {
    use shared::model::Place;

    use super::*;

    fn mark(seq: u64) -> Option<ReadMark> {
        let read = Place {
            seq: Seq::new(seq),
            messages: seq,
        };
        Some(ReadMark {
            read,
            ..ReadMark::default()
        })
    }

    #[test]
    fn it_stays_until_what_follows_it_was_read_and_more_came_unseen() {
        assert_eq!(Divider::opened(mark(5), 0).after(), None);
        assert_eq!(Divider::opened(None, 3).after(), None);
        let mut divider = Divider::opened(mark(5), 2);
        divider.came(Seq::new(7), mark(5));
        assert_eq!(divider.after(), Some(Seq::new(5)), "not read yet");
        divider.came(Seq::new(9), mark(8));
        assert_eq!(divider.after(), Some(Seq::new(9)));
        divider.again(Seq::new(2));
        assert_eq!(divider.after(), Some(Seq::new(2)));
    }

    #[test]
    fn what_follows_it_is_seen_once_for_each_place_it_goes_to() {
        let mut divider = Divider::default();
        divider.see(Seq::new(5));
        assert_eq!(divider.seen(), None, "there is none");
        divider.came(Seq::new(5), mark(5));
        assert_eq!(divider.seen(), None);
        divider.see(Seq::new(8));
        divider.see(Seq::new(9));
        assert_eq!(divider.seen(), Some(Seq::new(8)));
        divider.again(Seq::new(6));
        assert_eq!(divider.seen(), None, "it went to another place");
    }
}
