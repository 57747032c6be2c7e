//! Showing a part, now or when it has come.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use leptos::prelude::*;

use super::{Part, load, make};
use crate::{
    components::{Dialog, Skeleton},
    i18n::*,
    pages::PartFault,
};

/// A page that is a part.
pub(crate) fn later(part: Part) -> AnyView {
    match load::is_here() {
        true => made(part),
        false => view! { <Coming part /> }.into_any(),
    }
}

/// What is here is made without waiting.
fn made(part: Part) -> AnyView {
    let made = pin!(make(part)).poll(&mut Context::from_waker(Waker::noop()));
    match made {
        Poll::Ready(Ok(view)) => view,
        Poll::Ready(Err(_)) | Poll::Pending => ().into_any(),
    }
}

#[component]
fn Coming(part: Part) -> impl IntoView {
    let came = RwSignal::new(None);
    let is_page = !matches!(part, Part::SettingsNav);
    load::fetch(move |is_here| {
        came.try_set(Some(is_here));
    });
    move || match came.get() {
        Some(true) => made(part.clone()),
        Some(false) | None if !is_page => ().into_any(),
        Some(false) => view! { <main class="main" id="main"><PartFault /></main> }.into_any(),
        None => view! { <main class="main" id="main"><Skeleton /></main> }.into_any(),
    }
}

/// How far a dialog has come that is made when it is first opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    Not,
    Yes,
    Failed,
}

/// A dialog that is a part. Opened again, it is tried again.
#[component]
pub(crate) fn LaterDialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// It was put aside.
    #[prop(into)]
    closed: Callback<()>,
    /// The dialog.
    part: Part,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = RwSignal::new(Made::Not);
    Effect::new(move |_| {
        if !open.get() || state.get_untracked() == Made::Yes {
            return;
        }
        load::fetch(move |is_here| {
            state.try_set(if is_here { Made::Yes } else { Made::Failed });
        });
    });
    let failed = move || {
        view! {
            <Dialog open closed=move || closed.run(()) id="part-title" title=move || t!(i18n, fault.part_failed)>
                <p>{t!(i18n, fault.part_failed_text)}</p>
                <div class="dialog__buttons">
                    <button class="button button--plain" type="button" autofocus on:click=move |_| closed.run(())>
                        {t!(i18n, history.close)}
                    </button>
                </div>
            </Dialog>
        }
    };
    let shown = Memo::new(move |_| state.get());
    move || match shown.get() {
        Made::Not => None,
        Made::Yes => Some(made(part.clone())),
        Made::Failed => Some(failed().into_any()),
    }
}
