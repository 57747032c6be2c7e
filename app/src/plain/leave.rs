//! The question whether to leave.

use leptos::prelude::*;
use shared::model::{Role, RoomKind};

use super::{
    frame::{Section, Sheet},
    say,
};
use crate::address::at;

pub(super) fn sheet(made: &Section) -> Sheet {
    let l = made.request.l;
    let overview = &made.overview;
    let is_alone = overview.tally.members <= 1;
    let must_hand_over = overview.info.role == Some(Role::Owner) && overview.one_owner && !is_alone;
    let text = match overview.info.kind {
        _ if must_hand_over => say!(l, room_settings.only_owner),
        RoomKind::Open => say!(l, room_settings.leave_open),
        _ if is_alone => say!(l, room_settings.leave_last),
        _ => say!(l, room_settings.leave_private),
    };
    let name = overview.info.name.clone();
    let leave = (!must_hand_over).then(|| {
        view! {
            <form method="post" action=at(made.path.clone())>
                <input type="hidden" name="do" value="leave" />
                <button class="button button--danger" type="submit">
                    {say!(l, room_settings.leave)}
                </button>
            </form>
        }
    });
    Sheet {
        body: view! {
            <h2 class="dialog__title">{say!(l, room_settings.leave_title, room = name)}</h2>
            <p>{text}</p>
        }
        .into_any(),
        foot: view! {
            <span class="sheet__hint"></span>
            <a class="button button--plain" href=at(made.out())>{say!(l, room_settings.stay)}</a>
            {leave}
        }
        .into_any(),
    }
}
