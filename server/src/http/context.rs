//! What pages and server functions find in context. One closure for both, so that they
//! cannot drift apart.

use std::sync::Arc;

use app::{
    backend::{Backend, FormNonce, SharedBackend, Viewer},
    forms::FormReturn,
};
use async_trait::async_trait;
use axum::http::{HeaderValue, header, request::Parts};
use leptos::{
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::ResponseOptions;
use shared::{
    ApiError, Nonce, RoomId, UserId,
    model::{Lobby, RoomView},
};

use super::{cookies, policy, router::AppState};
use crate::domain::House;

/// Puts everything about this request into context.
pub(super) fn provide(state: &AppState) {
    provide_context::<SharedBackend>(Arc::new(InProcess(state.house.clone())));
    provide_context(state.site.assets());
    let Some(parts) = use_context::<Parts>() else {
        return;
    };
    secure(&parts);
    provide_context(cookies::preferences(&parts.headers));
    provide_context(
        parts
            .extensions
            .get::<Viewer>()
            .cloned()
            .unwrap_or(Viewer(None)),
    );
    if let Some(form) = parts.extensions.get::<FormReturn>() {
        provide_context(form.clone());
    }
    if let Some(nonce) = fresh_nonce() {
        provide_context(FormNonce(nonce));
    }
}

/// Pages, unlike server functions, have a nonce for their scripts. Every response has another.
fn secure(parts: &Parts) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let is_watched = std::env::var_os("LEPTOS_WATCH").is_some();
    let policy = policy::of_page(&nonce, &parts.headers, is_watched);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn fresh_nonce() -> Option<Nonce> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(Nonce::from_bytes(bytes))
}

struct InProcess(House);

#[async_trait]
impl Backend for InProcess {
    async fn lobby(&self, who: Option<UserId>) -> Result<Lobby, ApiError> {
        self.0.lobby(who).await
    }

    async fn room_view(&self, who: UserId, room: RoomId) -> Result<RoomView, ApiError> {
        self.0.room_view(who, room).await
    }
}
