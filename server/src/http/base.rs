//! A house below a path of its host. Requests are taken as they come, whether the proxy leaves the
//! base in front of their path or takes it off; what leads a browser on has it in front again.

use std::borrow::Cow;

use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderValue, Uri, header},
    middleware::{Next, from_fn},
    response::Response,
};
use shared::Base;

/// The same routes, below the base.
pub(super) fn below(base: &Base, routes: Router) -> Router {
    if base.is_root() {
        return routes;
    }
    // Another router around them: a path has to be changed before routes are looked at.
    Router::new()
        .fallback_service(routes)
        .layer(from_fn(enter))
        .layer(Extension(base.clone()))
}

async fn enter(Extension(base): Extension<Base>, mut request: Request, next: Next) -> Response {
    if let Some(within) = within(&base, request.uri()) {
        *request.uri_mut() = within;
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Some(led) = headers.get(header::LOCATION).and_then(|to| led(&base, to)) {
        headers.insert(header::LOCATION, led);
    }
    response
}

/// The address without the base; `None` where it is without already.
fn within(base: &Base, address: &Uri) -> Option<Uri> {
    let path = base.within(address.path())?;
    let path = match address.query() {
        Some(query) => Cow::Owned(format!("{path}?{query}")),
        None => Cow::Borrowed(path),
    };
    let mut parts = address.clone().into_parts();
    parts.path_and_query = path.parse().ok();
    Uri::from_parts(parts).ok()
}

fn led(base: &Base, to: &HeaderValue) -> Option<HeaderValue> {
    HeaderValue::from_str(&base.at(to.to_str().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use app::routes::PAGES;
    use shared::limits;

    use super::*;
    use crate::http::form_paths;

    fn chat() -> Base {
        "/chat".parse().unwrap()
    }

    #[test]
    fn only_what_begins_with_the_base_loses_it() {
        let within = |address: &str| {
            let found = within(&chat(), &address.parse().unwrap());
            found.map(|uri| uri.to_string())
        };
        assert_eq!(within("/chat/r/1?m=2").as_deref(), Some("/r/1?m=2"));
        assert_eq!(within("/chat").as_deref(), Some("/"));
        assert_eq!(within("/chat?next=/r/1").as_deref(), Some("/?next=/r/1"));
        let whole = within("https://tea.example/chat/join");
        assert_eq!(whole.as_deref(), Some("https://tea.example/join"));
        for other in ["/r/1", "/chatter", "/"] {
            assert_eq!(within(other), None, "{other}");
        }
    }

    #[test]
    fn only_our_own_addresses_get_it() {
        let led = |to: &'static str| led(&chat(), &HeaderValue::from_static(to)).unwrap();
        assert_eq!(led("/r/1#m2"), "/chat/r/1#m2");
        assert_eq!(led("https://tea.example/"), "https://tea.example/");
    }

    #[test]
    fn no_base_begins_like_an_address_of_the_house() {
        let others = [
            "/rpc/greeting",
            "/api/v1",
            "/pkg/a.js",
            "/healthz",
            "/readyz",
            "/conformance/echo",
            limits::LIVE_PATH,
        ];
        let paths: Vec<_> = others.into_iter().chain(form_paths()).collect();
        let mut seen = 0;
        for path in paths.into_iter().chain(PAGES) {
            let Some(first) = path.split('/').nth(1).filter(|first| !first.is_empty()) else {
                continue;
            };
            assert!(format!("/{first}").parse::<Base>().is_err(), "{path}");
            seen += 1;
        }
        assert!(seen > 30);
        assert!("/chat".parse::<Base>().is_ok());
    }
}
