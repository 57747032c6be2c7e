//! Signing in and making an account.

use app::forms::{self as paths, Form as FormName};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    back::{Back, refused},
    is_on, local_path, settle_in,
};
use crate::{
    domain,
    http::{
        extract::{Sender, SignedIn},
        router::AppState,
    },
};

#[derive(Deserialize)]
pub(super) struct SignIn {
    #[serde(default)]
    handle: String,
    #[serde(default)]
    password: String,
    next: Option<String>,
    keep: Option<String>,
}

/// Lets the person of an account in.
pub(super) async fn sign_in(
    State(state): State<AppState>,
    sender: Sender,
    Form(form): Form<SignIn>,
) -> Response {
    let keep = is_on(form.keep.as_ref());
    let next = local_path(form.next.as_deref());
    let token = sender.token();
    let sign_in = domain::SignIn {
        handle: &form.handle,
        password: &form.password,
        instead_of: token.as_ref(),
    };
    match state.house.sign_in(sign_in, &sender.caller(keep)).await {
        Ok(entered) => {
            let next = settle_in(&state, &entered, next).await;
            sender.welcome(&entered, keep, &next)
        }
        Err(error) => {
            let path = format!("/?with=account&next={next}");
            let back = Back::to(FormName::SignIn, &path).typed("handle", form.handle);
            // Somebody who was in stays in, and sees the way in all the same.
            let sender = sender.incognito();
            refused(&state, sender, back, error).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct SignUp {
    #[serde(default)]
    handle: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    next: Option<String>,
    keep: Option<String>,
}

impl SignUp {
    fn form<'a>(&'a self, invite: Option<&'a str>) -> domain::SignUpForm<'a> {
        domain::SignUpForm {
            handle: &self.handle,
            name: &self.name,
            password: &self.password,
            invite,
        }
    }

    fn back(self, form: FormName, path: &str) -> Back {
        let back = Back::to(form, path).typed("handle", self.handle);
        back.typed("name", self.name)
    }
}

/// Makes an account, where everybody may.
pub(super) async fn sign_up(
    State(state): State<AppState>,
    sender: Sender,
    Form(form): Form<SignUp>,
) -> Response {
    let path = match local_path(form.next.as_deref()).as_str() {
        "/" => paths::SIGN_UP.to_owned(),
        next => format!("{}?next={next}", paths::SIGN_UP),
    };
    make(state, sender, form, None, &path).await
}

/// Makes an account with an invite link; a guest's own, if it is a guest who follows it.
pub(super) async fn accept(
    State(state): State<AppState>,
    sender: Sender,
    Path(code): Path<String>,
    Form(form): Form<SignUp>,
) -> Response {
    let path = paths::invite(&code);
    match sender.visit.clone() {
        Some(visit) => give(state, SignedIn(visit, sender), form, Some(&code), &path).await,
        None => make(state, sender, form, Some(&code), &path).await,
    }
}

/// Gives a guest an account.
pub(super) async fn promote(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Form(form): Form<SignUp>,
) -> Response {
    give(state, signed_in, form, None, paths::PASSWORD).await
}

async fn make(
    state: AppState,
    sender: Sender,
    form: SignUp,
    invite: Option<&str>,
    path: &str,
) -> Response {
    let keep = is_on(form.keep.as_ref());
    let caller = sender.caller(keep);
    match state.house.sign_up(form.form(invite), &caller).await {
        Ok(entered) => {
            let next = settle_in(&state, &entered, local_path(form.next.as_deref())).await;
            sender.welcome(&entered, keep, &next)
        }
        Err(error) => refused(&state, sender, form.back(FormName::SignUp, path), error).await,
    }
}

async fn give(
    state: AppState,
    SignedIn(visit, sender): SignedIn,
    form: SignUp,
    invite: Option<&str>,
    path: &str,
) -> Response {
    let caller = sender.caller(false);
    match state
        .house
        .promote(&visit, form.form(invite), &caller)
        .await
    {
        Ok(()) => Redirect::to(&paths::done(paths::PASSWORD, "account")).into_response(),
        Err(error) => refused(&state, sender, form.back(FormName::SignUp, path), error).await,
    }
}
