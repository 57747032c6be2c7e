//! One's own rooms, and how far one has read them.

use axum::{Json, extract::State};
use serde::Deserialize;
use shared::{
    MessageId, RoomId, Seq,
    model::{MyRooms, ReadMark},
};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Answer, Asked, Named, Said},
    caller::Bot,
    document::Refusals,
};
use crate::http::router::AppState;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Behind {
    /// Go on behind this room.
    after: Option<RoomId>,
}

/// The rooms that one is a member of, with what is unread in them.
#[utoipa::path(
    get, path = "/me/rooms", operation_id = "myRooms",
    params(Behind), responses((status = 200, body = MyRooms), Refusals)
)]
pub(super) async fn rooms(
    State(state): State<AppState>,
    bot: Bot,
    Asked(Behind { after }): Asked<Behind>,
) -> Answer<MyRooms> {
    Ok(Json(state.house.my_rooms(bot.id(), after).await?))
}

/// How far one has read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    /// The last event that was seen.
    seq: Seq,
}

/// Everything up to an event was seen. The mark never goes back.
#[utoipa::path(
    post, path = "/rooms/{room}/read", operation_id = "markRead",
    params(("room" = RoomId, Path, description = "Which room, as a member.")),
    request_body = Seen, responses((status = 200, body = ReadMark), Refusals)
)]
pub(super) async fn mark_read(
    State(state): State<AppState>,
    bot: Bot,
    Named(room): Named<RoomId>,
    Said(Seen { seq }): Said<Seen>,
) -> Answer<ReadMark> {
    Ok(Json(state.house.mark_read(bot.id(), room, seq).await?))
}

/// From where one has not read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Unseen {
    /// The first message that is to be unread.
    message: MessageId,
}

/// A message and what follows it is to count as unread again.
#[utoipa::path(
    post, path = "/rooms/{room}/unread", operation_id = "markUnread",
    params(("room" = RoomId, Path, description = "Which room, as a member.")),
    request_body = Unseen, responses((status = 200, body = ReadMark), Refusals)
)]
pub(super) async fn mark_unread(
    State(state): State<AppState>,
    bot: Bot,
    Named(room): Named<RoomId>,
    Said(Unseen { message }): Said<Unseen>,
) -> Answer<ReadMark> {
    let marked = state.house.mark_unread(bot.id(), room, message);
    Ok(Json(marked.await?))
}
