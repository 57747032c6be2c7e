//! What runs the tasks of the pages.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use app::tasks::are_forgotten;

/// Has them run on tokio, but for those that nobody needs. Before Leptos chooses for itself; later
/// calls do nothing.
pub(super) fn start() {
    // An error says that somebody has been quicker: this function, in the tests of this crate.
    let _ = Executor::init_custom_executor(Tokio);
}

struct Tokio;

impl CustomExecutor for Tokio {
    fn spawn(&self, task: PinnedFuture<()>) {
        if !are_forgotten() {
            tokio::spawn(task);
        }
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        if !are_forgotten() {
            tokio::task::spawn_local(task);
        }
    }

    fn poll_local(&self) {}
}

#[cfg(test)]
mod tests {
    use app::i18n::provide_language;
    use leptos::prelude::{Effect, Owner};

    use super::*;

    /// Tokio counts the tasks that are alive.
    #[tokio::test]
    async fn a_language_begins_none() {
        start();
        let alive = || {
            tokio::runtime::Handle::current()
                .metrics()
                .num_alive_tasks()
        };
        let before = alive();
        let owner = Owner::new();
        owner.with(provide_language);
        assert_eq!(alive(), before);
        owner.with(|| Effect::new_isomorphic(|_| ()));
        assert_eq!(alive(), before + 1, "other effects begin one");
    }
}
