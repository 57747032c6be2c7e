//! How much of a room's log is held while its reader stays at the end. A row is some twenty
//! elements of a page, and a browser that has thousands of rows is slow at everything else.

#[cfg(test)]
mod tests;

use shared::{MessageId, Seq, limits};

use super::{
    divider::Divider,
    people::{People, Viewer},
    room::Room,
    row::{MessageRow, Row},
};

/// How many messages of a room are held while its reader stays at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// With more of them than this, the oldest go.
    pub most: usize,
    /// So many are left then, and up to a group more.
    pub kept: usize,
}

impl Default for Held {
    /// Three pages are left: several screens, so that whoever looks up a little has it all.
    /// They go when there are five: two pages that a reader went up for are still there when
    /// they are back, and rows go a hundred at a time, not with each message.
    fn default() -> Self {
        Self {
            most: 5 * limits::PAGE_MESSAGES,
            kept: 3 * limits::PAGE_MESSAGES,
        }
    }
}

impl Room {
    /// Whether [`Self::trim`] would let anything go.
    #[must_use]
    pub fn has_surplus(&self, held: Held, editing: Option<MessageId>) -> bool {
        self.surplus(held, editing) > 0
    }

    /// Lets the oldest messages go where too many are held; tells whether any went. What
    /// cannot be had again stays, with all that follows it: the message that is open for
    /// `editing`, and changes that are not stored. So does what is new to the reader.
    pub fn trim(
        &mut self,
        held: Held,
        editing: Option<MessageId>,
        people: &People,
        me: Option<&Viewer>,
    ) -> bool {
        let surplus = self.surplus(held, editing);
        let Some(first) = self.start(surplus, people, me) else {
            return false;
        };
        let surplus = self.timeline.before(first.into());
        let is_gone = |after: Seq| self.timeline.before(after.next()) < surplus;
        if self.divider.after().is_some_and(is_gone) {
            self.divider = Divider::default();
        }
        self.timeline.trim(first)
    }

    fn surplus(&self, held: Held, editing: Option<MessageId>) -> usize {
        if self.timeline.entries().len() <= held.most {
            return 0;
        }
        let new = self.divider.after().filter(|_| !self.is_old_news(held));
        let changing = self.changes.keys().next().copied();
        let stay = changing.into_iter().chain(editing).map(Seq::from);
        let floor = stay.chain(new.map(Seq::next)).min();
        self.timeline.surplus(held.kept, floor)
    }

    /// Whether as much came since what is new was seen as may be held. The reader has been
    /// here for all of that, so they are not about to look for where it began.
    fn is_old_news(&self, held: Held) -> bool {
        let all = self.timeline.entries().len();
        let since = |seen: Seq| all.saturating_sub(self.timeline.before(seen.next()));
        let seen = self.divider.seen();
        seen.is_some_and(|seen| since(seen) >= held.most)
    }

    /// The last message that starts a group, with at most `surplus` messages before it. From
    /// there on each row looks as it did: groups are counted from their start. Days are those of
    /// Greenwich here, so where only midnight parts two groups, some rows may look otherwise.
    fn start(&self, surplus: usize, people: &People, me: Option<&Viewer>) -> Option<MessageId> {
        let lines = self.lines(people, me, &|_| 0);
        let rows = lines.iter().filter_map(|(_, row)| match row {
            Row::Message(row) => Some(row),
            Row::Day(_) | Row::Notice(_) | Row::New(_) => None,
        });
        let id = |row: &MessageRow| row.id;
        let near = rows.take(surplus.saturating_add(1)).skip(1);
        let heads = near.filter(|row| row.head).filter_map(id);
        let exact = self.timeline.entries().get(surplus);
        let exact = exact.map(|entry| entry.message.id);
        heads.last().or(exact.filter(|_| surplus > 0))
    }
}
