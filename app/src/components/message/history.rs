use leptos::{prelude::*, task::spawn_local};
use shared::model::{Part, PartKind, Version};

use super::changing::Changing;
use crate::{
    api::{CallError, load_versions},
    components::{
        Dialog,
        clock::{iso, use_clock},
    },
    i18n::*,
    live::MessageRow,
};

/// "(edited)", which leads to what the message said before.
#[component]
pub(super) fn Edited(row: Signal<MessageRow>, changing: Option<Changing>) -> impl IntoView {
    let i18n = use_i18n();
    let show = move |_| {
        if let Some((changing, id)) = changing.zip(row.with_untracked(|row| row.id)) {
            changing.show_history(id);
        }
    };
    view! {
        <button
            class="message__edited message__edited--link needs-js"
            type="button"
            aria-haspopup="dialog"
            on:click=show
        >
            {t!(i18n, message.edited)}
        </button>
        <span class="message__edited without-js">{t!(i18n, message.edited)}</span>
    }
}

/// What a message says and said, newest first.
#[component]
pub(crate) fn HistoryDialog(changing: Changing) -> impl IntoView {
    let i18n = use_i18n();
    let (room, shown) = changing.history();
    let found = RwSignal::new(None::<Result<Vec<Version>, CallError>>);
    Effect::new(move |_| {
        found.set(None);
        let Some(message) = shown.get() else {
            return;
        };
        spawn_local(async move {
            let versions = load_versions(room.id(), message).await;
            if shown.try_get_untracked().flatten() == Some(message) {
                found.try_set(Some(versions));
            }
        });
    });
    let close = move || shown.set(None);
    view! {
        <Dialog
            open=Signal::derive(move || shown.with(Option::is_some))
            closed=close
            id="history-title"
            title=move || t!(i18n, history.title)
        >
            <div class="history" aria-live="polite">
                {move || match found.get() {
                    None => view! { <p class="history__note">{t!(i18n, loading)}</p> }.into_any(),
                    Some(Err(_)) => view! {
                        <p class="dialog__fault" role="alert">
                            {t!(i18n, history.failed)}
                        </p>
                    }
                    .into_any(),
                    Some(Ok(versions)) => view! { <Versions versions /> }.into_any(),
                }}
            </div>
            <p class="history__note">{t!(i18n, history.seen_by)}</p>
            <div class="dialog__buttons">
                <button class="button button--plain" type="button" autofocus on:click=move |_| close()>
                    {t!(i18n, history.close)}
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn Versions(versions: Vec<Version>) -> impl IntoView {
    let i18n = use_i18n();
    let clock = use_clock();
    let versions = versions
        .into_iter()
        .enumerate()
        .map(move |(place, version)| {
            let Version {
                at,
                is_first,
                parts,
            } = version;
            let when = move || format!("{} · {}", clock.day(i18n, at), clock.time(at));
            let note = move || match (place, is_first) {
                (_, true) => format!(" · {}", t_string!(i18n, history.first)),
                (0, false) => format!(" · {}", t_string!(i18n, history.now)),
                _ => String::new(),
            };
            view! {
                <li class="history__version">
                    <p class="history__when num">
                        <time datetime=iso(at)>{when}</time>
                        {note}
                    </p>
                    <p class="history__text" dir="auto">
                        {parts.into_iter().map(|part| view! { <Words part /> }).collect_view()}
                    </p>
                </li>
            }
        });
    view! { <ol class="history__list">{versions.collect_view()}</ol> }
}

/// A stretch of a version; what became of it is also said, to those who do not see it.
#[component]
fn Words(part: Part) -> impl IntoView {
    let i18n = use_i18n();
    let Part { kind, text } = part;
    match kind {
        PartKind::Kept => text.into_any(),
        PartKind::Added => view! {
            <ins>
                <span class="hidden">{t!(i18n, history.added)}" "</span>
                {text}
            </ins>
        }
        .into_any(),
        PartKind::Removed => view! {
            <del>
                <span class="hidden">{t!(i18n, history.removed)}" "</span>
                {text}
            </del>
        }
        .into_any(),
    }
}
