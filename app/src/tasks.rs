//! What runs the tasks of the pages on the server.

use std::cell::Cell;

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};

thread_local! {
    static NONE: Cell<bool> = const { Cell::new(false) };
}

/// Has tasks of the pages run on tokio, except those begun [`without`] any. Once per process,
/// and before Leptos chooses for itself; later calls do nothing.
pub fn start() {
    // An error says that somebody has been quicker, this function for instance.
    let _ = Executor::init_custom_executor(Tokio);
}

/// Calls `init`, and forgets the tasks that it begins on this thread, which are never run.
///
/// A page has one language from its first word to its last, and an effect that follows it has
/// nothing to do. Run on another thread, it may be late, find its values gone with the page, and
/// panic.
pub(crate) fn without<T>(init: impl FnOnce() -> T) -> T {
    let before = NONE.replace(true);
    let made = init();
    NONE.set(before);
    made
}

struct Tokio;

impl CustomExecutor for Tokio {
    fn spawn(&self, task: PinnedFuture<()>) {
        if !NONE.get() {
            tokio::spawn(task);
        }
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        if !NONE.get() {
            tokio::task::spawn_local(task);
        }
    }

    fn poll_local(&self) {}
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// How many hold what the task was given, right after it was begun.
    fn holders(begin: impl FnOnce(PinnedFuture<()>)) -> usize {
        let given = Arc::new(());
        let held = Arc::clone(&given);
        begin(Box::pin(async move {
            std::future::pending::<()>().await;
            drop(held);
        }));
        Arc::strong_count(&given)
    }

    #[test]
    fn a_task_that_is_not_wanted_is_forgotten_at_once() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let _here = runtime.enter();
        start();
        assert_eq!(holders(|task| without(|| Executor::spawn(task))), 1);
        assert_eq!(holders(Executor::spawn), 2, "others are kept");
    }
}
