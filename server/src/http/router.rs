//! Every address of the server, in one table.

use std::sync::{Arc, OnceLock};

use app::{app::App, backend::Viewer, shell::shell};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, FromRef, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, get, post},
};
use leptos::config::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use shared::{limits, model::Person};
use tower_http::{catch_panic::CatchPanicLayer, trace::TraceLayer};

use super::{Site, assets, context, forms, guard, health, membership};
use crate::{
    domain::House,
    live::{self, LiveDoor, Origins},
};

/// Largest form: the longest message, every byte of it percent-encoded, and its neighbours.
const FORM_BYTES: usize = 64 * 1024;

/// What the handlers share.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The use cases.
    pub house: House,
    /// The live door.
    pub door: LiveDoor,
    /// Whose pages may send forms.
    pub origins: Origins,
    /// The built files.
    pub site: Arc<Site>,
    /// What Leptos wants to know.
    pub options: LeptosOptions,
}

/// All routes.
pub fn router(state: AppState) -> Router {
    let provided = state.clone();
    let provide = move || context::provide(&provided);
    let options = state.options.clone();
    let pages = Router::new()
        .leptos_routes_with_context(&state, pages(), provide, move || shell(options.clone()));
    form_routes()
        .into_iter()
        .fold(pages, |router, (path, handler)| router.route(path, handler))
        .route(limits::LIVE_PATH, get(upgrade))
        .fallback(file_or_page)
        .layer(from_fn_with_state(state.clone(), guard::viewer))
        .layer(from_fn_with_state(state.clone(), guard::same_origin))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn(guard::headers))
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(state)
}

/// Where something can be changed. What is added below the guard of origins may only read.
fn form_routes() -> [(&'static str, MethodRouter<AppState>); 7] {
    [
        ("/join", post(forms::join)),
        ("/leave", post(forms::leave)),
        ("/rooms", post(forms::open_room)),
        ("/r/{room}/messages", post(forms::post_message)),
        ("/r/{room}/join", post(membership::join)),
        ("/r/{room}/leave", post(membership::leave)),
        ("/preferences", post(forms::preferences)),
    ]
}

/// The paths of the forms, as the router has them.
pub fn form_paths() -> impl Iterator<Item = &'static str> {
    form_routes().into_iter().map(|(path, _)| path)
}

/// The routes of the pages. Listed once: while Leptos lists them it keeps every resource in
/// the process from loading, those of another server's pages too, which would then wait for
/// ever.
fn pages() -> Vec<AxumRouteListing> {
    static PAGES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    PAGES.get_or_init(|| generate_route_list(App)).clone()
}

/// The path, but not the query, which may hold what somebody typed.
fn span(request: &Request) -> tracing::Span {
    tracing::debug_span!("request", method = %request.method(), path = request.uri().path())
}

async fn upgrade(
    State(door): State<LiveDoor>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Response {
    live::upgrade(door, viewer.0, request).await
}

/// A built file, or the page that says there is nothing here.
async fn file_or_page(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match assets::serve(&state.site, &parts).await {
        Some(file) => file,
        None => page(&state, Request::from_parts(parts, body)).await,
    }
}

/// Renders the page of a request, whatever method brought it here.
pub(super) async fn page(state: &AppState, request: Request) -> Response {
    let provided = state.clone();
    let options = state.options.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || context::provide(&provided),
        move || shell(options.clone()),
    );
    render(request).await
}

/// Somebody signed in, and the request's headers; everybody else is sent to the front page.
pub(super) struct SignedIn(pub(super) Person, pub(super) HeaderMap);

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let viewer = parts
            .extensions
            .get::<Viewer>()
            .and_then(|viewer| viewer.0.clone());
        match viewer {
            Some(person) => Ok(Self(person, parts.headers.clone())),
            None => Err(Redirect::to("/").into_response()),
        }
    }
}
