//! Messages: what was said, and saying something.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use shared::{
    ApiError, Field, MessageId, Nonce, Problem, RoomId, Seq, Timestamp,
    model::{HistoryAt, HistoryPage, RoomNotice},
};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Answer, Asked, Named, Said},
    caller::Bot,
    document::Refusals,
};
use crate::{
    domain::{Action, Command},
    http::router::AppState,
    store::History,
};

/// A command that is on the disk.
#[derive(Serialize, ToSchema)]
pub(super) struct Acked {
    /// Which command.
    nonce: Nonce,
    /// Where; that of the first time, should a repeat name another.
    room: RoomId,
    /// The message it made or changed; 0 where it was about none.
    message: MessageId,
    /// The event it caused.
    seq: Seq,
}

/// Carries a command out and waits until it is durable.
pub(super) async fn carry_out(
    state: &AppState,
    bot: &Bot,
    room: RoomId,
    nonce: Nonce,
    action: Action<'_>,
) -> Answer<Acked> {
    let command = Command {
        room,
        actor: bot.id(),
        nonce,
        action,
        origin: None,
    };
    let applied = state.house.carry_out_and_wait(command).await?;
    Ok(Json(Acked {
        nonce,
        room: applied.room,
        message: applied.message,
        seq: applied.seq,
    }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Stretch {
    /// The messages right before this event; the newest ones where nothing else is said.
    before: Option<Seq>,
    /// The messages right after this event.
    after: Option<Seq>,
    /// This message in the middle of its neighbours.
    around: Option<Seq>,
    /// The first message posted at this time or later, in the middle of its neighbours.
    since: Option<Timestamp>,
}

impl Stretch {
    /// What is asked for; nothing where that is more than one thing.
    fn at(&self) -> Option<HistoryAt> {
        match (self.before, self.after, self.around, self.since) {
            (None, None, None, None) => Some(HistoryAt::Before(Seq::new(u64::MAX))),
            (Some(seq), None, None, None) => Some(HistoryAt::Before(seq)),
            (None, Some(seq), None, None) => Some(HistoryAt::After(seq)),
            (None, None, Some(seq), None) => Some(HistoryAt::Around(seq)),
            (None, None, None, Some(at)) => Some(HistoryAt::Since(at)),
            _ => None,
        }
    }
}

/// A stretch of a room's history.
#[derive(Serialize, ToSchema)]
pub(super) struct Told {
    /// What was said, and the names of everybody that the stretch speaks of.
    page: HistoryPage,
    /// What happened to the room itself within the stretch, oldest first.
    notices: Vec<RoomNotice>,
}

/// A stretch of a room's history, oldest first. Of the four ways to say which, one at a time.
#[utoipa::path(
    get, path = "/rooms/{room}/messages", operation_id = "messages",
    params(("room" = RoomId, Path, description = "Which room."), Stretch),
    responses((status = 200, body = Told), Refusals)
)]
pub(super) async fn page(
    State(state): State<AppState>,
    bot: Bot,
    Named(room): Named<RoomId>,
    Asked(stretch): Asked<Stretch>,
) -> Answer<Told> {
    let invalid = ApiError::Invalid {
        field: Field::Choice,
        problem: Problem::Malformed,
    };
    let at = stretch.at().ok_or(invalid)?;
    let History {
        mut page,
        notices,
        named,
    } = state.house.history(bot.id(), room, at).await?;
    page.people.extend(named);
    Ok(Json(Told { page, notices }))
}

/// Something to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    /// Identifies the command.
    nonce: Nonce,
    /// At most 4000 characters.
    text: String,
}

/// Says something.
#[utoipa::path(
    post, path = "/rooms/{room}/messages", operation_id = "postMessage",
    params(("room" = RoomId, Path, description = "Which room.")),
    request_body = Text, responses((status = 200, body = Acked), Refusals)
)]
pub(super) async fn post(
    State(state): State<AppState>,
    bot: Bot,
    Named(room): Named<RoomId>,
    Said(Text { nonce, text }): Said<Text>,
) -> Answer<Acked> {
    let action = Action::Post { text: &text };
    carry_out(&state, &bot, room, nonce, action).await
}

/// Changes what one's own message says.
#[utoipa::path(
    post, path = "/rooms/{room}/messages/{message}/edit", operation_id = "editMessage",
    params(
        ("room" = RoomId, Path, description = "Which room."),
        ("message" = MessageId, Path, description = "Which message.")
    ),
    request_body = Text, responses((status = 200, body = Acked), Refusals)
)]
pub(super) async fn edit(
    State(state): State<AppState>,
    bot: Bot,
    Named((room, message)): Named<(RoomId, MessageId)>,
    Said(Text { nonce, text }): Said<Text>,
) -> Answer<Acked> {
    let text = &text;
    let action = Action::Edit { message, text };
    carry_out(&state, &bot, room, nonce, action).await
}

/// A command that needs no more to be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Bare {
    /// Identifies the command.
    nonce: Nonce,
}

/// Takes a message back: one's own, or any where one moderates.
#[utoipa::path(
    post, path = "/rooms/{room}/messages/{message}/delete", operation_id = "deleteMessage",
    params(
        ("room" = RoomId, Path, description = "Which room."),
        ("message" = MessageId, Path, description = "Which message.")
    ),
    request_body = Bare, responses((status = 200, body = Acked), Refusals)
)]
pub(super) async fn delete(
    State(state): State<AppState>,
    bot: Bot,
    Named((room, message)): Named<(RoomId, MessageId)>,
    Said(Bare { nonce }): Said<Bare>,
) -> Answer<Acked> {
    let action = Action::Delete { message };
    carry_out(&state, &bot, room, nonce, action).await
}
