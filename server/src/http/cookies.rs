//! The cookies, and nobody else's business.

use app::{
    backend::Preferences,
    forms::{LANGUAGE_COOKIE, THEME_COOKIE, Theme},
};
use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use crate::domain::{KEPT_SESSION_S, Token};

/// Holds the session's token.
const SESSION: &str = "teahouse_session";

/// The same over TLS. Browsers take a cookie of this prefix only when it is secure, from this
/// very host, and for all of it: neither a page without TLS nor a neighbouring host can plant
/// one.
const SECURE_SESSION: &str = "__Host-teahouse_session";

/// A year: preferences are not secrets.
const PREFERENCE_S: u32 = 365 * 24 * 60 * 60;

/// The session's token, if the request has one.
///
/// Only the cookie that is right for how the request came counts: over TLS the other one may
/// have been planted.
pub(super) fn token(headers: &HeaderMap, is_secure: bool) -> Option<Token> {
    let jar = CookieJar::from_headers(headers);
    Token::from_cookie(jar.get(name(is_secure))?.value())
}

/// Keeps the session on the device, or until the browser closes.
pub(super) fn session(token: &Token, keep: bool, is_secure: bool) -> Cookie<'static> {
    let mut cookie = secret(token.expose().to_owned(), is_secure);
    if keep {
        cookie.set_max_age(seconds(KEPT_SESSION_S));
    }
    cookie
}

/// Forgets the session.
pub(super) fn no_session(is_secure: bool) -> Cookie<'static> {
    let mut cookie = secret(String::new(), is_secure);
    cookie.make_removal();
    cookie
}

const fn name(is_secure: bool) -> &'static str {
    if is_secure { SECURE_SESSION } else { SESSION }
}

fn secret(value: String, is_secure: bool) -> Cookie<'static> {
    let mut cookie = base(name(is_secure), value);
    cookie.set_http_only(true);
    cookie.set_secure(is_secure);
    cookie
}

/// Remembers a theme. Readable by the page, which changes it without a request.
pub(super) fn theme(theme: Theme) -> Cookie<'static> {
    preference(THEME_COOKIE, theme.word().to_owned())
}

/// Remembers a language.
pub(super) fn language(code: &'static str) -> Cookie<'static> {
    preference(LANGUAGE_COOKIE, code.to_owned())
}

/// How the page is to look.
pub(super) fn preferences(headers: &HeaderMap) -> Preferences {
    let jar = CookieJar::from_headers(headers);
    let theme = jar
        .get(THEME_COOKIE)
        .map(|cookie| Theme::from_word(cookie.value()));
    Preferences {
        theme: theme.unwrap_or_default(),
    }
}

fn preference(name: &'static str, value: String) -> Cookie<'static> {
    let mut cookie = base(name, value);
    cookie.set_max_age(seconds(PREFERENCE_S));
    cookie
}

fn base(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .same_site(SameSite::Lax)
        .build()
}

fn seconds(seconds: u32) -> Option<time::Duration> {
    Some(time::Duration::seconds(seconds.into()))
}
