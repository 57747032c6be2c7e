use leptos::prelude::*;

use crate::address::at;

/// The line drawings of `public/drawings.svg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drawing {
    /// A steaming cup: nothing here yet.
    Cup,
    /// A cracked cup: something did not work.
    Cracked,
    /// A closed door: not here, or not for you.
    Door,
}

impl Drawing {
    const fn href(self) -> &'static str {
        match self {
            Self::Cup => concat!("/drawings.svg?v=", env!("CARGO_PKG_VERSION"), "#cup"),
            Self::Cracked => concat!("/drawings.svg?v=", env!("CARGO_PKG_VERSION"), "#cracked"),
            Self::Door => concat!("/drawings.svg?v=", env!("CARGO_PKG_VERSION"), "#door"),
        }
    }
}

/// A screen without content: a drawing, a line, a sentence, the ways out.
#[component]
pub(crate) fn Empty(
    /// What it shows.
    drawing: Drawing,
    /// The line.
    #[prop(into)]
    title: ViewFn,
    /// The sentence.
    #[prop(into)]
    text: ViewFn,
    /// Whether the line is the heading of the page.
    #[prop(optional)]
    page: bool,
    /// The ways out.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let title = if page {
        view! { <h1 class="empty__title">{title.run()}</h1> }.into_any()
    } else {
        view! { <p class="empty__title">{title.run()}</p> }.into_any()
    };
    view! {
        <div class="empty">
            <svg class="empty__drawing" aria-hidden="true">
                <use href=at(drawing.href())></use>
            </svg>
            {title}
            <p class="empty__text">{text.run()}</p>
            {children.map(|ways| view! { <div class="empty__ways">{ways()}</div> })}
        </div>
    }
}
