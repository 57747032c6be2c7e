//! What only the owner sees.

use app::{
    backend::Made,
    forms::{self as paths, Form as FormName},
};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use shared::InviteId;

use super::{
    back::{Back, again, plain, refused},
    is_on,
};
use crate::{
    domain::HouseChange,
    http::{extract::SignedIn, router::AppState},
};

#[derive(Deserialize)]
pub(super) struct House {
    #[serde(default)]
    house: String,
    guests: Option<String>,
    #[serde(default)]
    sign_up: String,
}

/// Changes what the owner decided.
pub(super) async fn change(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Form(form): Form<House>,
) -> Response {
    let change = HouseChange {
        name: &form.house,
        guests: is_on(form.guests.as_ref()),
        sign_up: &form.sign_up,
    };
    match state.house.change_house(&visit, change).await {
        Ok(()) => Redirect::to(&paths::done(paths::HOUSE, "saved")).into_response(),
        Err(error) => {
            let back = Back::to(FormName::House, paths::HOUSE).typed("house", form.house);
            refused(&state, sender, back, error).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Invitation {
    #[serde(default)]
    days: u32,
    #[serde(default)]
    uses: u32,
}

/// Makes an invite link and shows it, this once: a redirect would leave it in the history of
/// the browser.
pub(super) async fn invite(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Form(form): Form<Invitation>,
) -> Response {
    match state.house.invite(&visit, form.days, form.uses).await {
        Ok(code) => {
            let made = Made(sender.address(&paths::invite(code.expose())));
            again(&state, sender, paths::HOUSE, made).await
        }
        Err(error) => {
            let back = Back::to(FormName::Invite, paths::HOUSE);
            refused(&state, sender, back, error).await
        }
    }
}

/// Ends an invite link.
pub(super) async fn revoke(
    State(state): State<AppState>,
    SignedIn(visit, _): SignedIn,
    Path(invite): Path<InviteId>,
) -> Response {
    match state.house.revoke_invite(&visit, invite).await {
        Ok(()) => Redirect::to(&paths::done(paths::HOUSE, "revoked")).into_response(),
        Err(error) => plain(error),
    }
}
