//! What every request passes.

use app::{forms, routes::LOBBY};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::{assets, cookies::Scope, extract, host, peer, policy, router::AppState};
use crate::{live::Origins, store::Visit};

/// Sent with every response that does not say otherwise.
const HEADERS: [(HeaderName, HeaderValue); 8] = [
    // Pages have one of their own.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy::NOT_A_PAGE),
    ),
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
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), \
             usb=()",
        ),
    ),
    // Pages are somebody's: no cache may show them to anybody else. Files say otherwise.
    (
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    ),
];

/// What every request passes, whatever it asks for: one layer, because each costs every request
/// something.
pub(super) async fn everything(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    host::note(&mut request);
    let mut response = match peer::note(&state.way, &mut request) {
        Ok(peer) => peer.answered(next.run(request).await),
        Err(refused) => refused.into_response(),
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// What requests for pages and forms pass. Whoever goes on is known to what comes behind it.
pub(super) async fn pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !is_ours(request.method(), path, request.headers(), &state.origins) {
        tracing::info!(path = without_code(path), "foreign origin refused");
        let why = "this must be asked for from a page of this server\n";
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    let mut request = match first_run(&state, request).await {
        Ok(request) => request,
        Err(elsewhere) => return elsewhere,
    };
    match visit(&state, &request).await {
        Ok(visit) => extract::introduce(request.extensions_mut(), visit),
        Err(unavailable) => return unavailable,
    }
    next.run(request).await
}

/// Where the browser says that a request comes from, as seen from where it goes. Scripts cannot
/// set it; old browsers, and addresses without TLS, leave it out.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The addresses of server functions begin with it.
const CALLS: &str = "/rpc/";

/// A path for the log: the code of an invite link is as good as a key.
pub(super) fn without_code(path: &str) -> &str {
    let mut links = [forms::ROOM_INVITES, "/invite/"].into_iter();
    links.find(|start| path.starts_with(start)).unwrap_or(path)
}

/// Whether a request may go on. Browsers send `Origin` with everything that could change
/// something; such a request without it comes from no page and is refused too, because it
/// carries the cookie just as well.
fn is_ours(method: &Method, path: &str, headers: &HeaderMap, origins: &Origins) -> bool {
    if !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return origins.allow(headers) && !is_cross_site(headers, origins);
    }
    let is_call = path.starts_with(CALLS);
    let is_foreign = headers.contains_key(header::ORIGIN) && !origins.allow(headers);
    !(is_call && (is_foreign || is_cross_site(headers, origins)))
}

/// Whether the browser says so, and no operator has listed the origin. It can say so of our own
/// host: a page that came without TLS, perhaps from somebody in between, has the same host.
fn is_cross_site(headers: &HeaderMap, origins: &Origins) -> bool {
    let site = headers.get(FETCH_SITE);
    let is_other = site.is_some_and(|site| site == "cross-site" || site == "same-site");
    is_other && !origins.list(headers)
}

/// Finds out who is looking. One look into the store.
///
/// # Errors
/// What to answer while that cannot be found out.
pub(super) fn visit<'a>(
    state: &'a AppState,
    request: &Request,
) -> impl Future<Output = Result<Option<Visit>, Response>> + Send + use<'a> {
    let token = Scope::of(request.extensions()).token(request.headers());
    async move {
        let Some(token) = token else {
            return Ok(None);
        };
        let visit = state.house.visit(&token).await;
        visit.map_err(|error| (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response())
    }
}

/// As long as the house has no owner, every page leads to setting it up, and there is nothing
/// else that one could do. Afterwards that page is gone.
///
/// # Errors
/// What to answer instead of what was asked for.
async fn first_run(state: &AppState, request: Request) -> Result<Request, Response> {
    let path = request.uri().path();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if state.house.is_set_up() {
        return match (path == forms::SET_UP, is_read) {
            (true, true) => Err(Redirect::to(LOBBY).into_response()),
            (true, false) => Err(StatusCode::NOT_FOUND.into_response()),
            (false, _) => Ok(request),
        };
    }
    if matches!(path, forms::SET_UP | forms::PREFERENCES) {
        return Ok(request);
    }
    let is_call = path.starts_with(CALLS);
    let (parts, _) = request.into_parts();
    if let Some(file) = assets::serve(&state.site, &parts).await {
        return Err(file);
    }
    if is_read && !is_call {
        return Err(Redirect::to(forms::SET_UP).into_response());
    }
    Err(no_owner())
}

/// Nobody has set the house up yet.
pub(super) fn no_owner() -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::RETRY_AFTER, "5")],
        "this house has no owner yet: open its front page\n",
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://chat.example";
    const LISTED: &str = "https://proxy.example";
    const FOREIGN: &str = "https://evil.example";

    fn may(method: Method, path: &str, origin: Option<&str>, site: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("chat.example"));
        let mut set = |name, value: Option<&str>| {
            value.map(|value| headers.insert(name, value.parse().unwrap()))
        };
        set(header::ORIGIN, origin);
        set(FETCH_SITE, site);
        let origins = Origins::new(vec![LISTED.to_owned()]);
        is_ours(&method, path, &headers, &origins)
    }

    #[test]
    fn what_changes_something_must_come_from_our_own_pages() {
        let post = |origin, site| may(Method::POST, "/join", origin, site);
        for site in [None, Some("same-origin"), Some("none")] {
            assert!(post(Some(OURS), site));
            assert!(post(Some(LISTED), site));
            assert!(!post(Some(FOREIGN), site));
            assert!(!post(None, site));
        }
        for site in ["cross-site", "same-site"] {
            assert!(!post(Some(OURS), Some(site)), "as from http:// to https://");
            assert!(post(Some(LISTED), Some(site)));
            assert!(!post(Some(FOREIGN), Some(site)));
            assert!(!post(None, Some(site)));
        }
        for method in [Method::PUT, Method::PATCH, Method::DELETE] {
            assert!(!may(method, "/", None, None));
        }
    }

    #[test]
    fn pages_may_be_linked_to_from_anywhere_and_calls_may_not_be_made() {
        let get = |path, origin, site| may(Method::GET, path, origin, site);
        for path in ["/", "/r/1", "/rpc"] {
            assert!(get(path, Some(FOREIGN), Some("cross-site")), "{path}");
        }
        assert!(get("/rpc/greeting", None, None));
        assert!(get("/rpc/greeting", Some(OURS), Some("same-origin")));
        assert!(get("/rpc/greeting", Some(LISTED), Some("cross-site")));
        assert!(!get("/rpc/greeting", None, Some("cross-site")));
        assert!(!get("/rpc/greeting", None, Some("same-site")));
        assert!(!get("/rpc/greeting", Some(FOREIGN), None));
    }
}
