//! The bots of somebody who has an account.

use app::{
    backend::MadeToken,
    forms::{self as paths, Form as FormName},
};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use shared::UserId;

use super::back::{Back, again, plain, refused};
use crate::{
    domain::{BotForm, MadeBot},
    http::{extract::SignedIn, router::AppState},
};

#[derive(Deserialize)]
pub(super) struct NewBot {
    #[serde(default)]
    name: String,
    #[serde(default)]
    days: u32,
}

/// Makes a bot and shows its token, this once: a redirect would leave it in the history of the
/// browser.
pub(super) async fn make(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Form(form): Form<NewBot>,
) -> Response {
    let wish = BotForm {
        name: &form.name,
        days: form.days,
    };
    let caller = sender.caller(false);
    match state.house.make_bot(&visit, wish, &caller).await {
        Ok(MadeBot { name, token }) => {
            let token = token.expose().to_owned();
            again(&state, sender, paths::BOTS, MadeToken { name, token }).await
        }
        Err(error) => {
            let back = Back::to(FormName::Bot, paths::BOTS).typed("name", form.name);
            refused(&state, sender, back, error).await
        }
    }
}

/// Ends a bot's token.
pub(super) async fn revoke(
    State(state): State<AppState>,
    SignedIn(visit, _): SignedIn,
    Path(bot): Path<UserId>,
) -> Response {
    match state.house.revoke_bot(&visit, bot).await {
        Ok(()) => Redirect::to(&paths::done(paths::BOTS, "revoked")).into_response(),
        Err(error) => plain(error),
    }
}
