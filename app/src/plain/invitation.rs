//! Where an invite link to a room leads.

use leptos::prelude::*;
use shared::ApiError;

use super::{Request, say, written};
use crate::{address::at, api::Plain, forms, routes};

/// Nobody becomes a member by looking: there is a button.
pub(super) async fn page(request: Request, code: &str) -> Result<Plain, ApiError> {
    let l = request.l;
    let found = request.backend.invitation(code).await?;
    let room = found.name;
    let (text, way) = match found.is_member {
        true => (
            say!(l, invitation.member),
            view! {
                <a class="button button--primary button--large" href=at(routes::room(found.room))>
                    {say!(l, invitation.open)}
                </a>
            }
            .into_any(),
        ),
        false => (
            say!(l, invitation.text),
            view! {
                <form method="post" action=at(forms::room_invite(code))>
                    <button class="button button--primary button--large" type="submit">
                        {say!(l, invitation.join)}
                    </button>
                </form>
            }
            .into_any(),
        ),
    };
    let view = view! {
        <div class="empty">
            <svg class="empty__drawing" aria-hidden="true">
                <use href=at(concat!("/drawings.svg?v=", env!("CARGO_PKG_VERSION"), "#cup"))></use>
            </svg>
            <h1 class="empty__title">{say!(l, invitation.title, room)}</h1>
            <p class="empty__text">{text}</p>
            <div class="empty__ways">{way}</div>
        </div>
    };
    Ok(written(say!(l, invitation.page), view))
}
