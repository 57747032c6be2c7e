//! Where a request really comes from. A proxy's word counts only when it is one that the
//! operator listed: anybody else could say anything.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use app::backend::Seen;
use axum::{
    extract::{ConnectInfo, Request},
    http::{Extensions, HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ipnet::IpNet;

/// How a request came, in its extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Peer {
    /// From where.
    pub(super) address: IpAddr,
    /// Whether over TLS, as far as the browser is concerned.
    pub(super) is_secure: bool,
}

/// What the operator said about the way here.
#[derive(Clone, Debug, Default)]
pub struct Way {
    proxies: Arc<[IpNet]>,
    always_secure: bool,
    is_encrypted: bool,
}

impl Way {
    /// Through one of these proxies, or directly. With `always_secure` every browser is taken
    /// to come over TLS, whatever a header says; with `is_encrypted` it does, up to here.
    #[must_use]
    pub fn new(proxies: &[IpNet], always_secure: bool, is_encrypted: bool) -> Self {
        Self {
            proxies: proxies.into(),
            always_secure,
            is_encrypted,
        }
    }

    /// Whether a connection from there may carry what is said here: it is encrypted, or does not
    /// leave this machine, or is a proxy's.
    fn is_safe(&self, from: IpAddr) -> bool {
        let is_here = from.to_canonical().is_loopback();
        self.is_encrypted || self.always_secure || is_here || self.is_proxy(from)
    }

    /// What those who test their connection are told of the way here.
    pub(super) fn seen(&self, from: IpAddr, headers: &HeaderMap) -> Seen {
        let peer = self.peer(from, headers);
        let proto = last(headers, "x-forwarded-proto").unwrap_or_default();
        Seen {
            address: peer.address.to_string(),
            from: from.to_canonical().to_string(),
            is_here: from.to_canonical().is_loopback(),
            is_proxy: self.is_proxy(from),
            forwarded_for: last(headers, "x-forwarded-for").is_some_and(|hop| !hop.is_empty()),
            forwarded_proto: proto.to_owned(),
            is_secure: peer.is_secure,
            is_encrypted: self.is_encrypted,
            ..Seen::default()
        }
    }

    fn is_proxy(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.proxies.iter().any(|net| net.contains(&address))
    }

    /// How a request with these headers came over a connection from `from`.
    fn peer(&self, from: IpAddr, headers: &HeaderMap) -> Peer {
        let is_proxied = self.is_proxy(from);
        let says_https = || last(headers, "x-forwarded-proto") == Some("https");
        Peer {
            address: self.address(from, headers),
            is_secure: self.is_encrypted || self.always_secure || (is_proxied && says_https()),
        }
    }

    /// Each proxy adds at the end whom it heard from, so the list is believed from its end,
    /// as far as those who wrote it are known.
    fn address(&self, from: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut address = from;
        let mut hops = list(headers, "x-forwarded-for").into_iter().rev();
        while self.is_proxy(address) {
            match hops.next().and_then(hop) {
                Some(before) => address = before,
                None => break,
            }
        }
        address.to_canonical()
    }
}

/// Tells browsers that have come over TLS to come no other way for a year (RFC 6797).
const ONLY_TLS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Notes how the request came, for everything behind it. What comes in the clear from another
/// machine is refused, whatever it asks for: it would be read on the way.
///
/// # Errors
/// [`InTheClear`], which says so.
pub(super) fn note(way: &Way, request: &mut Request) -> Result<Peer, InTheClear> {
    let from = connected(request.extensions());
    if !way.is_safe(from) {
        tracing::info!("a request in the clear refused");
        return Err(InTheClear);
    }
    let peer = way.peer(from, request.headers());
    request.extensions_mut().insert(peer);
    Ok(peer)
}

/// Somebody has come where others could read along.
#[derive(Clone, Copy, Debug)]
pub(super) struct InTheClear;

impl IntoResponse for InTheClear {
    fn into_response(self) -> Response {
        let why = "this server is reached over TLS only\n";
        (StatusCode::FORBIDDEN, why).into_response()
    }
}

impl Peer {
    /// What is answered to it.
    pub(super) fn answered(self, mut response: Response) -> Response {
        if self.is_secure {
            let headers = response.headers_mut();
            headers.insert(header::STRICT_TRANSPORT_SECURITY, ONLY_TLS);
        }
        response
    }
}

/// The address that a request comes from.
pub(super) fn address(extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<Peer>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.address)
}

