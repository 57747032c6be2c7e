use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{ApiError, RoomId, UserId, model::RoomView};

use super::{fault::RoomFault, house::Me};
use crate::{
    api::{CallError, load_room},
    browser::scroll::Keeper,
    components::{
        Banner, ComposerPlace, DeleteDialog, Log, Members, PageTitle, RoomHeader, Skeleton,
        TabTitle, provide_announcer, provide_changing,
    },
    i18n::*,
    live::use_live,
};

/// A room: what was said, who is here, and where to say something.
#[component]
pub(crate) fn RoomPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get("room").and_then(|id| id.parse::<RoomId>().ok()))
    });
    let view = Resource::new_blocking(move || id.get(), look);
    let fallback = || view! { <main class="main"><Skeleton /></main> };
    view! {
        <Suspense fallback>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => view! { <Room view /> }.into_any(),
                    Err(error) => view! { <Unavailable error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn look(id: Option<RoomId>) -> Result<RoomView, CallError> {
    match id {
        Some(id) => load_room(id).await,
        None => Err(CallError::Refused(ApiError::NotFound)),
    }
}

#[component]
fn Room(view: RoomView) -> impl IntoView {
    let room = use_live().enter(view);
    let me = use_context::<Me>().map_or(UserId::default(), |Me(me)| me.id);
    let announcer = provide_announcer();
    let refused = room.refused();
    let changing = provide_changing(room);
    let keeper = Keeper::new(NodeRef::new());
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
                        <RoomHeader room />
                        <Banner />
                        <Log room keeper />
                        <ComposerPlace room keeper />
                    </div>
                    <Members room me />
                </main>
            }
            .into_any(),
        }}
        <DeleteDialog changing />
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
