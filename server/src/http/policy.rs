//! The content security policy: what a page may load, run and talk to. Should somebody's text
//! ever end up as markup after all, the browser still does not run it.

use axum::http::{HeaderMap, header};

/// The policy of everything that is not a page: it loads and runs nothing.
pub(super) const NOT_A_PAGE: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy of a page whose own scripts carry `nonce`.
///
/// Scripts need the nonce wherever they come from; modules that they import inherit it, so
/// neither `'self'` nor `'strict-dynamic'` is there for anybody to lean on. There are no
/// inline styles: what a script sets through `element.style` is not inline to a browser. Some
/// browsers do not take a WebSocket of the page's own host for `'self'`, so it is named.
/// `is_watched` lets `cargo leptos watch` reload the page.
pub(super) fn of_page(nonce: &str, headers: &HeaderMap, is_watched: bool) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let sockets = match host.filter(|host| is_plain(host)) {
        Some(host) => format!(" ws://{host} wss://{host}"),
        None => String::new(),
    };
    let reload = if is_watched { " ws://*:3001" } else { "" };
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self'{sockets}{reload}; img-src 'self' data: blob:; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// A host that says nothing else within the policy.
pub(crate) fn is_plain(host: &str) -> bool {
    let is_host_byte = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':');
    !host.is_empty() && host.bytes().all(is_host_byte)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn connect(host: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        let policy = of_page("x", &headers, false);
        let mut directives = policy.split("; ");
        let connect = directives.find(|directive| directive.starts_with("connect-src"));
        connect.unwrap().to_owned()
    }

    #[test]
    fn the_host_of_a_request_cannot_loosen_the_policy() {
        assert_eq!(
            connect("chat.example:3000"),
            "connect-src 'self' ws://chat.example:3000 wss://chat.example:3000"
        );
        for bad in ["*", "a; script-src *", "a *", "a,b", "", "'unsafe-inline'"] {
            assert_eq!(connect(bad), "connect-src 'self'", "{bad}");
        }
    }
}
