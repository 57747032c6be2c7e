//! What every request passes.

use app::backend::Viewer;
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{cookies, router::AppState};

/// Sent with every response that does not say otherwise.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    // Pages are somebody's: no cache may show them to anybody else. Files say otherwise.
    (
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    ),
];

/// Adds the headers that every response carries.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// Refuses requests that could change something and come from somebody else's page. Browsers
/// send `Origin` with every such request; one without it comes from no page and is refused
/// too, because it carries the cookie just as well.
pub(super) async fn same_origin(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if is_safe || state.origins.allow(request.headers()) {
        return next.run(request).await;
    }
    tracing::info!(path = request.uri().path(), "foreign origin refused");
    (
        StatusCode::FORBIDDEN,
        "this form must be sent from a page of this server\n",
    )
        .into_response()
}

/// Finds out who is looking, for everything behind it.
pub(super) async fn viewer(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let person = match cookies::token(request.headers()) {
        Some(token) => match state.house.viewer(&token).await {
            Ok(person) => person,
            Err(error) => {
                return (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response();
            }
        },
        None => None,
    };
    request.extensions_mut().insert(Viewer(person));
    next.run(request).await
}
