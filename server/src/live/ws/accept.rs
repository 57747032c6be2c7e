//! The answer to a handshake that was found good.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use data_encoding::BASE64;
use sha1::{Digest, Sha1};

/// What RFC 6455 has every server add to the key, so that nobody answers by accident.
const ADDED: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Says that from here on the connection is a WebSocket that speaks `protocol`.
pub(crate) fn accept(headers: &HeaderMap, protocol: Option<&'static str>) -> Response {
    let key = headers.get(header::SEC_WEBSOCKET_KEY);
    let mut response = (
        StatusCode::SWITCHING_PROTOCOLS,
        [
            (header::CONNECTION, HeaderValue::from_static("upgrade")),
            (header::UPGRADE, HeaderValue::from_static("websocket")),
        ],
        Body::empty(),
    )
        .into_response();
    let headers = response.headers_mut();
    if let Some(accepted) = key.and_then(|key| accepted(key.as_bytes())) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accepted);
    }
    if let Some(protocol) = protocol {
        let protocol = HeaderValue::from_static(protocol);
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    response
}

/// Shows that the key was read by a server of WebSockets.
fn accepted(key: &[u8]) -> Option<HeaderValue> {
    let mut hash = Sha1::new();
    hash.update(key);
    hash.update(ADDED);
    HeaderValue::from_str(&BASE64.encode(&hash.finalize())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6455, section 1.3.
    #[test]
    fn the_key_of_the_rfc_is_answered_as_the_rfc_says() {
        let accepted = accepted(b"dGhlIHNhbXBsZSBub25jZQ==").unwrap();
        assert_eq!(accepted, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
