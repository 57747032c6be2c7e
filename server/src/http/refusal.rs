//! What an error is in HTTP.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use shared::ApiError;

/// Seconds after which a busy server may be tried again.
const BUSY_S: u32 = 5;

/// Gives an answer the status of an error, and the time to wait where there is one.
pub(super) fn of(mut response: Response, error: ApiError) -> Response {
    *response.status_mut() = match error {
        ApiError::Unauthenticated => StatusCode::UNAUTHORIZED,
        ApiError::Forbidden => StatusCode::FORBIDDEN,
        ApiError::NotFound => StatusCode::NOT_FOUND,
        ApiError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        ApiError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ApiError::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
        ApiError::Conflict => StatusCode::CONFLICT,
        ApiError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ApiError::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let wait = match error {
        ApiError::RateLimited { retry_after_s } => Some(retry_after_s),
        ApiError::Unavailable => Some(BUSY_S),
        _ => None,
    };
    if let Some(seconds) = wait {
        let seconds = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}
