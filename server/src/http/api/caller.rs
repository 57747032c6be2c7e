//! Who calls.

use axum::{extract::FromRequestParts, http::request::Parts};
use shared::{ApiError, UserId};

use super::answer::Refused;
use crate::{http::router::AppState, live, store::Visit};

/// The bot whose token came with the request. Nobody else gets in, a signed-in browser included:
/// its cookie is not looked at.
pub(super) struct Bot(pub(super) Visit);

impl Bot {
    pub(super) const fn id(&self) -> UserId {
        self.0.person.id
    }
}

impl FromRequestParts<AppState> for Bot {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refused> {
        let token = live::bearer(&parts.headers).ok_or(ApiError::Unauthenticated)?;
        let visit = state.house.visit(&token).await?;
        let visit = visit.ok_or(ApiError::Unauthenticated)?;
        state.house.admit_call(&visit)?;
        Ok(Self(visit))
    }
}
