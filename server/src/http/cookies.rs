//! The cookies, and nobody else's business.

use std::borrow::Cow;

use app::{
    backend::Preferences,
    forms::{LANGUAGE_COOKIE, THEME_COOKIE, Theme},
};
use axum::http::{Extensions, HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, SameSite};
use shared::Base;

use super::peer::Peer;
use crate::domain::{KEPT_SESSION_S, Token};

/// Holds the session's token.
const SESSION: &str = "teahouse_session";

/// The same over TLS. Browsers take a cookie of this prefix only when it is secure, from this
/// very host, and for all of it: neither a page without TLS nor a neighbouring host can plant
/// one.
const HOST_SESSION: &str = "__Host-teahouse_session";

/// The same for a house below a path. Pages beside it on the host, and neighbouring hosts that come
/// over TLS, could plant it: the host is one that its operator trusts as a whole.
const SECURE_SESSION: &str = "__Secure-teahouse_session";

/// A year: preferences are not secrets.
const PREFERENCE_S: u32 = 365 * 24 * 60 * 60;

/// For what a browser keeps cookies of the house, by the request that they are for.
#[derive(Clone)]
pub(super) struct Scope {
    is_secure: bool,
    base: Base,
}

impl Scope {
    /// That of a request with these extensions.
    pub(super) fn of(extensions: &Extensions) -> Self {
        Self {
            is_secure: extensions.get().is_some_and(|peer: &Peer| peer.is_secure),
            base: extensions.get().cloned().unwrap_or_default(),
        }
    }

    /// The address of a path of the house, without the host.
    pub(super) fn at<'a>(&self, path: &'a str) -> Cow<'a, str> {
        self.base.at(path)
    }

    /// The session's token, if the request has one.
    ///
    /// Only the cookie that is right for how the request came counts: over TLS the other one may
    /// have been planted.
    pub(super) fn token(&self, headers: &HeaderMap) -> Option<Token> {
        Token::from_cookie(sent(headers, self.name())?.value())
    }

    /// Keeps the session on the device, or until the browser closes.
    pub(super) fn session(&self, token: &Token, keep: bool) -> Cookie<'static> {
        let mut cookie = self.secret(token.expose().to_owned());
        if keep {
            cookie.set_max_age(seconds(KEPT_SESSION_S));
        }
        cookie
    }

    /// Forgets the session.
    pub(super) fn no_session(&self) -> Cookie<'static> {
        let mut cookie = self.secret(String::new());
        cookie.make_removal();
        cookie
    }

    /// Remembers a theme. Readable by the page, which changes it without a request.
    pub(super) fn theme(&self, theme: Theme) -> Cookie<'static> {
        self.preference(THEME_COOKIE, theme.word().to_owned())
    }

    /// Remembers a language.
    pub(super) fn language(&self, code: &'static str) -> Cookie<'static> {
        self.preference(LANGUAGE_COOKIE, code.to_owned())
    }

    const fn name(&self) -> &'static str {
        match (self.is_secure, self.base.is_root()) {
            (true, true) => HOST_SESSION,
            (true, false) => SECURE_SESSION,
            (false, _) => SESSION,
        }
    }

    fn secret(&self, value: String) -> Cookie<'static> {
        let mut cookie = self.cookie(self.name(), value);
        cookie.set_http_only(true);
        cookie.set_secure(self.is_secure);
        cookie
    }

    fn preference(&self, name: &'static str, value: String) -> Cookie<'static> {
        let mut cookie = self.cookie(name, value);
        cookie.set_max_age(seconds(PREFERENCE_S));
        cookie
    }

    fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        let path = match self.base.is_root() {
            true => "/",
            // Without a slash at the end it is also sent to the base itself.
            false => self.base.as_str(),
        };
        Cookie::build((name, value))
            .path(path.to_owned())
            .same_site(SameSite::Lax)
            .build()
    }
}

/// How the page is to look.
pub(super) fn preferences(headers: &HeaderMap) -> Preferences {
    let theme = sent(headers, THEME_COOKIE).map(|cookie| Theme::from_word(cookie.value()));
    Preferences {
        theme: theme.unwrap_or_default(),
    }
}

/// The first cookie of this name: browsers send those of longer paths first (RFC 6265 § 5.4), and
/// others on the same host may have some of the same name.
fn sent(headers: &HeaderMap, name: &str) -> Option<Cookie<'static>> {
    let all = headers.get_all(header::COOKIE).into_iter();
    let texts = all.filter_map(|value| value.to_str().ok());
    let mut cookies = texts.flat_map(|text| Cookie::split_parse(text.to_owned()).flatten());
    cookies.find(|cookie| cookie.name() == name)
}

fn seconds(seconds: u32) -> Option<time::Duration> {
    Some(time::Duration::seconds(seconds.into()))
}
