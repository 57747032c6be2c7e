use leptos::{prelude::*, text_prop::TextProp};
use leptos_meta::Title;

use crate::{first::house, i18n::*};

/// `text · name of the house` as the title of the document.
#[component]
pub(crate) fn PageTitle<F>(text: F) -> impl IntoView
where
    F: Fn() -> String + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let name = house().name;
    let house = move || {
        name.clone()
            .unwrap_or_else(|| t_string!(i18n, house).to_owned())
    };
    view! { <Title text=settled(move || format!("{} · {}", text(), house())) /> }
}

/// The server writes the title last, when the page's values may be gone: it is settled now. It
/// writes it into the document as it is, so that a name could end the title and go on as
/// markup: what begins markup is escaped here.
#[cfg(feature = "ssr")]
fn settled(title: impl Fn() -> String) -> TextProp {
    title().replace('&', "&amp;").replace('<', "&lt;").into()
}

/// In the browser it follows the language and what is unread.
#[cfg(not(feature = "ssr"))]
fn settled(title: impl Fn() -> String + Send + Sync + 'static) -> TextProp {
    title.into()
}
