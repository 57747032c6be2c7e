//! The live link without a WebSocket.

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    http::Uri,
    response::Response,
    routing::post,
};
use serde::Deserialize;
use shared::limits;

use super::{extract::Sender, router::AppState};
use crate::live::{self, LiveDoor};

/// To be put behind the guard of origins: all but one of them change something.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(limits::EVENTS_PATH, post(open_stream))
        .route(limits::POLL_PATH, post(open_window).get(poll))
        .route(limits::SAY_PATH, post(say))
        .layer(DefaultBodyLimit::max(limits::PARCEL_BYTES))
}

async fn open_stream(State(door): State<LiveDoor>, sender: Sender, uri: Uri) -> Response {
    let address = sender.from();
    let is_tried = live::number(&uri).is_some();
    live::open_stream(&door, sender.visit, address, is_tried)
}

async fn open_window(State(door): State<LiveDoor>, sender: Sender) -> Response {
    let address = sender.from();
    live::open_window(&door, sender.visit, address)
}

async fn poll(
    State(door): State<LiveDoor>,
    sender: Sender,
    Query(poll): Query<live::Poll>,
) -> Response {
    live::poll(&door, sender.visit, poll).await
}

/// Which link something is said over.
#[derive(Deserialize)]
struct Over {
    link: String,
}

async fn say(
    State(door): State<LiveDoor>,
    sender: Sender,
    Query(Over { link }): Query<Over>,
    said: Bytes,
) -> Response {
    live::say(&door, sender.visit, &link, &said).await
}
