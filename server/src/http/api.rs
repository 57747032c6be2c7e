//! The door for scripts: every command once, as JSON over HTTP. It has no rules of its own.
//!
//! Outside of the guard of origins, and safe there: who calls is said by a header that no browser
//! adds by itself, cookies count for nothing, and no answer allows a page of another origin to
//! read it or to send that header.
//!
//! A handler and its entry in the document are one: [`routes`] takes both from the same place.

use axum::{
    Router,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use shared::{ApiError, Base};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::answer::Refused;
use super::router::AppState;

mod answer;
mod caller;
mod document;
mod messages;
mod people;
mod reading;
mod rooms;

/// Where it all is.
const PREFIX: &str = "/api/v1";

/// All of `/api/v1`, with the document that describes it.
pub(super) fn routes(base: &Base) -> Router<AppState> {
    let (router, _) = described().split_for_parts();
    let document = OpenApiRouter::<AppState>::with_openapi(document::head(base));
    let document = document.nest(PREFIX, described()).into_openapi();
    let document = document.to_json().map_err(|error| {
        tracing::error!(%error, "the document of the API cannot be written");
    });
    let tell = move || async move {
        match document {
            Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
            Err(()) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    };
    let api = router
        .route("/openapi.json", get(tell))
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here);
    Router::new().nest(PREFIX, api)
}

fn described() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(people::me))
        .routes(routes!(people::describe))
        .routes(routes!(rooms::list, rooms::open))
        .routes(routes!(rooms::info))
        .routes(routes!(rooms::change))
        .routes(routes!(rooms::members))
        .routes(routes!(reading::rooms))
        .routes(routes!(reading::mark_read))
        .routes(routes!(reading::mark_unread))
        .routes(routes!(messages::page, messages::post))
        .routes(routes!(messages::edit))
        .routes(routes!(messages::delete))
}

async fn nothing_here() -> Refused {
    Refused(ApiError::NotFound)
}
