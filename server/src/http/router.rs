//! Every address of the server, in one table.

use std::{ops::Deref, sync::Arc, time::Duration};

use app::{
    backend::{Lists, Rendered},
    routes::PAGES,
    shell::shell,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, Request, State},
    http::StatusCode,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::{config::LeptosOptions, server_fn::axum::server_fn_paths};
use leptos_axum::handle_server_fns_with_context;
use shared::{Base, limits};
use tower_http::{
    catch_panic::CatchPanicLayer, classify::ServerErrorsFailureClass, trace::TraceLayer,
};
use tracing::Span;

use super::{Site, Way, api, assets, base, context, executor, forms, guard, health, peer, relay};
use crate::{
    domain::House,
    live::{self, LiveDoor, Origins},
    tls::Validity,
};

/// Largest form: the longest message, every byte of it percent-encoded, and its neighbours.
const FORM_BYTES: usize = 64 * 1024;

/// What the handlers share, behind one pointer: every layer that a request passes has a clone.
#[derive(Clone)]
pub struct AppState(Arc<Fixtures>);

/// What there is one of in a server.
pub struct Fixtures {
    /// The use cases.
    pub house: House,
    /// The live door.
    pub door: LiveDoor,
    /// Whose pages may send forms.
    pub origins: Origins,
    /// Where the house stands on its host.
    pub base: Base,
    /// How requests come here.
    pub way: Way,
    /// Until when this server's certificate is good.
    pub(crate) validity: Validity,
    /// The built files.
    pub site: Arc<Site>,
    /// What was rendered once.
    pub(crate) rendered: Rendered,
    /// What Leptos wants to know.
    pub options: LeptosOptions,
}

impl AppState {
    /// Shares what there is.
    #[must_use]
    pub fn new(fixtures: Fixtures) -> Self {
        Self(Arc::new(fixtures))
    }
}

impl Deref for AppState {
    type Target = Fixtures;

    fn deref(&self) -> &Fixtures {
        &self.0
    }
}

impl FromRef<AppState> for LiveDoor {
    fn from_ref(state: &AppState) -> Self {
        state.door.clone()
    }
}

/// For Leptos, which asks for it.
impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

/// All routes.
pub fn router(state: AppState) -> Router {
    executor::start();
    let pages = PAGES.into_iter().fold(Router::new(), |router, path| {
        router.route(path, get(listed_page))
    });
    let calls = server_fn_paths().fold(pages, |router, (path, _)| router.route(path, get(call)));
    let routes = forms::routes()
        .into_iter()
        .fold(calls, |router, (path, handler)| router.route(path, handler))
        .merge(relay::routes())
        .fallback(file_or_page)
        .layer(from_fn_with_state(state.clone(), guard::pages))
        .merge(api::routes(&state.base))
        .route(limits::LIVE_PATH, get(upgrade))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready));
    #[cfg(feature = "conformance")]
    let routes = routes.route(live::ECHO_PATH, get(live::echo));
    let house = state.base.clone();
    let routes = routes
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn_with_state(state.clone(), guard::everything))
        .layer(CatchPanicLayer::new())
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_failure(failed),
        )
        .with_state(state);
    base::below(&house, routes)
}

/// The path, but not the query, which may hold what somebody typed.
fn span(request: &Request) -> Span {
    let path = guard::without_code(request.uri().path());
    tracing::debug_span!("request", method = %request.method(), path)
}

/// A server that is about to stop, or full, says so to many; whatever else it cannot do is worth a
/// line each.
fn failed(failure: ServerErrorsFailureClass, took: Duration, _: &Span) {
    let latency_ms = took.as_millis();
    match failure {
        ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE) => {
            tracing::debug!(latency_ms, "not now");
        }
        failure => tracing::error!(%failure, latency_ms, "request failed"),
    }
}

/// A WebSocket. Thousands may come at once, so it does without what only pages need: the handshake
/// says which origins may.
async fn upgrade(State(state): State<AppState>, request: Request) -> Response {
    if !state.house.is_set_up() {
        return guard::no_owner();
    }
    let visit = match guard::visit(&state, &request).await {
        Ok(visit) => visit,
        Err(unavailable) => return unavailable,
    };
    let address = peer::address(request.extensions());
    live::upgrade(state.door.clone(), visit, address, request).await
}

/// A built file, or the page that says there is nothing here.
async fn file_or_page(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match assets::serve(&state.site, &parts).await {
        Some(file) => file,
        None => render(&state, Request::from_parts(parts, body), None).await,
    }
}

/// A call of a page for data; all of them only read.
async fn call(State(state): State<AppState>, request: Request) -> Response {
    let provide = move || context::provide(&state, None);
    handle_server_fns_with_context(provide, request)
        .await
        .into_response()
}

async fn listed_page(State(state): State<AppState>, request: Request) -> Response {
    page(&state, request).await
}

/// Renders the page of a request, whatever method brought it here.
pub(super) async fn page(state: &AppState, request: Request) -> Response {
    let lists = context::lists(state, request.extensions(), request.uri()).await;
    render(state, request, Some(lists)).await
}

async fn render(state: &AppState, request: Request, lists: Option<Lists>) -> Response {
    let provided = state.clone();
    let options = state.options.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || context::provide(&provided, lists.as_ref()),
        move || shell(options.clone()),
    );
    render(request).await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use app::app::App;
    use leptos_axum::generate_route_list;

    use super::*;

    /// A server that starts does not ask Leptos, which makes every page to find out.
    // Leptos lists pages where there is a runtime only.
    #[tokio::test]
    async fn every_page_has_its_address() {
        executor::start();
        let listed: BTreeSet<_> = generate_route_list(App)
            .iter()
            .map(|page| page.path().to_owned())
            .collect();
        assert_eq!(BTreeSet::from(PAGES.map(str::to_owned)), listed);
    }
}
