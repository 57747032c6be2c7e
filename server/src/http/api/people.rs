//! Who one is, and who others are.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use shared::{ApiError, Timestamp, UserId, limits, model::Person};
use utoipa::ToSchema;

use super::{
    answer::{Answer, Refused, Said},
    caller::Bot,
    document::Refusals,
};
use crate::{domain, http::router::AppState};

/// Who calls, and where.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    /// The bot.
    you: Person,
    /// What the house is called.
    house: Option<String>,
    /// The server's clock.
    at: Timestamp,
}

/// Who one is here.
#[utoipa::path(get, path = "/me", operation_id = "me", responses((status = 200, body = Me), Refusals))]
pub(super) async fn me(State(state): State<AppState>, Bot(visit): Bot) -> Answer<Me> {
    Ok(Json(Me {
        you: visit.person,
        house: state.house.view().name,
        at: domain::now(),
    }))
}

/// Whom somebody asks about.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// At most 50.
    #[schema(max_items = 50)]
    users: Vec<UserId>,
}

/// Those of these people who exist.
#[derive(Serialize, ToSchema)]
pub(super) struct People {
    /// In no particular order.
    people: Vec<Person>,
}

/// Who these people are.
#[utoipa::path(
    post, path = "/people", operation_id = "people",
    request_body = Asked, responses((status = 200, body = People), Refusals)
)]
pub(super) async fn describe(
    State(state): State<AppState>,
    _: Bot,
    Said(Asked { users }): Said<Asked>,
) -> Answer<People> {
    if users.len() > limits::ASKED_PEOPLE {
        return Err(Refused(ApiError::TooLarge));
    }
    let people = state.house.people(users).await?;
    Ok(Json(People { people }))
}