/// Whose connection a request came over.
pub(super) fn connected(extensions: &Extensions) -> IpAddr {
    let from = extensions.get::<ConnectInfo<SocketAddr>>();
    from.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(from)| {
        from.ip()
    })
}

fn list<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    let values = headers.get_all(name).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect()
}

fn last<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    list(headers, name).pop()
}

/// An address, with or without a port.
fn hop(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(proxies: &[&str], from: &str, headers: &[(&'static str, &str)]) -> Peer {
        let nets: Vec<IpNet> = proxies.iter().map(|net| net.parse().unwrap()).collect();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        Way::new(&nets, false, false).peer(from.parse().unwrap(), &map)
    }

    fn at(address: &str, is_secure: bool) -> Peer {
        let address = address.parse().unwrap();
        Peer { address, is_secure }
    }

    const CLAIM: [(&str, &str); 2] = [
        ("x-forwarded-for", "203.0.113.9"),
        ("x-forwarded-proto", "https"),
    ];

    #[test]
    fn nobody_but_a_listed_proxy_is_believed() {
        assert_eq!(peer(&[], "192.0.2.1", &CLAIM), at("192.0.2.1", false));
        let other = &["10.0.0.0/8"];
        assert_eq!(peer(other, "192.0.2.1", &CLAIM), at("192.0.2.1", false));
        assert_eq!(peer(other, "10.1.2.3", &CLAIM), at("203.0.113.9", true));
        let mapped = "::ffff:10.1.2.3";
        assert_eq!(peer(other, mapped, &CLAIM), at("203.0.113.9", true));
    }

    #[test]
    fn a_list_is_believed_from_its_end_as_far_as_its_writers_are_known() {
        let proxies = &["10.0.0.0/8"];
        let from = |list: &str| {
            let headers = [("x-forwarded-for", list)];
            peer(proxies, "10.0.0.1", &headers).address.to_string()
        };
        assert_eq!(
            from("198.51.100.1, 203.0.113.9"),
            "203.0.113.9",
            "the first is a claim"
        );
        assert_eq!(from("203.0.113.9, 10.0.0.2"), "203.0.113.9", "two proxies");
        assert_eq!(from("203.0.113.9:4711"), "203.0.113.9");
        assert_eq!(from("[2001:db8::1]:4711"), "2001:db8::1");
        assert_eq!(from("nonsense"), "10.0.0.1");
        assert_eq!(from(""), "10.0.0.1");
    }

    #[test]
    fn nothing_is_said_in_the_clear_beyond_this_machine_and_its_proxies() {
        let nets: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        let plain = Way::new(&nets, false, false);
        let is_safe = |way: &Way, from: &str| way.is_safe(from.parse().unwrap());
        for here in ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3"] {
            assert!(is_safe(&plain, here), "{here}");
        }
        assert!(!is_safe(&plain, "203.0.113.9"));
        assert!(
            is_safe(&Way::new(&[], false, true), "203.0.113.9"),
            "over TLS"
        );
        assert!(
            is_safe(&Way::new(&[], true, false), "203.0.113.9"),
            "their word"
        );
    }

    #[test]
    fn an_operator_may_say_that_all_is_tls() {
        let way = Way::new(&[], true, false);
        let here = "192.0.2.1".parse().unwrap();
        assert!(way.peer(here, &HeaderMap::new()).is_secure);
        assert!(!peer(&[], "192.0.2.1", &[]).is_secure);
        let plain = [("x-forwarded-proto", "https, http")];
        assert!(!peer(&["192.0.2.0/24"], "192.0.2.1", &plain).is_secure);
    }
}
