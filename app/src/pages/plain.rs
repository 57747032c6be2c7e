use leptos::{ev, prelude::*};
use leptos_router::hooks::use_query_map;
use shared::ApiError;

use super::{
    fault::{InviteFault, RoomFault},
    loaded::loaded,
};
use crate::{
    address::use_path,
    api::{CallError, Plain, load_plain},
    browser::{self, clipboard, focus},
    components::PageTitle,
    forms,
    i18n::*,
};

/// The id of what such a page begins with for a keyboard.
const TAB: &str = "tab";

/// Path, words, page, what was done, and language: see [`load_plain`].
type Asked = (String, String, usize, String, String);

/// Whether the page of an address is one of these.
fn is_plain(path: &str) -> bool {
    path == forms::ROOMS
        || path.starts_with(forms::ROOM_INVITES)
        || (path.starts_with("/r/") && path.contains("/settings/"))
}

/// A page that the server writes: see [`crate::api::Plain`]. What a form of it leads to is
/// another page of the server's.
#[component]
pub(crate) fn PlainPage() -> impl IntoView {
    let i18n = use_i18n();
    let path = use_path();
    let query = use_query_map();
    let asked = Memo::new(move |before: Option<&Asked>| {
        let path = path.get();
        // Where the next page is another, this one goes in a moment.
        if let Some(before) = before.filter(|_| !is_plain(&path)) {
            return before.clone();
        }
        let value = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        let page: usize = value("page").parse().unwrap_or_default();
        let language = i18n.get_locale().as_str().to_owned();
        (path, value("q"), page, value("done"), language)
    });
    let page = Resource::new_blocking(
        move || asked.get(),
        |(path, words, page, done, language)| load_plain(path, words, page, done, language),
    );
    // Not so of the document's own page, which came with its text.
    let is_followed = StoredValue::new(browser::page::is_hydrated());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match loaded(page).await {
                    Ok(page) => view! { <Written page is_followed /> }.into_any(),
                    Err(error) => view! { <Unavailable error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Written(
    page: Plain,
    /// Whether a link within the app led here: it went with the page that had it, and the focus
    /// with it.
    is_followed: StoredValue<bool>,
) -> impl IntoView {
    let Plain { title, html } = page;
    Effect::new(move |_| {
        if is_followed.get_value() {
            focus::soon(TAB);
        }
        is_followed.set_value(true);
    });
    view! {
        <PageTitle text=move || title.clone() />
        <main
            class="main plain"
            id="main"
            tabindex="-1"
            data-region="main"
            inner_html=html
            on:click=|event: ev::MouseEvent| clipboard::pressed(&event)
            on:keydown=|event: ev::KeyboardEvent| focus::escape(&event)
        ></main>
    }
}

#[component]
fn Unavailable(error: CallError) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_path().get_untracked();
    let is_gone = matches!(error, CallError::Refused(ApiError::NotFound));
    let is_invite = path.starts_with(forms::ROOM_INVITES) && is_gone;
    view! {
        <PageTitle text=move || t_string!(i18n, fault.not_found).to_owned() />
        <main class="main plain" id="main" tabindex="-1" data-region="main">
            {match is_invite {
                true => view! { <InviteFault /> }.into_any(),
                false => view! { <RoomFault error /> }.into_any(),
            }}
        </main>
    }
}
