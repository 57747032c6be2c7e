//! Which requests may become a live link. Pure: headers in, verdict out.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use shared::{
    frame::CloseReason,
    limits::{CLOSE_HEADER, SUBPROTOCOL, SUBPROTOCOL_JSON},
};

use super::format::SUBPROTOCOLS;
use crate::domain::Token;

/// The one version of the protocol that RFC 6455 defines.
const VERSION: &str = "13";

/// Why a handshake was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// An ordinary request at the address of the live link.
    #[error("this address speaks WebSocket only: send Upgrade: websocket")]
    NotAnUpgrade,
    /// A version of the WebSocket protocol other than 13.
    #[error("Sec-WebSocket-Version must be 13")]
    Version,
    /// No `Sec-WebSocket-Key`, or not 16 bytes in base64.
    #[error("Sec-WebSocket-Key must hold 16 bytes in base64")]
    Key,
    /// A page of another origin, or none named.
    #[error("Origin must be this server's own, or one listed in TEAHOUSE_ORIGINS")]
    Origin,
    /// No subprotocol that is spoken here.
    #[error("Sec-WebSocket-Protocol must offer {SUBPROTOCOL} or {SUBPROTOCOL_JSON}")]
    Subprotocol,
    /// An `Authorization` that lets nobody in.
    #[error("Authorization must be Bearer and the token of a bot that has not been revoked")]
    Token,
    /// Whether the token is right cannot be found out now.
    #[error("the server cannot look the token up; try again soon")]
    Unavailable,
    /// The server is about to stop.
    #[error("the server is restarting; try again soon")]
    Restarting,
    /// The server has as many connections as it can hold.
    #[error("the server is full; try again later")]
    Full,
}

impl Refusal {
    /// The status it is answered with.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::NotAnUpgrade | Self::Version => StatusCode::UPGRADE_REQUIRED,
            Self::Key | Self::Subprotocol => StatusCode::BAD_REQUEST,
            Self::Origin => StatusCode::FORBIDDEN,
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Restarting | Self::Full | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn headers(self) -> Vec<(HeaderName, HeaderValue)> {
        let upgrade = (header::UPGRADE, HeaderValue::from_static("websocket"));
        let connection = (header::CONNECTION, HeaderValue::from_static("Upgrade"));
        let version = (
            header::SEC_WEBSOCKET_VERSION,
            HeaderValue::from_static(VERSION),
        );
        let soon = (header::RETRY_AFTER, HeaderValue::from_static("5"));
        // For scripts, which see it where no WebSocket was wanted.
        let close = |reason: CloseReason| {
            let name = HeaderName::from_static(CLOSE_HEADER);
            (name, HeaderValue::from(reason.code()))
        };
        match self {
            Self::NotAnUpgrade => vec![upgrade, connection],
            Self::Version => vec![upgrade, connection, version],
            Self::Token => vec![(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))],
            Self::Restarting => vec![soon, close(CloseReason::ServerRestarting)],
            Self::Full => vec![soon, close(CloseReason::TooManyConnections)],
            Self::Unavailable => vec![soon, close(CloseReason::ServerFault)],
            Self::Key | Self::Origin | Self::Subprotocol => Vec::new(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status(), format!("{self}\n")).into_response();
        response.headers_mut().extend(self.headers());
        response
    }
}

/// The origins whose pages may act for their visitors.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    listed: Vec<String>,
}

impl Origins {
    /// The server's own origin, and `listed` ones (`https://chat.example`), for servers
    /// behind a proxy that changes the `Host` header.
    #[must_use]
    pub fn new(listed: Vec<String>) -> Self {
        Self { listed }
    }

    /// Whether the request comes from a page of one of these origins. A request that names
    /// none is refused: every browser names one where it matters. Compared whole, never in
    /// part, and without regard to case, as hosts are.
    #[must_use]
    pub fn allow(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|v| v.to_str().ok());
        let own = origin(headers).zip(host);
        own.is_some_and(|(origin, host)| is_origin_of(origin, host)) || self.list(headers)
    }

    /// Whether the request comes from a page of a listed origin, whatever its host.
    #[must_use]
    pub fn list(&self, headers: &HeaderMap) -> bool {
        let is_listed = |origin| {
            let mut listed = self.listed.iter();
            listed.any(|listed| listed.eq_ignore_ascii_case(origin))
        };
        origin(headers).is_some_and(is_listed)
    }
}

fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ORIGIN)?.to_str().ok()
}

fn is_origin_of(origin: &str, host: &str) -> bool {
    let authority = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

/// Whether the request names who sends it in a header that no browser adds by itself. Then the
/// cookie does not count, and a request that comes from no page is as good as any.
pub(super) fn has_token(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION)
}

/// The bot's token that a request brings, if it brings that and nothing else.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<Token> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (first, second) = (values.next()?, values.next());
    let token = Token::from_authorization(first.to_str().ok()?);
    token.filter(|_| second.is_none())
}

