use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::{
    ApiError, RoomId, UserId,
    model::{HistoryAt, RoomView},
};

use super::{fault::RoomFault, house::Me, loaded::loaded};
use crate::{
    api::{CallError, load_room},
    browser::scroll::Keeper,
    components::{
        Banner, CardDialogs, ChangeDialogs, ComposerPlace, Finder, Goal, Log, Members, PageTitle,
        RoomHeader, Skeleton, TabTitle, provide_announcer, provide_cards, provide_changing,
    },
    i18n::*,
    live::use_live,
    routes,
};

/// A room: what was said, who is here, and where to say something.
#[component]
pub(crate) fn RoomPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get("room").and_then(|id| id.parse::<RoomId>().ok()))
    });
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(routes::stretch));
    // Another place of the same room is gone to, not loaded as a page of its own.
    let view = Resource::new_blocking(
        move || (id.get(), at.get_untracked()),
        |(id, at)| look(id, at),
    );
    let fallback = || view! { <main class="main"><Skeleton /></main> };
    view! {
        <Suspense fallback>
            {move || Suspend::new(async move {
                match loaded(view).await {
                    Ok(view) => view! { <Room view at /> }.into_any(),
                    Err(error) => view! { <Unavailable error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn look(id: Option<RoomId>, at: Option<HistoryAt>) -> Result<RoomView, CallError> {
    match id {
        Some(id) => load_room(id, at).await,
        None => Err(CallError::Refused(ApiError::NotFound)),
    }
}

#[component]
fn Room(view: RoomView, at: Memo<Option<HistoryAt>>) -> impl IntoView {
    let others = view.others.clone();
    let room = use_live().enter(view);
    let me = use_context::<Me>().map_or(UserId::default(), |Me(me)| me.id);
    let announcer = provide_announcer();
    let refused = room.refused();
    let changing = provide_changing(room);
    let cards = provide_cards(room, me);
    let keeper = Keeper::new(NodeRef::new());
    let finder = Finder::provide(room, keeper, Goal::of(at.get_untracked()));
    Effect::new(move |before: Option<Option<HistoryAt>>| {
        let at = at.get();
        if before.is_some_and(|before| before != at) && at.is_some() {
            finder.go(Goal::of(at));
        }
        at
    });
    view! {
        <TabTitle room />
        {move || match refused.get() {
            Some(error) => {
                let error = CallError::Refused(error);
                view! { <Unavailable error /> }.into_any()
            }
            None => view! {
                <main class="main main--with-side room" id="main" tabindex="-1">
                    <div class="pane">
                        <RoomHeader room others=others.clone() finder />
                        <Banner />
                        <Log room keeper finder />
                        <ComposerPlace room keeper />
                    </div>
                    <Members room me />
                </main>
            }
            .into_any(),
        }}
        <ChangeDialogs changing />
        <CardDialogs cards />
        {announcer}
    }
}

/// Instead of a room.
#[component]
fn Unavailable(error: CallError) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=move || t_string!(i18n, fault.not_found).to_owned() />
        <main class="main room" id="main">
            // Where the skip link of a room leads.
            <div id="composer" tabindex="-1">
                <RoomFault error />
            </div>
        </main>
    }
}
