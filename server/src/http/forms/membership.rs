//! Becoming a member of a room, and having read it, as plain forms.

use app::forms as paths;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use shared::{ApiError, RoomId, Seq, model::RoomChange};

use super::{
    back::{again, plain},
    local_path,
};
use crate::http::{extract::SignedIn, router::AppState};

#[derive(Deserialize)]
pub(super) struct Join {
    back: Option<String>,
}

/// Joins an open room and shows it, or goes back to the list that it was joined from. Whoever
/// is a member already stays one.
pub(super) async fn join(
    State(state): State<AppState>,
    SignedIn(visit, _): SignedIn,
    Path(room): Path<RoomId>,
    Form(form): Form<Join>,
) -> Response {
    let room_path = format!("/r/{room}");
    let next = form.back.map_or(room_path, |back| local_path(Some(&back)));
    let joined = state
        .house
        .change_room(visit.person.id, room, &RoomChange::Join);
    match joined.await {
        Ok(_) | Err(ApiError::Conflict) => Redirect::to(&next).into_response(),
        Err(error) => plain(error),
    }
}

/// Joins the room that an invite link is for, and shows it.
pub(super) async fn accept(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Path(code): Path<String>,
) -> Response {
    match state.house.accept(visit.person.id, &code).await {
        Ok(room) => Redirect::to(&format!("/r/{room}")).into_response(),
        Err(ApiError::NotFound) => {
            // The page says so by itself: the link works for them no more.
            let path = paths::room_invite(&code);
            again(&state, sender, &path, ()).await
        }
        Err(error) => plain(error),
    }
}

/// Marks everything in a room as read: for those whose browser does not do that by itself.
pub(super) async fn read(
    State(state): State<AppState>,
    SignedIn(visit, _): SignedIn,
    Path(room): Path<RoomId>,
) -> Response {
    let everything = Seq::new(u64::MAX);
    match state
        .house
        .mark_read(visit.person.id, room, everything)
        .await
    {
        Ok(_) => Redirect::to(&format!("/r/{room}")).into_response(),
        Err(error) => plain(error),
    }
}
