use leptos::prelude::*;

use super::{Mark, Preferences};
use crate::{address::at, first::house, i18n::*};

/// The frame of the pages before one is in: the name of the place, a card, the hills.
#[component]
pub(crate) fn Porch(children: Children) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="join">
            <main class="join__panel" id="main">
                <p class="join__brand">
                    <Mark />
                    {match house().name {
                        Some(name) => view! { <span dir="auto">{name}</span> }.into_any(),
                        None => view! {
                            <span>
                                "Teahouse " <span class="join__brand-zh" lang="zh-CN">"茶馆"</span>
                            </span>
                        }
                        .into_any(),
                    }}
                </p>
                <div class="join__card">{children()}</div>
                <Preferences row=true />
            </main>
            <div class="join__art">
                <picture>
                    <source media="(max-width: 56.24rem)" srcset=at("/hills-wide.svg") />
                    <img src=at("/hills.svg") alt="" />
                </picture>
                <p class="join__verse" lang="zh-CN" aria-hidden="true">
                    <span>{t!(i18n, join.verse)}</span>
                    <Mark />
                </p>
            </div>
        </div>
    }
}
