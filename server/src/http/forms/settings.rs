//! One's own settings.

use app::forms::{self as paths, Form as FormName};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use shared::SessionId;

use super::back::{Back, plain, refused};
use crate::{
    domain::Passwd,
    http::{extract::SignedIn, router::AppState},
};

#[derive(Deserialize)]
pub(super) struct Profile {
    #[serde(default)]
    name: String,
}

/// Changes the display name.
pub(super) async fn rename(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Form(form): Form<Profile>,
) -> Response {
    match state.house.rename(&visit, &form.name).await {
        Ok(()) => Redirect::to(&paths::done(paths::PROFILE, "saved")).into_response(),
        Err(error) => {
            let back = Back::to(FormName::Profile, paths::PROFILE).typed("name", form.name);
            refused(&state, sender, back, error).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Password {
    #[serde(default)]
    present: String,
    #[serde(default)]
    new: String,
}

/// Changes the password.
pub(super) async fn change_password(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Form(form): Form<Password>,
) -> Response {
    let change = Passwd {
        present: &form.present,
        new: &form.new,
    };
    match state.house.change_password(&visit, change).await {
        Ok(_) => Redirect::to(&paths::done(paths::PASSWORD, "password")).into_response(),
        Err(error) => {
            let back = Back::to(FormName::Password, paths::PASSWORD);
            refused(&state, sender, back, error).await
        }
    }
}

/// Ends one session; one's own is the same as signing out.
pub(super) async fn revoke(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Path(session): Path<SessionId>,
) -> Response {
    match state.house.revoke(&visit, session).await {
        Ok(()) if session == visit.session => sender.farewell(),
        Ok(()) => Redirect::to(&paths::done(paths::DEVICES, "revoked")).into_response(),
        Err(error) => plain(error),
    }
}

#[derive(Deserialize)]
pub(super) struct Others {
    #[serde(default)]
    present: String,
}

/// Ends every other session.
pub(super) async fn sign_out_elsewhere(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Form(form): Form<Others>,
) -> Response {
    match state.house.sign_out_elsewhere(&visit, &form.present).await {
        Ok(ended) => {
            let done = paths::done(paths::DEVICES, "others");
            Redirect::to(&format!("{done}&n={ended}")).into_response()
        }
        Err(error) => {
            let back = Back::to(FormName::Others, paths::DEVICES);
            refused(&state, sender, back, error).await
        }
    }
}
