//! The forms that work without JavaScript. A form that is refused comes back as the page it
//! was on, with what was typed still in it.

use app::forms::{self as paths, Form as FormName, Theme};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, post},
};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use shared::{ApiError, Problem, RoomId};

use self::back::{Back, plain, refused};
use super::{
    extract::{Sender, SignedIn},
    router::AppState,
};
use crate::domain::{Action, Command, Entered};

mod accounts;
mod back;
mod bots;
mod house;
mod membership;
mod people;
mod room_settings;
mod set_up;
mod settings;

/// Where something can be changed. What is added below the guard of origins may only read.
pub(super) fn routes() -> [(&'static str, MethodRouter<AppState>); 25] {
    [
        (paths::JOIN, post(join)),
        (paths::LEAVE, post(leave)),
        (paths::ROOMS, post(open_room)),
        ("/r/{room}/messages", post(post_message)),
        ("/r/{room}/join", post(membership::join)),
        ("/r/{room}/read", post(membership::read)),
        ("/i/{code}", post(membership::accept)),
        ("/r/{room}/settings/{section}", post(room_settings::change)),
        ("/direct/{user}", post(people::direct)),
        (paths::GATHER, post(people::gather)),
        (paths::PREFERENCES, post(preferences)),
        (paths::SIGN_IN, post(accounts::sign_in)),
        (paths::SIGN_UP, post(accounts::sign_up)),
        ("/invite/{code}", post(accounts::accept)),
        (paths::SET_UP, post(set_up::set_up)),
        (paths::PROFILE, post(settings::rename)),
        (paths::PASSWORD, post(settings::change_password)),
        (paths::PROMOTE, post(accounts::promote)),
        (paths::DEVICES, post(settings::sign_out_elsewhere)),
        ("/settings/devices/{session}/revoke", post(settings::revoke)),
        (paths::BOTS, post(bots::make)),
        ("/settings/bots/{bot}/revoke", post(bots::revoke)),
        (paths::HOUSE, post(house::change)),
        (paths::INVITES, post(house::invite)),
        (
            "/settings/house/invites/{invite}/revoke",
            post(house::revoke),
        ),
    ]
}

/// The paths of the forms, as the router has them.
pub fn form_paths() -> impl Iterator<Item = &'static str> {
    routes().into_iter().map(|(path, _)| path)
}

/// Whether a box was ticked.
fn is_on(value: Option<&String>) -> bool {
    value.is_some()
}

#[derive(Deserialize)]
struct Join {
    #[serde(default)]
    nickname: String,
    next: Option<String>,
    keep: Option<String>,
}

/// Lets somebody in and sends them on to where they wanted to go.
async fn join(State(state): State<AppState>, sender: Sender, Form(form): Form<Join>) -> Response {
    let keep = is_on(form.keep.as_ref());
    let next = local_path(form.next.as_deref());
    match state.house.join(&form.nickname, &sender.caller(keep)).await {
        Ok(entered) => {
            let next = settle_in(&state, &entered, next).await;
            sender.welcome(&entered, keep, &next)
        }
        Err(error) => {
            let back = Back::to(FormName::Join, &way_in(&next)).typed("nickname", form.nickname);
            refused(&state, sender, back, error).await
        }
    }
}

/// The way in, with where to go afterwards.
fn way_in(next: &str) -> String {
    match next {
        "/" => "/".to_owned(),
        next => format!("/?next={next}"),
    }
}

/// Makes somebody who came in by the address of an open room, or by an invite link, a member
/// of that room; where they go. A link that does not work leads to the page that says so.
async fn settle_in(state: &AppState, entered: &Entered, next: String) -> String {
    let who = entered.person.id;
    if let Some(code) = next.strip_prefix(paths::ROOM_INVITES) {
        let accepted = state.house.accept(who, code).await;
        return accepted.map_or(next, |room| format!("/r/{room}"));
    }
    if let Some(room) = next.strip_prefix("/r/").and_then(|id| id.parse().ok()) {
        state.house.settle_in(who, room).await;
    }
    next
}

