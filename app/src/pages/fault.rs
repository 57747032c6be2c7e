//! Pages that could not be shown.

use leptos::prelude::*;
use shared::ApiError;

use crate::{
    address::{at, use_path},
    api::CallError,
    components::{Drawing, Empty, Icon},
    i18n::*,
    routes,
};

#[cfg(feature = "ssr")]
mod status {
    use http::StatusCode;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    /// The answer says 404, for those who do not read the page.
    pub(super) fn not_found() {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(StatusCode::NOT_FOUND);
        }
    }

    /// The answer says 503: trying again may help.
    pub(super) fn unavailable() {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(StatusCode::SERVICE_UNAVAILABLE);
        }
    }
}
#[cfg(not(feature = "ssr"))]
mod status {
    pub(super) const fn not_found() {}
    pub(super) const fn unavailable() {}
}

/// Nothing stands at this address.
#[component]
pub(super) fn NothingHere() -> impl IntoView {
    let i18n = use_i18n();
    status::not_found();
    view! {
        <Empty
            drawing=Drawing::Door
            title=move || t!(i18n, fault.not_found)
            text=move || t!(i18n, fault.not_found_text)
            page=true
        >
            // The lists come with a document, and this one has none.
            <WayBack primary=true rel="external" />
        </Empty>
    }
}

/// A room that did not load.
#[component]
pub(super) fn RoomFault(error: CallError) -> impl IntoView {
    let i18n = use_i18n();
    if let CallError::Refused(ApiError::NotFound | ApiError::Forbidden) = error {
        status::not_found();
        return view! {
            <Empty
                drawing=Drawing::Door
                title=move || t!(i18n, fault.room_gone)
                text=move || t!(i18n, fault.room_gone_text)
                page=true
            >
                <WayBack primary=true />
            </Empty>
        }
        .into_any();
    }
    status::unavailable();
    view! {
        <Empty
            drawing=Drawing::Cracked
            title=move || t!(i18n, fault.room_failed)
            text=move || t!(i18n, fault.room_failed_text)
            page=true
        >
            <TryAgain />
            <WayBack primary=false />
        </Empty>
    }
    .into_any()
}

/// A link to a room that does not work; it is not told why.
#[component]
pub(super) fn InviteFault() -> impl IntoView {
    let i18n = use_i18n();
    status::not_found();
    view! {
        <Empty
            drawing=Drawing::Door
            title=move || t!(i18n, invitation.gone)
            text=move || t!(i18n, invitation.gone_text)
            page=true
        >
            <WayBack primary=true />
        </Empty>
    }
}

/// The rooms did not load.
#[component]
pub(super) fn LobbyFault() -> impl IntoView {
    let i18n = use_i18n();
    status::unavailable();
    view! {
        <Empty
            drawing=Drawing::Cracked
            title=move || t!(i18n, fault.lobby_failed)
            text=move || t!(i18n, fault.lobby_failed_text)
            page=true
        >
            <TryAgain />
        </Empty>
    }
}

/// The browser's part of a page did not load.
#[component]
pub(crate) fn PartFault() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Empty
            drawing=Drawing::Cracked
            title=move || t!(i18n, fault.part_failed)
            text=move || t!(i18n, fault.part_failed_text)
            page=true
        >
            <TryAgain />
        </Empty>
    }
}

/// Loads the page again; an ordinary link, so that it works whatever broke.
#[component]
fn TryAgain() -> impl IntoView {
    let i18n = use_i18n();
    let href = use_path();
    view! {
        <a class="button button--primary" rel="external" href=move || at(href.get())>
            <Icon name="rotate-cw" size=16 />
            {t!(i18n, fault.retry)}
        </a>
    }
}

#[component]
fn WayBack(primary: bool, #[prop(optional)] rel: Option<&'static str>) -> impl IntoView {
    let i18n = use_i18n();
    let class = if primary {
        "button button--primary"
    } else {
        "button button--ghost"
    };
    view! {
        <a class=class href=at(routes::LOBBY) rel=rel>
            {t!(i18n, fault.back)}
        </a>
    }
}
