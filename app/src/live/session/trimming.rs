//! Lets the start of a long log go while its reader stays at the end.

use std::time::Duration;

use super::{Session, reading::Reading};

impl Session {
    /// Decides when that is: next, but in a step of its own. A list that loses rows at its start
    /// and gets some at its end at one time is put together anew by the page, row by row. Notes
    /// as well where what is new is seen: it does not go before that.
    pub(super) fn plan_trims(&mut self, now: Duration) {
        let (watched, held) = (self.watched, self.held);
        for visit in self.rooms.values_mut() {
            if visit.is_seen(watched) {
                visit.room.divider.see(visit.room.timeline.cursor().seq);
            }
            let Reading {
                at_end,
                editing,
                in_rows,
                ..
            } = visit.reading;
            let is_long = at_end && !in_rows && visit.room.has_surplus(held, editing);
            let planned = visit.reading.trim_at.unwrap_or(now);
            visit.reading.trim_at = is_long.then_some(planned);
        }
    }

    /// Does what was planned.
    pub(super) fn trim(&mut self, now: Duration) {
        let (people, me) = (&self.people, self.me.as_ref());
        for (id, visit) in &mut self.rooms {
            let Reading {
                at_end,
                editing,
                in_rows,
                trim_at,
                ..
            } = visit.reading;
            let is_due = at_end && !in_rows && trim_at.is_some_and(|at| now >= at);
            if is_due && visit.room.trim(self.held, editing, people, me) {
                self.outcome.rooms.insert(*id);
            }
        }
    }
}
