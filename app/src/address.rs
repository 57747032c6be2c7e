//! Addresses as browsers see them, which begin with the base of a house that does not have its
//! host for itself. Everything else (routes, forms, the server) knows the paths of the house.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::Base;

/// The attribute of the document's root that tells the browser the base.
pub const ATTRIBUTE: &str = "data-base";

/// The address of a path of the house. On the server it needs the context of a request.
#[must_use]
pub fn at(path: impl AsRef<str>) -> String {
    below(path.as_ref())
}

/// In one place of the browser's part, of which every byte is loaded before a page acts.
#[inline(never)]
fn below(path: &str) -> String {
    with(|base| base.at(path).into_owned())
}

/// A name that is the house's own among all that stands on the same host: what browsers keep, they
/// keep by host.
#[must_use]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "for browsers"))]
pub(crate) fn own(name: &str) -> String {
    with(|base| match base.is_root() {
        true => name.to_owned(),
        false => format!("{}/{name}", base.as_str()),
    })
}

/// The path that cookies of the house are for.
#[cfg(feature = "hydrate")]
pub(crate) fn cookie_path() -> String {
    with(|base| match base.is_root() {
        true => "/".to_owned(),
        false => base.as_str().to_owned(),
    })
}

/// The path of the house that the person is at.
pub(crate) fn use_path() -> Memo<String> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| with(|base| base.within(path).unwrap_or(path).to_owned())))
}

/// What stands in front of the routes. Requests come to the server's own router without it.
pub(crate) fn router_base() -> Option<Cow<'static, str>> {
    if cfg!(feature = "ssr") {
        return None;
    }
    with(|base| (!base.is_root()).then(|| base.as_str().to_owned().into()))
}

/// The base as the document says it. The page is that of one house, for as long as it is open.
#[cfg(feature = "hydrate")]
fn with<T>(use_it: impl FnOnce(&Base) -> T) -> T {
    static BASE: std::sync::OnceLock<Base> = std::sync::OnceLock::new();
    use_it(BASE.get_or_init(|| {
        let root = document().document_element();
        let said = root.and_then(|root| root.get_attribute(ATTRIBUTE));
        said.and_then(|base| base.parse().ok()).unwrap_or_default()
    }))
}

/// The base as the request's context says it.
#[cfg(not(feature = "hydrate"))]
fn with<T>(use_it: impl FnOnce(&Base) -> T) -> T {
    use_it(&use_context().unwrap_or_default())
}

/// Lets server functions be called where the house stands.
#[cfg(feature = "hydrate")]
pub fn lead_calls() {
    static BASE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let base = BASE.get_or_init(|| with(|base| base.as_str().to_owned()));
    leptos::server_fn::client::set_server_url(base);
}
