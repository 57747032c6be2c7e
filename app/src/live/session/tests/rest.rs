//! What is on its way arrives.

use super::{step::Step, world::World};

impl World {
    /// Lets everything arrive that is on its way.
    pub fn pump(&mut self) {
        for _ in 0..2_000 {
            if self.up.is_empty() && self.down.is_empty() && self.server.read.is_empty() {
                return;
            }
            self.does(Step::ServerReads);
            self.does(Step::IRead);
        }
        panic!("they never stop talking");
    }

    pub fn come_to_rest(&mut self) {
        self.does(Step::DiskAnswers);
        self.does(Step::OpenRoom);
        self.lose_link();
        self.connect();
        self.pump();
        // Whatever was acknowledged in vain is asked about once more.
        self.does(Step::Passes(10_000));
        self.does(Step::Retry);
        self.pump();
        self.does(Step::GoToEnd);
        self.pump();
        // Other rows are shown, so the page looks where the reader is.
        self.does(Step::SeesEnd(self.watch.at_end));
        self.down.extend(self.server.moved());
        self.pump();
        self.does(Step::Passes(1_000));
        self.does(Step::Passes(1_000));
        self.pump();
        self.walk_up();
    }
}
