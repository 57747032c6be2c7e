//! Talking to a few people apart from the others, as plain forms.

use app::forms::{self as paths, Form as FormName};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use shared::{UserId, model::RoomSummary};

use super::back::{Back, plain, refused};
use crate::http::{extract::SignedIn, router::AppState};

/// Goes to the direct room with somebody.
pub(super) async fn direct(
    State(state): State<AppState>,
    SignedIn(visit, _): SignedIn,
    Path(with): Path<UserId>,
) -> Response {
    match state.house.direct_room(visit.person.id, with).await {
        Ok(room) => there(&room),
        Err(error) => plain(error),
    }
}

/// Goes to a new group, or to the direct room where only one person was chosen. What comes
/// is a list: each person chosen is a `user` of their own.
pub(super) async fn gather(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let of = |name: &'static str| {
        let named = fields.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str())
    };
    let others: Vec<UserId> = of("user").filter_map(|id| id.parse().ok()).collect();
    let name = of("name").next().unwrap_or_default();
    match state.house.gather(visit.person.id, &others, name).await {
        Ok(room) => there(&room),
        Err(error) => {
            let back = Back::to(FormName::Gather, &paths::gathering(&others));
            let back = back.typed("name", name.to_owned());
            refused(&state, sender, back, error).await
        }
    }
}

fn there(room: &RoomSummary) -> Response {
    Redirect::to(&format!("/r/{}", room.id)).into_response()
}
