//! From where there is no TLS to where there is: pages are led there. What is no page is refused,
//! so that whoever wrote a program that talks here in the clear notices.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::http::is_plain_host;

/// What is asked for by programs and scripts.
const NOT_PAGES: [&str; 3] = ["/api/", "/live", "/rpc/"];

/// Leads to the same address over TLS, at this port.
pub(crate) fn routes(port: u16) -> Router {
    Router::new().fallback(lead).with_state(port)
}

async fn lead(State(port): State<u16>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    match target(port, &method, &uri, host) {
        Some(target) => Redirect::permanent(&target).into_response(),
        None => (
            StatusCode::FORBIDDEN,
            "this server is reached over TLS only\n",
        )
            .into_response(),
    }
}

/// The address over TLS; `None` for what is no page.
fn target(port: u16, method: &Method, uri: &Uri, host: Option<&str>) -> Option<String> {
    let path = uri.path_and_query()?.as_str();
    let is_page = !NOT_PAGES.iter().any(|start| path.starts_with(start));
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let host = host.filter(|host| is_plain_host(host) && is_page && is_read)?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    Some(match port {
        443 => format!("https://{name}{path}"),
        port => format!("https://{name}:{port}{path}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(port: u16, method: &Method, path: &str, host: &str) -> Option<String> {
        target(port, method, &path.parse().unwrap(), Some(host))
    }

    #[test]
    fn pages_are_led_to_the_same_address_over_tls() {
        let get = &Method::GET;
        let led = to(443, get, "/r/1?m=2", "chat.example");
        assert_eq!(led.as_deref(), Some("https://chat.example/r/1?m=2"));
        let led = to(8443, get, "/", "chat.example:8080");
        assert_eq!(led.as_deref(), Some("https://chat.example:8443/"));
    }

    #[test]
    fn what_is_no_page_is_refused() {
        for path in ["/live", "/live/events", "/api/v1/me", "/rpc/greeting"] {
            assert_eq!(to(443, &Method::GET, path, "chat.example"), None, "{path}");
        }
        assert_eq!(to(443, &Method::POST, "/join", "chat.example"), None);
        for host in ["", "evil.example/x", "a b", "a@b"] {
            assert_eq!(to(443, &Method::GET, "/", host), None, "{host}");
        }
    }
}
