//! The forms that work without JavaScript. A form that is refused comes back as the page it
//! was on, with what was typed still in it.

use app::forms::{Form as FormName, FormReturn, Theme};
use axum::{
    Form,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use shared::{ApiError, Problem, RoomId};

use super::{
    cookies,
    router::{AppState, SignedIn, page},
};
use crate::domain::{Action, Command};

#[derive(Deserialize)]
pub(super) struct Join {
    #[serde(default)]
    nickname: String,
    next: Option<String>,
    keep: Option<String>,
}

/// Lets somebody in and sends them on to where they wanted to go.
pub(super) async fn join(State(state): State<AppState>, Form(form): Form<Join>) -> Response {
    let keep = form.keep.is_some();
    let next = local_path(form.next.as_deref());
    match state.house.join(&form.nickname, keep).await {
        Ok((person, token)) => {
            if let Some(room) = room_of(&next) {
                state.house.settle_in(person.id, room).await;
            }
            let jar = CookieJar::new().add(cookies::session(&token, keep));
            (jar, Redirect::to(&next)).into_response()
        }
        Err(error) => {
            let back = match next.as_str() {
                "/" => "/".to_owned(),
                next => format!("/?next={next}"),
            };
            refused(&state, None, &back, FormName::Join, error, form.nickname).await
        }
    }
}

/// The room at a path of this server.
fn room_of(path: &str) -> Option<RoomId> {
    path.strip_prefix("/r/")?.parse().ok()
}

/// Signs out. Somebody whose session cannot be ended keeps it, and is told.
pub(super) async fn leave(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Some(token) = cookies::token(&headers)
        && let Err(error) = state.house.sign_out(&token).await
    {
        return plain(error);
    }
    let jar = CookieJar::new().add(cookies::no_session());
    (jar, Redirect::to("/")).into_response()
}

#[derive(Deserialize)]
pub(super) struct OpenRoom {
    #[serde(default)]
    name: String,
    private: Option<String>,
}

/// Opens a room and goes there.
pub(super) async fn open_room(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Form(form): Form<OpenRoom>,
) -> Response {
    let is_private = form.private.is_some();
    let opened = state
        .house
        .open_room(signed_in.0.id, &form.name, is_private);
    match opened.await {
        Ok(room) => Redirect::to(&format!("/r/{}", room.id)).into_response(),
        Err(error) => {
            refused(
                &state,
                Some(signed_in),
                "/",
                FormName::OpenRoom,
                error,
                form.name,
            )
            .await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Post {
    #[serde(default)]
    text: String,
    #[serde(default)]
    nonce: String,
}

/// Posts a message. The nonce came with the page, so a form sent twice posts once.
pub(super) async fn post_message(
    State(state): State<AppState>,
    signed_in: SignedIn,
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
        actor: signed_in.0.id,
        nonce,
        action: Action::Post { text: &form.text },
        origin: None,
    };
    let back = format!("/r/{room}");
    match state.house.carry_out_and_wait(command).await {
        Ok(posted) => Redirect::to(&format!("{back}#m{}", posted.message)).into_response(),
        Err(error) => {
            refused(
                &state,
                Some(signed_in),
                &back,
                FormName::Post,
                error,
                form.text,
            )
            .await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Preferences {
    theme: Option<String>,
    lang: Option<String>,
    back: Option<String>,
}

/// Remembers a theme or a language, and goes back.
pub(super) async fn preferences(Form(form): Form<Preferences>) -> Response {
    let mut jar = CookieJar::new();
    if let Some(theme) = form.theme {
        jar = jar.add(cookies::theme(Theme::from_word(&theme)));
    }
    match form.lang.as_deref() {
        Some("en") => jar = jar.add(cookies::language("en")),
        Some("zh-CN") => jar = jar.add(cookies::language("zh-CN")),
        _ => {}
    }
    (jar, Redirect::to(&local_path(form.back.as_deref()))).into_response()
}

/// Shows the page again, with the problem beside the field.
async fn refused(
    state: &AppState,
    signed_in: Option<SignedIn>,
    path: &str,
    form: FormName,
    error: ApiError,
    text: String,
) -> Response {
    let ApiError::Invalid { problem, .. } = error else {
        return plain(error);
    };
    let Ok(uri) = path.parse::<Uri>() else {
        return plain(error);
    };
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri;
    let (viewer, headers) = signed_in.map(|s| (Some(s.0), s.1)).unwrap_or_default();
    *request.headers_mut() = headers;
    request
        .extensions_mut()
        .insert(app::backend::Viewer(viewer));
    request.extensions_mut().insert(FormReturn {
        form,
        problem,
        text,
    });
    let mut response = page(state, request).await;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// An error that no field can show.
pub(super) fn plain(error: ApiError) -> Response {
    let status = match error {
        ApiError::Unauthenticated => StatusCode::UNAUTHORIZED,
        ApiError::Forbidden => StatusCode::FORBIDDEN,
        ApiError::NotFound => StatusCode::NOT_FOUND,
        ApiError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        ApiError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ApiError::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
        ApiError::Conflict => StatusCode::CONFLICT,
        ApiError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ApiError::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, format!("{error}\n")).into_response()
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
