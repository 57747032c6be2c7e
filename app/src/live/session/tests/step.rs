//! What can happen, one thing at a time.

use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
pub enum Step {
    OtherPosts,
    /// The same person, in another tab.
    OtherTabPosts,
    IPost,
    OtherEdits,
    OtherDeletes,
    OtherEditsOld,
    OtherDeletesOld,
    OtherTabEdits,
    IEdit,
    IDelete,
    ServerReads,
    IRead,
    /// The next frame arrives, and will again.
    ArrivesTwice,
    /// The next frame is lost although the link holds.
    IsLost,
    LoseLink,
    Connect,
    LoadEarlier,
    Retry,
    Passes(u64),
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::OtherPosts),
        1 => Just(Step::OtherTabPosts),
        3 => Just(Step::IPost),
        1 => Just(Step::OtherEdits),
        1 => Just(Step::OtherDeletes),
        1 => Just(Step::OtherEditsOld),
        1 => Just(Step::OtherDeletesOld),
        1 => Just(Step::OtherTabEdits),
        1 => Just(Step::IEdit),
        1 => Just(Step::IDelete),
        8 => Just(Step::ServerReads),
        12 => Just(Step::IRead),
        1 => Just(Step::ArrivesTwice),
        1 => Just(Step::IsLost),
        1 => Just(Step::LoseLink),
        3 => Just(Step::Connect),
        2 => Just(Step::LoadEarlier),
        1 => Just(Step::Retry),
        1 => (0_u64..12_000).prop_map(Step::Passes),
    ]
}
