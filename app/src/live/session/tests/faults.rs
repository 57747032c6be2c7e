//! The defects that the negative controls build in.

use shared::{Seq, frame::ServerFrame};

use super::world::{Fault, ROOM, World};

impl World {
    /// Does to a frame that is about to be received what the fault does.
    pub fn sabotage(&mut self, frame: &ServerFrame) {
        let Some(visit) = self.session.rooms.get_mut(&ROOM) else {
            return;
        };
        let timeline = &mut visit.room.timeline;
        match (self.fault, frame) {
            (Fault::OrderUnchecked, ServerFrame::Event { seq, .. }) => {
                timeline.pretend_to_be_at(Seq::new(seq.get() - 1));
            }
            (Fault::PageOvertaken, ServerFrame::HistoryLoaded { .. }) => {
                timeline.pretend_nothing_changed();
            }
            _ => {}
        }
    }
}
