use leptos::prelude::*;

use super::{Icon, LinkState};
use crate::{
    address::{at, use_path},
    first::account,
    forms,
    i18n::*,
    routes,
};

/// The sections of the settings, in the place of the list of rooms. Only what there is.
#[component]
pub(crate) fn SettingsNav() -> impl IntoView {
    let i18n = use_i18n();
    let is_owner = account().is_owner;
    let has_account = account().handle.is_some();
    view! {
        <aside
            class="sidebar sidebar--settings"
            data-region="list"
            aria-label=move || t_string!(i18n, settings.label)
        >
            <div class="sidebar__head">
                <p class="sidebar__house">{t!(i18n, settings.title)}</p>
                <a
                    class="icon-button"
                    href=at(routes::LOBBY)
                    aria-label=move || t_string!(i18n, settings.back)
                    title=move || t_string!(i18n, settings.back)
                >
                    <Icon name="x" size=18 />
                </a>
            </div>
            <nav class="sidebar__scroll" aria-label=move || t_string!(i18n, settings.label)>
                <ul>
                    <Item href=forms::PROFILE icon="user-round">{t!(i18n, settings.profile)}</Item>
                    <Item href=forms::DEVICES icon="monitor">{t!(i18n, settings.devices)}</Item>
                    <Item href=forms::PASSWORD icon="key-round">{t!(i18n, settings.sign_in)}</Item>
                    {has_account
                        .then(|| {
                            view! {
                                <Item href=forms::BOTS icon="bot">
                                    {t!(i18n, bots.title)}
                                </Item>
                            }
                        })}
                    <Item href=routes::DOCTOR icon="route">{t!(i18n, doctor.title)}</Item>
                    {is_owner
                        .then(|| {
                            view! {
                                <Item href=forms::HOUSE icon="house">
                                    {t!(i18n, settings.house)}
                                </Item>
                            }
                        })}
                </ul>
            </nav>
            <div class="sidebar__foot">
                <LinkState />
            </div>
        </aside>
    }
}

#[component]
fn Item(href: &'static str, icon: &'static str, children: Children) -> impl IntoView {
    let path = use_path();
    // A refused form is answered at the address it was sent to, which lies below its page; the
    // one of a new account stands beside it.
    let is_here = move |path: &str| {
        path.starts_with(href) || (href == forms::PASSWORD && path == forms::PROMOTE)
    };
    view! {
        <li>
            <a
                href=at(href)
                class="sidebar__row"
                aria-current=move || path.with(|path| is_here(path)).then_some("page")
            >
                <Icon name=icon size=16 />
                <span class="sidebar__name">{children()}</span>
            </a>
        </li>
    }
}
