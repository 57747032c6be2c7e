//! Letting the start of a long log go while its end is followed. It is history again then, and
//! comes back as history does.

use shared::{MessageId, Seq};

use super::{Phase, Timeline};

impl Timeline {
    /// How many of the oldest messages can go for `kept` to be left, none of them at `floor` or
    /// after it.
    #[must_use]
    pub fn surplus(&self, kept: usize, floor: Option<Seq>) -> usize {
        if !self.may_trim() {
            return 0;
        }
        let surplus = self.entries.len().saturating_sub(kept);
        floor.map_or(surplus, |floor| surplus.min(self.before(floor)))
    }

    /// Lets everything before this message go; tells whether anything went.
    pub fn trim(&mut self, first: MessageId) -> bool {
        let place = self.place(first).filter(|_| self.may_trim());
        let Some(surplus) = place.filter(|place| *place > 0) else {
            return false;
        };
        self.entries.drain(..surplus);
        self.notices = self.notices.split_off(&first.into());
        self.seams = self.seams.split_off(&first);
        self.has_earlier = true;
        true
    }

    /// How many of the messages held were posted before this event.
    #[must_use]
    pub fn before(&self, seq: Seq) -> usize {
        self.entries
            .partition_point(|entry| Seq::from(entry.message.id) < seq)
    }

    /// Whether the window begins with this event or before it, or there is nothing before it.
    #[must_use]
    pub fn reaches_back_to(&self, seq: Seq) -> bool {
        let first = self.entries.first();
        !self.has_earlier || first.is_some_and(|first| Seq::from(first.message.id) <= seq)
    }

    /// Only a log that is followed at its end goes on by itself, and only there can what went be
    /// asked for. A page that is on its way belongs to the window as it is.
    const fn may_trim(&self) -> bool {
        matches!(self.phase, Phase::Following { asked: None }) && !self.has_later
    }
}
