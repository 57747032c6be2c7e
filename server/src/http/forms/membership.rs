//! Becoming a member of a room and ceasing to be one, as plain forms.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use shared::{ApiError, RoomId, model::RoomChange};

use super::back::plain;
use crate::http::{extract::SignedIn, router::AppState};

/// Joins an open room and shows it. Whoever is a member already stays one.
pub(super) async fn join(
    State(state): State<AppState>,
    SignedIn(visit, _): SignedIn,
    Path(room): Path<RoomId>,
) -> Response {
    let joined = state
        .house
        .change_room(visit.person.id, room, &RoomChange::Join);
    match joined.await {
        Ok(_) | Err(ApiError::Conflict) => Redirect::to(&format!("/r/{room}")).into_response(),
        Err(error) => plain(error),
    }
}

/// Leaves a room for the list of rooms.
pub(super) async fn leave(
    State(state): State<AppState>,
    SignedIn(visit, _): SignedIn,
    Path(room): Path<RoomId>,
) -> Response {
    let left = state
        .house
        .change_room(visit.person.id, room, &RoomChange::Leave);
    match left.await {
        Ok(_) => Redirect::to("/").into_response(),
        Err(error) => plain(error),
    }
}
