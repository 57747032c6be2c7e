//! Rooms, and who belongs to them.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use shared::{
    Nonce, RoomId, UserId,
    model::{Member, RoomChange, RoomInfo, RoomSummary},
};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Answer, Asked, Named, Said},
    caller::Bot,
    document::Refusals,
    messages::{Acked, carry_out},
};
use crate::{domain::Action, http::router::AppState};

/// The rooms that the bot may enter.
#[derive(Serialize, ToSchema)]
pub(super) struct Rooms {
    /// By name.
    rooms: Vec<RoomSummary>,
    /// How many people are connected, each counted once.
    online: u32,
}

/// The rooms that one may enter, open ones and one's own.
#[utoipa::path(
    get, path = "/rooms", operation_id = "rooms",
    responses((status = 200, body = Rooms), Refusals)
)]
pub(super) async fn list(State(state): State<AppState>, bot: Bot) -> Answer<Rooms> {
    let rooms = state.house.rooms(Some(bot.id())).await?;
    let online = state.house.hub().people_online();
    Ok(Json(Rooms { rooms, online }))
}

/// A room to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRoom {
    /// At most 48 characters.
    name: String,
    /// Whether one needs to be added to get in.
    #[serde(default)]
    private: bool,
}

/// Opens a room and owns it. This has no nonce: called twice it opens two.
#[utoipa::path(
    post, path = "/rooms", operation_id = "openRoom",
    request_body = NewRoom, responses((status = 200, body = RoomSummary), Refusals)
)]
pub(super) async fn open(
    State(state): State<AppState>,
    bot: Bot,
    Said(room): Said<NewRoom>,
) -> Answer<RoomSummary> {
    let opened = state.house.open_room(bot.id(), &room.name, room.private);
    Ok(Json(opened.await?))
}

/// What a room is to the one who asks.
#[utoipa::path(
    get, path = "/rooms/{room}", operation_id = "room",
    params(("room" = RoomId, Path, description = "Which room.")),
    responses((status = 200, body = RoomInfo), Refusals)
)]
pub(super) async fn info(
    State(state): State<AppState>,
    bot: Bot,
    Named(room): Named<RoomId>,
) -> Answer<RoomInfo> {
    Ok(Json(state.house.room_info(bot.id(), room).await?))
}

/// A change of a room that somebody wishes for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    /// Identifies the command.
    nonce: Nonce,
    /// What is to change.
    change: RoomChange,
}

/// Joins or leaves a room, changes who belongs to it, or changes what it is.
#[utoipa::path(
    post, path = "/rooms/{room}/change", operation_id = "changeRoom",
    params(("room" = RoomId, Path, description = "Which room.")),
    request_body = Wish, responses((status = 200, body = Acked), Refusals)
)]
pub(super) async fn change(
    State(state): State<AppState>,
    bot: Bot,
    Named(room): Named<RoomId>,
    Said(Wish { nonce, change }): Said<Wish>,
) -> Answer<Acked> {
    carry_out(&state, &bot, room, nonce, Action::Room(&change)).await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// Go on behind this member.
    after: Option<UserId>,
}

/// A stretch of the members of a room.
#[derive(Serialize, ToSchema)]
pub(super) struct Members {
    /// By id, at most 200.
    members: Vec<Member>,
    /// Whether there are more behind the last of these.
    has_more: bool,
}

/// Who belongs to a room.
#[utoipa::path(
    get, path = "/rooms/{room}/members", operation_id = "members",
    params(("room" = RoomId, Path, description = "Which room."), After),
    responses((status = 200, body = Members), Refusals)
)]
pub(super) async fn members(
    State(state): State<AppState>,
    bot: Bot,
    Named(room): Named<RoomId>,
    Asked(After { after }): Asked<After>,
) -> Answer<Members> {
    let (members, has_more) = state.house.members(bot.id(), room, after).await?;
    Ok(Json(Members { members, has_more }))
}
