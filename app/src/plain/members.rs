//! Who is a member, and who else is to be.

use leptos::prelude::*;
use shared::{
    ApiError,
    limits::{HANDLE_CHARS, SEARCH_CHARS},
    rules::Deed,
};

use super::{
    frame::{Section, Sheet, finished},
    parts::{Line, pager},
    roster, say, undo,
};
use crate::address::at;
use crate::components::Icon;

pub(super) async fn sheet(made: &Section) -> Result<Sheet, ApiError> {
    let (l, asked) = (made.request.l, &made.request.asked);
    let backend = &made.request.backend;
    let found = backend.roster(made.room, &asked.words, asked.page).await?;
    let may_add = made.overview.info.standing().allows(Deed::Add).is_ok();
    let pager = pager(l, &made.path, &asked.words, asked.page, found.has_more);
    let nobody = found.members.is_empty().then(|| {
        let words = asked.words.clone();
        view! { <p class="sheet__hint">{say!(l, room_settings.found_nobody, words)}</p> }
    });
    let undo = undo::role(made, &found.members);
    let rows = found.members.into_iter();
    let rows = rows.map(|member| roster::row(made, member)).collect_view();
    Ok(Sheet {
        body: view! {
            {undo}
            <div class="sheet__tools">{search(made)} {may_add.then(|| add(made))}</div>
            <p class="sheet__hint">{say!(l, room_settings.same_names)}</p>
            {nobody}
            <ul class="people" aria-label=say!(l, room_settings.members)>{rows}</ul>
            {pager}
        }
        .into_any(),
        foot: finished(made, say!(l, room_settings.roles_note)),
    })
}

fn search(made: &Section) -> impl IntoView + use<> {
    let l = made.request.l;
    view! {
        <form class="find" method="get" action=at(made.path.clone()) role="search">
            <label class="field__label" for="q">{say!(l, room_settings.find)}</label>
            <div class="find__line">
                <div class="field__box">
                    <Icon name="search" size=16 />
                    <input
                        class="field__input"
                        id="q"
                        name="q"
                        type="search"
                        dir="auto"
                        maxlength=SEARCH_CHARS.to_string()
                        value=made.request.asked.words.clone()
                    />
                </div>
                <button class="button button--plain" type="submit">
                    {say!(l, directory.search)}
                </button>
            </div>
        </form>
    }
}

fn add(made: &Section) -> impl IntoView + use<> {
    let l = made.request.l;
    let back = made.refused("add");
    let wrong = back.and_then(|back| back.problem());
    let handle = Line {
        name: "handle",
        label: say!(l, room_settings.add),
        hint: say!(l, room_settings.add_hint),
        wrong: wrong.map(|_| say!(l, room_settings.not_added)),
        value: back.map(|back| back.text("handle")).unwrap_or_default(),
        // With the sign before it.
        max: HANDLE_CHARS.saturating_add(1),
        required: true,
    };
    view! {
        <form class="find" method="post" action=at(made.path.clone())>
            <input type="hidden" name="do" value="add" />
            <div class="find__line">
                {handle.view()}
                <button class="button button--plain find__beside" type="submit">
                    <Icon name="user-plus" size=16 />
                    {say!(l, room_settings.add_button)}
                </button>
            </div>
        </form>
    }
}