/// Checks the request head, most telling mistake first.
///
/// # Errors
/// The first [`Refusal`] that applies.
pub fn check(headers: &HeaderMap, origins: &Origins) -> Result<(), Refusal> {
    if !lists(headers, header::UPGRADE, "websocket") {
        return Err(Refusal::NotAnUpgrade);
    }
    if headers
        .get(header::SEC_WEBSOCKET_VERSION)
        .is_none_or(|version| version != VERSION)
    {
        return Err(Refusal::Version);
    }
    if !headers.get(header::SEC_WEBSOCKET_KEY).is_some_and(is_key) {
        return Err(Refusal::Key);
    }
    let is_from_nowhere = has_token(headers) && !headers.contains_key(header::ORIGIN);
    if !is_from_nowhere && !origins.allow(headers) {
        return Err(Refusal::Origin);
    }
    let offers = |name| lists(headers, header::SEC_WEBSOCKET_PROTOCOL, name);
    if !SUBPROTOCOLS.into_iter().any(offers) {
        return Err(Refusal::Subprotocol);
    }
    Ok(())
}

/// 16 bytes in base64 are 22 digits and `==`.
fn is_key(value: &HeaderValue) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let digits = value.as_bytes().strip_suffix(b"==");
    digits.is_some_and(|digits| digits.len() == 22 && digits.iter().all(is_digit))
}

/// Whether a header lists a word, in whatever case.
pub(super) fn lists(headers: &HeaderMap, name: HeaderName, wanted: &str) -> bool {
    let values = headers.get_all(name);
    let mut items = values
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','));
    items.any(|item| item.trim().eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(changes: &[(&'static str, Option<&'static str>)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let good = [
            ("host", "chat.example:3000"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("origin", "http://chat.example:3000"),
            ("sec-websocket-protocol", SUBPROTOCOL),
        ];
        for (name, value) in good {
            headers.insert(name, HeaderValue::from_static(value));
        }
        for (name, value) in changes {
            match value {
                Some(value) => drop(headers.insert(*name, HeaderValue::from_static(value))),
                None => drop(headers.remove(*name)),
            }
        }
        headers
    }

    fn verdict(changes: &[(&'static str, Option<&'static str>)]) -> Result<(), Refusal> {
        check(
            &head(changes),
            &Origins::new(vec!["https://proxy.example".to_owned()]),
        )
    }

    #[test]
    fn each_mistake_has_its_own_refusal() {
        assert_eq!(verdict(&[]), Ok(()));
        assert_eq!(verdict(&[("upgrade", None)]), Err(Refusal::NotAnUpgrade));
        for version in [None, Some("8"), Some("1"), Some("")] {
            assert_eq!(
                verdict(&[("sec-websocket-version", version)]),
                Err(Refusal::Version)
            );
        }
        for key in [
            None,
            Some(""),
            Some("short=="),
            Some("dGhlIHNhbXBsZSBub25jZQ!!"),
        ] {
            assert_eq!(verdict(&[("sec-websocket-key", key)]), Err(Refusal::Key));
        }
        for protocol in [None, Some("teahouse.v0"), Some("chat, superchat")] {
            let changes = [("sec-websocket-protocol", protocol)];
            assert_eq!(verdict(&changes), Err(Refusal::Subprotocol));
        }
        for listed in ["chat, teahouse.v1.bincode", "teahouse.v1.json"] {
            assert_eq!(verdict(&[("sec-websocket-protocol", Some(listed))]), Ok(()));
        }
    }

    #[test]
    fn only_whole_origins_count() {
        for origin in [
            "https://chat.example:3000",
            "http://CHAT.example:3000",
            "https://proxy.example",
        ] {
            assert_eq!(verdict(&[("origin", Some(origin))]), Ok(()), "{origin}");
        }
        for origin in [
            "http://evil.example",
            "http://chat.example:3000.evil.example",
            "http://evil-chat.example:3000",
            "http://chat.example",
            "null",
            "",
            "ftp://chat.example:3000",
            "https://proxy.example.evil.example",
        ] {
            let refused = verdict(&[("origin", Some(origin))]);
            assert_eq!(refused, Err(Refusal::Origin), "{origin}");
        }
        assert_eq!(verdict(&[("origin", None)]), Err(Refusal::Origin));
    }

    #[test]
    fn only_who_brings_a_token_need_not_come_from_a_page() {
        let token = ("authorization", Some("Bearer x"));
        let cookie = ("cookie", Some("teahouse_session=x"));
        let verdict = |with, origin| verdict(&[with, ("origin", origin)]);
        assert_eq!(verdict(token, None), Ok(()));
        assert_eq!(verdict(cookie, None), Err(Refusal::Origin));
        for with in [token, cookie] {
            assert_eq!(verdict(with, Some("http://chat.example:3000")), Ok(()));
            let foreign = verdict(with, Some("http://evil.example"));
            assert_eq!(foreign, Err(Refusal::Origin));
        }
    }
}
