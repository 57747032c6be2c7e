//! For whoever keeps the server running.

use axum::{extract::State, http::StatusCode};

use super::router::AppState;

/// The process runs.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// The process can serve: its store answers and it is not about to stop.
pub(super) async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.door.is_leaving() {
        return (StatusCode::SERVICE_UNAVAILABLE, "restarting\n");
    }
    if !state.house.is_ready().await {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n",
        );
    }
    (StatusCode::OK, "ready\n")
}
