use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use shared::{limits::NICKNAME_CHARS, model::Lobby};

use crate::{
    components::{Faces, Field, Icon, Mark, PageTitle, Preferences},
    first::refused,
    forms::{self, Form},
    i18n::*,
    routes,
};

/// The way in: pick a name and sit down.
#[component]
pub(super) fn JoinPage(lobby: Lobby) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=move || t_string!(i18n, join.page).to_owned() />
        <div class="join">
            <main class="join__panel" id="main">
                <p class="join__brand">
                    <Mark />
                    <span>"Teahouse " <span class="join__brand-zh" lang="zh-CN">"茶馆"</span></span>
                </p>
                <div class="join__card">
                    <div>
                        <h1 class="join__title">{t!(i18n, join.title)}</h1>
                        <p class="join__lead">{t!(i18n, join.lead)}</p>
                    </div>
                    <Here lobby />
                    <JoinForm />
                </div>
                <Preferences row=true />
            </main>
            <div class="join__art">
                <picture>
                    <source media="(max-width: 56.24rem)" srcset="/hills-wide.svg" />
                    <img src="/hills.svg" alt="" />
                </picture>
                <p class="join__verse" lang="zh-CN" aria-hidden="true">
                    <span>{t!(i18n, join.verse)}</span>
                    <Mark />
                </p>
            </div>
        </div>
    }
}

/// Who is in already.
#[component]
fn Here(lobby: Lobby) -> impl IntoView {
    let i18n = use_i18n();
    let online = lobby.online;
    let bold = |children: ChildrenFn| view! { <strong>{children()}</strong> };
    view! {
        <div class="join__here">
            {(!lobby.faces.is_empty()).then(|| view! { <Faces people=lobby.faces.clone() /> })}
            <span class="num">
                {move || match online {
                    0 => t!(i18n, join.nobody_here).into_any(),
                    1 => t!(i18n, join.one_here, <b> = bold).into_any(),
                    n => t!(i18n, join.many_here, n, <b> = bold).into_any(),
                }}
            </span>
            {(online > 0).then(|| view! { <span class="dot dot--online"></span> })}
        </div>
    }
}

#[component]
fn JoinForm() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::Join);
    let problem = RwSignal::new(back.as_ref().map(|back| back.problem));
    let value = back.map(|back| back.text).unwrap_or_default();
    // Only the server knows the address that was asked for when the form comes back refused.
    let next = SharedValue::new(next).into_inner();
    let to_room = next.is_some();
    view! {
        <form class="join__form" method="post" action=forms::JOIN>
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            <Field
                name="nickname"
                label=move || t!(i18n, join.nickname)
                hint=move || t!(i18n, join.hint)
                problem
                value
                max=NICKNAME_CHARS
                autocomplete="nickname"
                large=true
            />
            <label class="check">
                <input class="check__box" type="checkbox" name="keep" value="on" checked />
                {t!(i18n, join.keep)}
            </label>
            <button class="button button--primary button--large" type="submit">
                {move || match to_room {
                    true => t_string!(i18n, join.enter_room),
                    false => t_string!(i18n, join.enter),
                }}
                <Icon name="arrow-right" size=18 />
            </button>
        </form>
    }
}

/// Where to go afterwards: the address asked for, or the one that led here.
fn next() -> Option<String> {
    let path = use_location().pathname.get_untracked();
    let asked = use_query_map().with_untracked(|query| query.get("next"));
    let next = asked.or_else(|| path.starts_with("/r/").then_some(path))?;
    (next != routes::LOBBY).then_some(next)
}
