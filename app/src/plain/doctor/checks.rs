//! What else may be wrong with the way here. Pure.

#[cfg(test)]
mod tests;

use super::diagnosis::host_of;
use crate::backend::Seen;

/// How the page came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// Over TLS of this server, whose certificate is good for so many days.
    Own(Option<i64>),
    /// Over TLS of a proxy.
    Proxy,
    /// Over TLS, of which the server does not know, for a proxy does not say so.
    NoProto,
    /// Over TLS, of which the server does not know, for it does not know whom to believe.
    NoProxy,
    /// In the clear, within this machine.
    Here,
    /// In the clear.
    Clear,
}

impl Tls {
    /// Fewer days than that are few.
    const FEW: i64 = 14;

    pub(super) const fn is_well(self) -> bool {
        match self {
            Self::Own(Some(days)) => days >= Self::FEW,
            Self::Own(None) | Self::Proxy | Self::Here => true,
            Self::NoProto | Self::NoProxy | Self::Clear => false,
        }
    }
}

/// How the page came, as the browser and the server see it. Without JavaScript there is no `origin`.
pub(super) fn tls(seen: &Seen, origin: Option<&str>) -> Tls {
    let is_https = origin.map_or(seen.is_secure, |origin| origin.starts_with("https://"));
    let host = origin.and_then(host_of).unwrap_or(&seen.host);
    match (is_https, seen.is_secure) {
        (true, _) if seen.is_encrypted => Tls::Own(seen.days_left),
        (true, true) => Tls::Proxy,
        (true, false) if seen.is_proxy => Tls::NoProto,
        (true, false) => Tls::NoProxy,
        (false, _) if is_this_machine(host) => Tls::Here,
        (false, _) => Tls::Clear,
    }
}

/// Whether the server knows from where people come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// It does.
    Known,
    /// A listed proxy does not say.
    NoHeader,
    /// Somebody says, and is no listed proxy.
    NoProxy,
    /// A proxy that is not listed does not say.
    Neither,
}

/// Whose address the server takes for the visitor's.
pub(super) fn address(seen: &Seen, origin: Option<&str>) -> Address {
    let host = origin.and_then(host_of).unwrap_or(&seen.host);
    let is_within = seen.is_here && is_this_machine(host);
    match (seen.is_proxy, seen.forwarded_for) {
        (true, true) => Address::Known,
        // Somebody at this machine needs no proxy, listed or not.
        (_, false) if is_within => Address::Known,
        (true, false) => Address::NoHeader,
        (false, true) => Address::NoProxy,
        // Who comes from this machine and asked for another is a proxy.
        (false, false) if seen.is_here => Address::Neither,
        (false, false) => Address::Known,
    }
}

/// A clock that is wrong by more than that shows messages at other times than they were written.
const WRONG_MS: u64 = 30_000;

/// How far a clock is off, in milliseconds, and whether that is little. What it showed took half a
/// round trip to get here.
pub(super) fn clock(seen: &Seen, clock_ms: u64, round_trip_ms: u32) -> (u64, bool) {
    let shown = clock_ms.saturating_add(u64::from(round_trip_ms / 2));
    let off = shown.abs_diff(seen.now_ms);
    (off, off < WRONG_MS)
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<std::net::IpAddr>();
    name == "localhost"
        || name.ends_with(".localhost")
        || address.is_ok_and(|address| address.is_loopback())
}