/// Signs out. Somebody whose session cannot be ended keeps it, and is told.
async fn leave(State(state): State<AppState>, sender: Sender) -> Response {
    if let Some(visit) = &sender.visit
        && let Err(error) = state.house.sign_out(visit).await
    {
        return plain(error);
    }
    sender.farewell()
}

#[derive(Deserialize)]
struct OpenRoom {
    #[serde(default)]
    name: String,
    private: Option<String>,
}

/// Opens a room and goes there.
async fn open_room(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Form(form): Form<OpenRoom>,
) -> Response {
    let (by, is_private) = (visit.person.id, is_on(form.private.as_ref()));
    match state.house.open_room(by, &form.name, is_private).await {
        Ok(room) => Redirect::to(&format!("/r/{}", room.id)).into_response(),
        Err(error) => {
            let back = Back::to(FormName::OpenRoom, paths::ROOMS).typed("name", form.name);
            refused(&state, sender, back, error).await
        }
    }
}

#[derive(Deserialize)]
struct Post {
    #[serde(default)]
    text: String,
    #[serde(default)]
    nonce: String,
}

/// Posts a message. The nonce came with the page, so a form sent twice posts once.
async fn post_message(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Path(room): Path<RoomId>,
    Form(form): Form<Post>,
) -> Response {
    let Ok(nonce) = form.nonce.parse() else {
        return plain(ApiError::Invalid {
            field: shared::Field::Nonce,
            problem: Problem::Malformed,
        });
    };
    let command = Command {
        room,
        actor: visit.person.id,
        nonce,
        action: Action::Post { text: &form.text },
        origin: None,
    };
    let path = format!("/r/{room}");
    match state.house.carry_out_and_wait(command).await {
        Ok(posted) => {
            let who = visit.person.id;
            // They wrote it on a page that showed what came before. Need not work out.
            let _ = state.house.mark_read(who, room, posted.seq).await;
            Redirect::to(&format!("{path}#m{}", posted.message)).into_response()
        }
        Err(error) => {
            let back = Back::to(FormName::Post, &path).typed("text", form.text);
            refused(&state, sender, back, error).await
        }
    }
}

#[derive(Deserialize)]
struct Preferences {
    theme: Option<String>,
    lang: Option<String>,
    back: Option<String>,
}

/// Remembers a theme or a language, and goes back.
async fn preferences(sender: Sender, Form(form): Form<Preferences>) -> Response {
    let mut jar = CookieJar::new();
    if let Some(theme) = form.theme {
        jar = jar.add(sender.scope.theme(Theme::from_word(&theme)));
    }
    match form.lang.as_deref() {
        Some("en") => jar = jar.add(sender.scope.language("en")),
        Some("zh-CN") => jar = jar.add(sender.scope.language("zh-CN")),
        _ => {}
    }
    (jar, Redirect::to(&local_path(form.back.as_deref()))).into_response()
}

/// A path on this server, or the front page: whoever makes a link must not be able to send
/// people elsewhere with it. Browsers read `//host` and `/\host` as another host.
fn local_path(path: Option<&str>) -> String {
    let is_local = |path: &&str| {
        let rest = path.strip_prefix('/');
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
        rest.is_some_and(|rest| !rest.starts_with('/') && rest.bytes().all(plain))
    };
    path.filter(is_local).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_gone_to() {
        for good in ["/", "/r/1", "/r/1?x=2#m3"] {
            assert_eq!(local_path(Some(good)), good);
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "r/1",
            "/\t/evil",
            "/a\r\nSet-Cookie: x=y",
            "javascript:alert(1)",
            "/ä",
        ] {
            assert_eq!(local_path(Some(bad)), "/", "{bad:?}");
        }
    }
}
