//! The first form of all.

use app::forms::{self as paths, Form as FormName};
use axum::{Form, extract::State, response::Response};
use serde::Deserialize;

use super::{
    back::{Back, refused},
    is_on,
};
use crate::{
    domain::{self, HouseChange, SignUpForm},
    http::{extract::Sender, router::AppState},
};

#[derive(Deserialize)]
pub(super) struct SetUp {
    #[serde(default)]
    token: String,
    #[serde(default)]
    house: String,
    guests: Option<String>,
    #[serde(default)]
    sign_up: String,
    #[serde(default)]
    handle: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

/// Makes the owner and opens the house.
pub(super) async fn set_up(
    State(state): State<AppState>,
    sender: Sender,
    Form(form): Form<SetUp>,
) -> Response {
    let set_up = domain::SetUp {
        token: &form.token,
        owner: SignUpForm {
            handle: &form.handle,
            name: &form.name,
            password: &form.password,
            invite: None,
        },
        house: HouseChange {
            name: &form.house,
            guests: is_on(form.guests.as_ref()),
            sign_up: &form.sign_up,
        },
    };
    match state.house.set_up(set_up, &sender.caller(true)).await {
        Ok(entered) => sender.welcome(&entered, true, "/"),
        Err(error) => {
            let guests = if is_on(form.guests.as_ref()) {
                "on"
            } else {
                ""
            };
            let back = Back::to(FormName::SetUp, paths::SET_UP)
                .typed("token", form.token)
                .typed("house", form.house)
                .typed("guests", guests.to_owned())
                .typed("sign_up", form.sign_up)
                .typed("handle", form.handle)
                .typed("name", form.name);
            refused(&state, sender, back, error).await
        }
    }
}
