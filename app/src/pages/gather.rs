//! Choosing a few people to talk to.

use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_query_map;
use shared::{
    ApiError, Field as About, Problem, UserId,
    limits::{GROUP_PEOPLE, ROOM_NAME_CHARS},
    model::Acquaintance,
};

use super::{fault::LobbyFault, loaded::loaded};
use crate::{
    address::at,
    api::{CallError, load_people, load_profile},
    components::{Banner, Icon, PageTitle, Skeleton, name_problem},
    first::refused,
    forms::{self, Form, FormReturn},
    i18n::*,
    routes,
};

mod picker;

use picker::{Chosen, People, Picker, Search};

/// One person chosen leads to their direct room, several to a group. An ordinary form around
/// boxes to tick; searching without wasm is the same form, asked instead of sent.
#[component]
pub(crate) fn GatherPage() -> impl IntoView {
    let query = use_query_map();
    let asked = query.with_untracked(|query| Asked {
        text: query.get("q").unwrap_or_default(),
        name: query.get("name").unwrap_or_default(),
        chosen: chosen(query.get_all("user")),
    });
    let wanted = asked.clone();
    let people = Resource::new_blocking(move || wanted.clone(), look);
    let fallback = || view! { <main class="main"><Skeleton /></main> };
    view! {
        <Suspense fallback>
            {move || {
                let asked = asked.clone();
                Suspend::new(async move {
                    match loaded(people).await {
                        Ok((chosen, found)) => view! { <Page asked chosen found /> }.into_any(),
                        Err(_) => view! { <main class="main" id="main"><LobbyFault /></main> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    text: String,
    name: String,
    chosen: Vec<UserId>,
}

fn chosen(ids: Option<Vec<String>>) -> Vec<UserId> {
    let ids = ids.unwrap_or_default();
    let ids = ids.iter().filter_map(|id| id.parse().ok());
    ids.take(GROUP_PEOPLE).collect()
}

/// Who is chosen already, and who else there is.
async fn look(asked: Asked) -> Result<(Vec<Acquaintance>, Vec<Acquaintance>), CallError> {
    let mut chosen = Vec::new();
    for id in asked.chosen {
        // Somebody who is out of reach by now is not chosen any more.
        if let Ok(profile) = load_profile(id, None).await {
            chosen.push(Acquaintance {
                person: profile.person,
                handle: profile.handle,
                is_bot: profile.is_bot,
            });
        }
    }
    Ok((chosen, load_people(asked.text).await?))
}

#[component]
fn Page(asked: Asked, chosen: Vec<Acquaintance>, found: Vec<Acquaintance>) -> impl IntoView {
    let i18n = use_i18n();
    let picker = Picker::new(asked.text, chosen, found);
    let back = refused(Form::Gather);
    let typed = back.as_ref().map(|back| back.text("name"));
    let name = typed.unwrap_or(asked.name);
    view! {
        <PageTitle text=move || t_string!(i18n, gather.title).to_owned() />
        <main class="main" id="main" tabindex="-1" data-region="main">
            <div class="pane">
                <header class="head">
                    <a
                        class="icon-button"
                        href=at(routes::LOBBY)
                        aria-label=move || t_string!(i18n, person.back)
                    >
                        <Icon name="chevron-left" />
                    </a>
                    <div class="head__names">
                        <h1 class="head__title">{t!(i18n, gather.title)}</h1>
                    </div>
                </header>
                <Banner />
                <form class="gather" method="post" action=at(forms::GATHER)>
                    <Chosen picker />
                    <Search picker />
                    <People picker />
                    <GroupName name />
                    <Foot picker back />
                </form>
            </div>
        </main>
    }
}

#[component]
fn GroupName(name: String) -> impl IntoView {
    let i18n = use_i18n();
    let most = ROOM_NAME_CHARS.saturating_mul(2).to_string();
    view! {
        <div class="field">
            <label class="field__label" for="gather-name">
                {t!(i18n, gather.name)}
            </label>
            <div class="field__box">
                <input
                    class="field__input"
                    id="gather-name"
                    name="name"
                    dir="auto"
                    autocomplete="off"
                    maxlength=most
                    value=name
                    aria-describedby="gather-hint"
                />
            </div>
            <p class="field__hint" id="gather-hint">
                {t!(i18n, gather.hint)}
            </p>
        </div>
    }
}

/// How many are chosen, what is wrong, and the way on.
#[component]
fn Foot(picker: Picker, back: Option<FormReturn>) -> impl IntoView {
    let i18n = use_i18n();
    let error = back.map(|back| back.error);
    let go = move || match picker.count() {
        0 => t_string!(i18n, gather.start).to_owned(),
        1 => t_string!(i18n, gather.direct).to_owned(),
        n => t_string!(i18n, gather.group, n).to_string(),
    };
    let max = GROUP_PEOPLE;
    view! {
        <div class="gather__foot">
            {error.map(|error| view! {
                <p class="form-fault" role="alert">
                    <Icon name="circle-alert" size=16 />
                    {move || fault(i18n, error)}
                </p>
            })}
            <p class="gather__count num needs-js" role="status">
                {move || t_string!(i18n, gather.count, n = picker.count(), max).to_string()}
            </p>
            <button class="button button--primary" type="submit">
                {go}
            </button>
        </div>
    }
}

fn fault(i18n: I18nContext<Locale>, error: ApiError) -> String {
    match error {
        ApiError::Invalid {
            field: About::Choice,
            problem: Problem::TooLong { max },
        } => t_string!(i18n, gather.too_many, n = max).to_string(),
        ApiError::Invalid {
            field: About::Choice,
            ..
        } => t_string!(i18n, gather.choose).to_owned(),
        ApiError::Invalid { problem, .. } => name_problem(i18n, problem),
        _ => t_string!(i18n, problem.busy).to_owned(),
    }
}
