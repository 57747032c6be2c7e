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
    LoadLater,
    /// A link leads to a message in the middle.
    GoBack,
    GoToEnd,
    /// The reader sees the end of the room, or does not.
    SeesEnd(bool),
    Watches(bool),
    OtherDeviceMarks {
        read: bool,
    },
    IMarkUnread,
    Retry,
    Passes(u64),
    /// The page is loaded again.
    Reload,
    /// A page is loaded that shows another room, or none.
    ReloadElsewhere,
    /// The page learns what earlier ones left.
    DiskAnswers,
    OpenRoom,
    CloseRoom,
}

/// What happens to a page that stays.
fn on_one_page() -> impl Strategy<Value = Step> {
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
        2 => Just(Step::LoadLater),
        1 => Just(Step::GoBack),
        1 => Just(Step::GoToEnd),
        2 => any::<bool>().prop_map(Step::SeesEnd),
        1 => any::<bool>().prop_map(Step::Watches),
        2 => any::<bool>().prop_map(|read| Step::OtherDeviceMarks { read }),
        1 => Just(Step::IMarkUnread),
        1 => Just(Step::Retry),
        1 => (0_u64..12_000).prop_map(Step::Passes),
        3 => Just(Step::Passes(0)),
    ]
}

/// How pages come and go.
fn between_pages() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => Just(Step::Reload),
        1 => Just(Step::ReloadElsewhere),
        4 => Just(Step::DiskAnswers),
        2 => Just(Step::OpenRoom),
        1 => Just(Step::CloseRoom),
    ]
}

/// The life of one page.
pub fn one_page() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(on_one_page(), 0..150)
}

/// One page after the other.
pub fn pages() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![5 => on_one_page(), 1 => between_pages()];
    prop::collection::vec(step, 0..150)
}
