use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::{ApiError, RoomId, UserId, model::Profile};

use super::{fault::NothingHere, house::Me, loaded::loaded};
use crate::{
    address::at,
    api::{CallError, load_profile},
    components::{Banner, Icon, PageTitle, Skeleton, Ways, Who, role_word},
    i18n::*,
    routes,
};

/// A person, for those who came here by a link: what their card in a room shows.
#[component]
pub(crate) fn PersonPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let wanted = Memo::new(move |_| -> (Option<UserId>, Option<RoomId>) {
        let user = params.with(|params| params.get("user")?.parse().ok());
        let room = query.with(|query| query.get("room")?.parse().ok());
        (user, room)
    });
    let profile = Resource::new_blocking(move || wanted.get(), look);
    let fallback = || view! { <main class="main"><Skeleton /></main> };
    view! {
        <Suspense fallback>
            {move || Suspend::new(async move {
                let room = wanted.get_untracked().1;
                match loaded(profile).await {
                    Ok(profile) => view! { <Page profile room /> }.into_any(),
                    Err(_) => view! { <Nobody /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn look((user, room): (Option<UserId>, Option<RoomId>)) -> Result<Profile, CallError> {
    match user {
        Some(user) => load_profile(user, room).await,
        None => Err(CallError::Refused(ApiError::NotFound)),
    }
}

/// Nobody by this number, or nobody to whoever looks.
#[component]
fn Nobody() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=move || t_string!(i18n, fault.not_found).to_owned() />
        <main class="main" id="main">
            <NothingHere />
        </main>
    }
}

#[component]
fn Page(profile: Profile, room: Option<RoomId>) -> impl IntoView {
    let i18n = use_i18n();
    let known = Signal::stored(Some(profile.clone()));
    let Profile { person, role, .. } = profile;
    let me = use_context::<Me>().map(|Me(me)| me.id);
    let (id, title) = (person.id, person.name.clone());
    let back = room.map_or_else(|| routes::LOBBY.to_owned(), routes::room);
    view! {
        <PageTitle text=move || title.clone() />
        <main class="main" id="main" tabindex="-1" data-region="main">
            <div class="pane">
                <header class="head">
                    <a
                        class="icon-button"
                        href=at(back)
                        aria-label=move || t_string!(i18n, person.back)
                    >
                        <Icon name="chevron-left" />
                    </a>
                    <div class="head__names">
                        <h1 class="head__title">{t!(i18n, person.title)}</h1>
                    </div>
                </header>
                <Banner />
                <div class="lobby__scroll">
                    <section class="card card--page" aria-labelledby="card-name">
                        <div class="card__inside">
                            <Who person known />
                            {room.map(|_| view! {
                                <p class="card__role">
                                    {t!(i18n, person.here)}
                                    " "
                                    <span class="tag">{move || role_word(i18n, role)}</span>
                                </p>
                            })}
                            <Ways id is_me=Some(id) == me />
                        </div>
                    </section>
                </div>
            </div>
        </main>
    }
}
