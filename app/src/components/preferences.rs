//! How the page looks and which language it speaks. Plain forms; in the browser they act
//! at once, without loading the page again.

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use super::{Icon, kept::kept_piece};
use crate::{
    address::{at, use_path},
    browser, forms,
    forms::Theme,
    i18n::*,
};

/// The theme in use.
#[derive(Clone, Copy)]
pub(crate) struct ThemeInUse(RwSignal<Theme>);

/// Puts the theme into context, as the document was written in it.
pub(crate) fn provide_theme(theme: Theme) {
    provide_context(ThemeInUse(RwSignal::new(theme)));
}

impl ThemeInUse {
    /// The theme in context.
    pub(crate) fn in_context() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(Theme::Auto)))
    }

    /// Shows a theme and remembers it on this device.
    pub(crate) fn choose(self, theme: Theme) {
        self.0.set(theme);
        browser::page::set_theme(theme);
        browser::cookie::remember(forms::THEME_COOKIE, theme.word());
    }

    /// From light to dark and back; what the system has counts as neither.
    pub(crate) fn toggle(self) {
        self.choose(match self.0.get_untracked() {
            Theme::Dark => Theme::Light,
            Theme::Light | Theme::Auto => Theme::Dark,
        });
    }
}

/// The two switches.
#[component]
pub(crate) fn Preferences(
    /// Side by side instead of one above the other.
    #[prop(optional)]
    row: bool,
) -> impl IntoView {
    let back = move || {
        let search = use_location().search;
        format!("{}{}", use_path().get(), query(&search.get()))
    };
    let theme = ThemeInUse::in_context();
    view! {
        <form class="prefs" class:prefs--row=row method="post" action=at(forms::PREFERENCES)>
            <input type="hidden" name="back" value=back />
            {kept_piece("look", move || theme.0.get_untracked().word().to_owned(), || view! {
                <Languages />
                <Themes />
            })}
        </form>
    }
}

fn query(search: &str) -> String {
    match search.trim_start_matches('?') {
        "" => String::new(),
        rest => format!("?{rest}"),
    }
}

#[component]
fn Languages() -> impl IntoView {
    let i18n = use_i18n();
    let choice = |locale: Locale, name: &'static str| {
        let chosen = move || pressed(i18n.get_locale() == locale);
        let choose = move |event: ev::MouseEvent| {
            event.prevent_default();
            i18n.set_locale(locale);
            browser::cookie::remember(forms::LANGUAGE_COOKIE, locale.as_str());
        };
        view! {
            <button
                class="segments__item"
                type="submit"
                name="lang"
                value=locale.as_str()
                lang=locale.as_str()
                aria-pressed=chosen
                on:click=choose
            >
                {name}
            </button>
        }
    };
    view! {
        <fieldset class="prefs__group">
            <legend class="prefs__label">{t!(i18n, areas.language)}</legend>
            <div class="segments">
                {choice(Locale::en, "English")} {choice(Locale::zh_CN, "简体中文")}
            </div>
        </fieldset>
    }
}

#[component]
fn Themes() -> impl IntoView {
    let i18n = use_i18n();
    let in_use = ThemeInUse::in_context();
    let choice = move |theme: Theme, icon: &'static str| {
        let name = move || match theme {
            Theme::Auto => t_string!(i18n, areas.auto),
            Theme::Light => t_string!(i18n, areas.light),
            Theme::Dark => t_string!(i18n, areas.dark),
        };
        let choose = move |event: ev::MouseEvent| {
            event.prevent_default();
            in_use.choose(theme);
        };
        view! {
            <button
                class="segments__item"
                type="submit"
                name="theme"
                value=theme.word()
                aria-pressed=move || pressed(in_use.0.get() == theme)
                on:click=choose
            >
                <Icon name=icon size=14 />
                {name}
            </button>
        }
    };
    view! {
        <fieldset class="prefs__group">
            <legend class="prefs__label">{t!(i18n, areas.theme)}</legend>
            <div class="segments">
                {choice(Theme::Auto, "sun-moon")} {choice(Theme::Light, "sun")}
                {choice(Theme::Dark, "moon")}
            </div>
        </fieldset>
    }
}

fn pressed(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}
