//! The languages of the house, generated from `locales/*.json`.

use leptos::prelude::{provide_context, use_context};
use leptos_i18n::context::{I18nContextOptions, UseLocalesOptions, init_i18n_context_with_options};

pub use generated::i18n::*;

#[expect(
    missing_docs,
    clippy::all,
    clippy::restriction,
    reason = "generated code"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

#[cfg(feature = "ssr")]
#[path = "i18n/requested.rs"]
mod requested;
#[cfg(not(feature = "ssr"))]
mod requested {
    /// The browser takes the language that the document was written in.
    pub(super) fn language() -> Option<String> {
        None
    }

    /// In the browser the language may change at any time.
    pub(super) fn once<T>(init: impl FnOnce() -> T) -> T {
        init()
    }
}

/// The language in context, settled at the first call: on the server by the cookie, then by
/// what the browser accepts; in the browser by the `lang` of the document.
pub fn provide_language() -> leptos_i18n::I18nContext<Locale> {
    if let Some(settled) = use_context() {
        return settled;
    }
    let header = UseLocalesOptions::default().ssr_lang_header_getter(requested::language);
    let options = I18nContextOptions::default()
        .enable_cookie(false)
        .ssr_lang_header_getter(header);
    let i18n = requested::once(|| init_i18n_context_with_options(options));
    provide_context(i18n);
    i18n
}
