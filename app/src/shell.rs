//! The document around the app, written by the server.

use http::request::Parts;
use leptos::{attr::custom::custom_attribute, config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_i18n::Locale;
use leptos_meta::MetaTags;

use shared::Base;

use crate::{
    address::at,
    app::App,
    backend::{Assets, Preferences, viewer},
    forms::Theme,
    i18n::provide_language,
    routes,
};

/// Longest that hydration waits for the page to be shown, in milliseconds.
const UNSEEN_MS: u32 = 3_000;

/// Paper-2 of each theme: the colour of the browser's own frame.
const FRAME: [(&str, &str); 2] = [
    ("(prefers-color-scheme: light)", "#F5F3ED"),
    ("(prefers-color-scheme: dark)", "#171916"),
];

/// The document. Language and theme come from cookies, so the first paint is right.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let language = provide_language().get_locale_untracked();
    let theme = use_context::<Preferences>().unwrap_or_default().theme;
    let assets = use_context::<Assets>();
    // Where the house has its host for itself, nothing is said.
    let base = use_context::<Base>()
        .filter(|base| !base.is_root())
        .map(String::from);
    let parts = needs_parts();
    view! {
        <!DOCTYPE html>
        <html
            lang=language.as_str()
            dir="ltr"
            data-theme=theme.word()
            data-base=base
            data-parts=parts.then_some("")
        >
            <head>
                <meta charset="utf-8" />
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
                />
                {frame_colours(theme)}
                <link rel="icon" id="favicon" type="image/svg+xml" href=at("/favicon.svg") />
                {assets.map(|assets| view! { <Wasm assets parts /> })}
                <AutoReload options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Whether the page is made of more than what the first pages are.
fn needs_parts() -> bool {
    let request = use_context::<Parts>();
    let is_first = request.is_some_and(|request| routes::is_first(request.uri.path()));
    !is_first || viewer().is_none()
}

fn frame_colours(theme: Theme) -> impl IntoView {
    let [(light_media, light), (dark_media, dark)] = FRAME;
    let (first, second) = match theme {
        Theme::Auto => (light, dark),
        Theme::Light => (light, light),
        Theme::Dark => (dark, dark),
    };
    [(light_media, first), (dark_media, second)].map(|(media, colour)| {
        view! { <meta name="theme-color" {..custom_attribute("media", media)} content=colour /> }
    })
}

/// Has the browser show the page, and only then fetch what hydrates it: the wasm would come before
/// the words, which can be read and answered without it. A page in the background is not shown,
/// and does not wait for it; one that gets there before it is shown waits a moment and no longer.
fn script(js: &str, wasm: &str, parts: Option<&str>) -> String {
    // What hydration waits for is fetched beside the rest and not after it.
    let beside = parts.map_or_else(String::new, |parts| {
        format!(
            "let p=document.createElement('link');p.rel='preload';p.as='fetch';\
             p.type='application/wasm';p.crossOrigin='';p.href={parts:?};document.head.append(p);"
        )
    });
    // Debug formatting quotes and escapes the paths as JavaScript strings.
    format!(
        "let gone=0,go=()=>{{if(gone++)return;{beside}import({js:?}).then(m=>\
         m.default({{module_or_path:{wasm:?}}}).then(()=>m.hydrate()))}};\
         document.hidden?go():(requestAnimationFrame(()=>setTimeout(go)),setTimeout(go,{UNSEEN_MS}))"
    )
}

/// The style sheet, and the script that hydrates the page.
#[component]
fn Wasm(
    assets: Assets,
    /// Whether the page waits for the other file too.
    parts: bool,
) -> impl IntoView {
    let Assets {
        js,
        wasm,
        css,
        parts: file,
    } = assets;
    let file = file.filter(|_| parts).map(at);
    let [js, wasm, css] = [js, wasm, css].map(at);
    let nonce = use_nonce();
    let script = script(&js, &wasm, file.as_deref());
    view! {
        <link rel="stylesheet" href=css />
        <link rel="modulepreload" nonce=nonce.clone() href=js />
        <script type="module" nonce=nonce>
            {script}
        </script>
    }
}
