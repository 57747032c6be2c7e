//! The defects that the negative controls build in.

use shared::{Seq, frame::ServerFrame};

use super::{
    trimming::HELD,
    world::{Fault, ROOM, World},
};
use crate::state::people::People;

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

    /// Does to a log whose start just went what the fault does.
    pub fn sabotage_log(&mut self) {
        if let Some(visit) = self.session.rooms.get_mut(&ROOM)
            && self.fault == Fault::SilentTrim
        {
            visit.room.timeline.pretend_to_begin_here();
        }
    }

    /// Does what the fault does when time passes.
    pub fn sabotage_tick(&mut self) {
        if let Some(visit) = self.session.rooms.get_mut(&ROOM)
            && self.fault == Fault::TrimsAnywhere
        {
            visit.room.trim(HELD, None, &People::default(), None);
        }
    }
}
