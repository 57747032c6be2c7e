//! One's own settings, a page per section.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    address::at,
    components::{Icon, PageTitle},
    i18n::*,
    pages::house::Me,
    routes,
};

mod bots;
mod devices;
mod doctor;
mod house;
mod issued;
mod profile;
mod sign_in;

pub(crate) use self::{
    bots::BotsPage, devices::DevicesPage, doctor::DoctorPage, house::HousePage,
    profile::ProfilePage, sign_in::SignInPage,
};

/// The frame of a section: its heading, and its panels beside it.
#[component]
pub(super) fn Section(
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// The sentence below the heading.
    #[prop(into)]
    text: Signal<String>,
    /// What stands below that.
    #[prop(optional)]
    aside: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    // One of the pages is open to everybody.
    let is_in = use_context::<Me>().is_some();
    view! {
        <PageTitle text=move || title.try_get().unwrap_or_default() />
        <main class="main settings" id="main" tabindex="-1" data-region="main">
            <div class="pane">
                <header class="head head--page">
                    <a
                        class="icon-button settings__back"
                        href=at(routes::LOBBY)
                        rel=(!is_in).then_some("external")
                        aria-label=move || t_string!(i18n, settings.back)
                    >
                        <Icon name="chevron-left" />
                    </a>
                    <div class="head__names">
                        <h1 class="head__title">
                            {move || match is_in {
                                true => t_string!(i18n, settings.you),
                                false => t_string!(i18n, house),
                            }}
                        </h1>
                    </div>
                </header>
                <div class="settings__scroll">
                    <section class="settings__section" aria-labelledby="section-title">
                        <div>
                            <h2 class="settings__title" id="section-title">
                                {move || title.get()}
                            </h2>
                            <p class="settings__text">{move || text.get()}</p>
                            {aside}
                        </div>
                        <div class="settings__panels">{children()}</div>
                    </section>
                </div>
            </div>
        </main>
    }
}

/// What was just done here, said once above the panels.
#[component]
pub(super) fn Done(
    /// The words of `?done=` that this page knows, with their sentences.
    says: fn(leptos_i18n::I18nContext<Locale>, &str, &str) -> Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let text = move || {
        let (done, n) = query.with(|query| (query.get("done"), query.get("n")));
        says(i18n, &done?, &n.unwrap_or_default())
    };
    view! {
        <p class="settings__done" role="status">
            {move || {
                text()
                    .map(|text| view! {
                        <Icon name="check" size=16 />
                        <span>{text}</span>
                    })
            }}
        </p>
    }
}
