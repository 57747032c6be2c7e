//! Who is kept out.

use leptos::prelude::*;
use shared::{ApiError, model::Banned};

use super::{
    frame::{Section, Sheet, finished},
    invites::time_left,
    parts::{spoken, who},
    roster::about,
    say,
};
use crate::address::at;

pub(super) async fn sheet(made: &Section) -> Result<Sheet, ApiError> {
    let l = made.request.l;
    let banned = made.request.backend.banned(made.room).await?;
    let nobody = banned.is_empty();
    let nobody = nobody.then(|| view! { <p>{say!(l, room_settings.no_bans)}</p> });
    let rows = banned.into_iter().map(|banned| row(made, banned));
    let rows = rows.collect_view();
    Ok(Sheet {
        body: view! {
            {nobody}
            <ul class="people" aria-label=say!(l, room_settings.bans)>{rows}</ul>
        }
        .into_any(),
        foot: finished(made, say!(l, room_settings.bans_note)),
    })
}

fn row(made: &Section, banned: Banned) -> impl IntoView + use<> {
    let l = made.request.l;
    let id = banned.person.id;
    let spoken = spoken(l, &banned.person, banned.handle.as_ref(), banned.is_bot);
    let lasts = match banned.left_s {
        Some(left_s) => time_left(l, left_s),
        None => say!(l, room_settings.for_good),
    };
    view! {
        <li class="person">
            {who(l, banned.person, banned.handle.as_ref(), banned.is_bot, false)}
            <span class="person__role num">{lasts}</span>
            <form method="post" action=at(made.path.clone())>
                {about("pardon", id)}
                <button
                    class="button button--plain button--small"
                    type="submit"
                    aria-label=say!(l, room_settings.pardon_one, who = spoken)
                >
                    {say!(l, room_settings.pardon)}
                </button>
            </form>
        </li>
    }
}
