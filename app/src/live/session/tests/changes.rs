//! Changes of messages whose answers come late.

use super::*;

#[test]
fn an_answer_that_comes_late_does_not_bring_back_what_was_changed_since() {
    let mut world = World::connected();
    world.does(Step::IPost);
    world.pump();
    world.does(Step::IEdit);
    world.does(Step::ServerReads);
    world.does(Step::IsLost);
    world.pump();
    world.does(Step::OtherTabEdits);
    world.pump();
    world.does(Step::Passes(10_000));
    world.does(Step::Retry);
    world.pump();
    world.check_at_rest().unwrap();
}
