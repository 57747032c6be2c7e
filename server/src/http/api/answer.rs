//! What scripts are told, and what they say.

use axum::{
    Json,
    extract::{
        FromRequest, FromRequestParts, Path, Query, Request,
        rejection::{JsonRejection, QueryRejection},
    },
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use shared::ApiError;
use utoipa::ToSchema;

use crate::http::refusal;

/// The body of a refusal.
#[derive(Serialize, ToSchema)]
#[schema(as = Refused)]
pub(super) struct Refusal {
    /// Why.
    error: ApiError,
    /// The same for people who read along.
    says: String,
}

/// The body of an answer to what is not understood.
#[derive(Serialize, ToSchema)]
pub(super) struct Malformed {
    /// Always `Malformed`.
    #[schema(pattern = "^Malformed$")]
    error: String,
    /// What is wrong with it.
    says: String,
}

/// A command that was refused.
pub(super) struct Refused(pub(super) ApiError);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let says = error.to_string();
        let mut response = refusal::of(Json(Refusal { error, says }).into_response(), error);
        if error == ApiError::Unauthenticated {
            let bearer = HeaderValue::from_static("Bearer");
            let headers = response.headers_mut();
            headers.insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

/// What a handler gives.
pub(super) type Answer<T> = Result<Json<T>, Refused>;

/// A body in JSON, exactly as described.
pub(super) struct Said<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Said<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match Json::from_request(request, state).await {
            Ok(Json(said)) => Ok(Self(said)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Refused(ApiError::TooLarge).into_response())
            }
            Err(JsonRejection::MissingJsonContentType(rejection)) => Err(not_understood(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                rejection.body_text(),
            )),
            Err(rejection) => Err(malformed(rejection.body_text())),
        }
    }
}

/// What stands behind the question mark, exactly as described.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let asked: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        asked
            .map(|Query(asked)| Self(asked))
            .map_err(|rejection| malformed(rejection.body_text()))
    }
}

/// What the address names. What cannot be a name is one of nothing.
pub(super) struct Named<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let named = Path::from_request_parts(parts, state).await;
        named
            .map(|Path(named)| Self(named))
            .map_err(|_| Refused(ApiError::NotFound))
    }
}

fn malformed(says: String) -> Response {
    not_understood(StatusCode::BAD_REQUEST, says)
}

fn not_understood(status: StatusCode, says: String) -> Response {
    let error = "Malformed".to_owned();
    (status, Json(Malformed { error, says })).into_response()
}
