//! Data that a page waits for.

use std::future::IntoFuture;

/// What a resource holds, once it has come.
///
/// Where a page is rendered, Leptos looks twice at what waits for data: the first time only to
/// see whether it waits for more (`dry_resolve` of its `Suspense`), and what it builds then it
/// throws away. Data is therefore a moment late there, which the first look does not wait for,
/// so that the page is built once. In the browser it is there at once: what is hydrated must not
/// wait.
pub(super) async fn loaded<F: IntoFuture>(data: F) -> F::Output {
    let data = data.await;
    #[cfg(feature = "ssr")]
    second_look().await;
    data
}

/// Is not ready when it is asked for the first time.
#[cfg(feature = "ssr")]
fn second_look() -> impl Future<Output = ()> {
    let mut asked = false;
    std::future::poll_fn(move |context| {
        if std::mem::replace(&mut asked, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
}
