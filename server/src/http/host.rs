//! Which host a request is for, said in one way.

use axum::{
    extract::Request,
    http::{HeaderValue, Uri, header},
};

/// HTTP/2 names in the address what HTTP/1.1 names in `Host` (RFC 9113 § 8.3.1), and where both do,
/// the address counts (RFC 9112 § 3.2.2). Whoever comes after this looks at the header alone.
pub(super) fn note(request: &mut Request) {
    if let Some(host) = named(request.uri()) {
        request.headers_mut().insert(header::HOST, host);
    }
}

fn named(uri: &Uri) -> Option<HeaderValue> {
    let authority = uri.authority()?.as_str();
    // A name and a password before the host are no part of it.
    let host = authority.rsplit('@').next()?;
    HeaderValue::from_str(host).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_that_of_the_address_where_there_is_one() {
        let host = |uri: &str| named(&uri.parse().unwrap());
        let here = HeaderValue::from_static("chat.example:8443");
        for uri in [
            "https://chat.example:8443/join",
            "https://other.example@chat.example:8443/",
        ] {
            assert_eq!(host(uri), Some(here.clone()), "{uri}");
        }
        assert_eq!(host("/join?next=https://other.example/"), None);
    }
}
