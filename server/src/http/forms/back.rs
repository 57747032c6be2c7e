//! A form that is refused comes back as the page it was on.

use app::forms::{Form, FormReturn};
use axum::{
    body::Body,
    extract::Request,
    http::Uri,
    response::{IntoResponse, Response},
};
use shared::ApiError;

use crate::http::{
    extract::Sender,
    refusal,
    router::{AppState, page},
};

/// The page to show again, and what was typed there. Never a password.
pub(super) struct Back {
    form: Form,
    path: String,
    typed: Vec<(String, String)>,
}

impl Back {
    pub(super) fn to(form: Form, path: &str) -> Self {
        Self {
            form,
            path: path.to_owned(),
            typed: Vec::new(),
        }
    }

    pub(super) fn typed(mut self, name: &str, text: String) -> Self {
        self.typed.push((name.to_owned(), text));
        self
    }
}

/// Shows the page again, with the problem beside the field or above the button.
pub(super) async fn refused(
    state: &AppState,
    sender: Sender,
    back: Back,
    error: ApiError,
) -> Response {
    let is_shown = match error {
        ApiError::Invalid { .. } => true,
        ApiError::RateLimited { .. } | ApiError::Unavailable | ApiError::TooLarge => {
            back.form.says_why()
        }
        ApiError::Forbidden | ApiError::NotFound | ApiError::Conflict => back.form.says_no(),
        _ => false,
    };
    if !is_shown {
        return plain(error);
    }
    let form = FormReturn {
        form: back.form,
        error,
        typed: back.typed,
    };
    refusal::of(again(state, sender, &back.path, form).await, error)
}

/// The page at `path`, for the same person.
pub(super) async fn again<T: Clone + Send + Sync + 'static>(
    state: &AppState,
    sender: Sender,
    path: &str,
    with: T,
) -> Response {
    let Ok(uri) = path.parse::<Uri>() else {
        return plain(ApiError::NotFound);
    };
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri;
    sender.dress(&mut request);
    request.extensions_mut().insert(with);
    page(state, request).await
}

/// An error that no page shows.
pub(super) fn plain(error: ApiError) -> Response {
    refusal::of(format!("{error}\n").into_response(), error)
}
