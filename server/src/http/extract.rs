//! What the handlers of forms are given.

use std::net::IpAddr;

use app::backend::{Standing, Viewer};
use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::CookieJar;

use super::{browser, cookies::Scope, peer::Peer, policy};
use crate::{
    domain::{Caller, Entered, Token},
    store::Visit,
};

/// A request as far as a form is concerned: where it came from, and who sent it, if anybody
/// who is signed in.
#[derive(Clone)]
pub(super) struct Sender {
    headers: HeaderMap,
    peer: Peer,
    pub(super) scope: Scope,
    pub(super) visit: Option<Visit>,
}

impl Sender {
    /// Who wants in, for as long as they say.
    pub(super) fn caller(&self, keep: bool) -> Caller {
        let (browser, system) = browser::of(&self.headers);
        Caller {
            address: self.peer.address,
            browser,
            system,
            keep,
        }
    }

    /// The address that it came from.
    pub(super) const fn from(&self) -> IpAddr {
        self.peer.address
    }

    /// The origin of the page that sent it, such as `https://chat.example`: where its reader
    /// finds this house, whatever stands in between.
    pub(super) fn origin(&self) -> &str {
        let origin = self.headers.get(header::ORIGIN);
        origin
            .and_then(|origin| origin.to_str().ok())
            .unwrap_or_default()
    }

    /// The token that came with the request.
    pub(super) fn token(&self) -> Option<Token> {
        self.scope.token(&self.headers)
    }

    /// A path of this server as others can use it, with the host that the request named; the
    /// bare path where that makes no sense.
    pub(super) fn address(&self, path: &str) -> String {
        let host = self.headers.get(header::HOST);
        let host = host.and_then(|host| host.to_str().ok());
        let scheme = if self.peer.is_secure { "https" } else { "http" };
        match host.filter(|host| policy::is_plain(host)) {
            Some(host) => format!("{scheme}://{host}{}", self.scope.at(path)),
            None => self.scope.at(path).into_owned(),
        }
    }

    /// The same request from nobody in particular.
    pub(super) fn incognito(self) -> Self {
        Self {
            visit: None,
            ..self
        }
    }

    /// Gives somebody who came in their cookie and sends them on.
    pub(super) fn welcome(&self, entered: &Entered, keep: bool, to: &str) -> Response {
        let cookie = self.scope.session(&entered.token, keep);
        (CookieJar::new().add(cookie), Redirect::to(to)).into_response()
    }

    /// Takes the cookie back and sends them to the way in.
    pub(super) fn farewell(&self) -> Response {
        let cookie = self.scope.no_session();
        (CookieJar::new().add(cookie), Redirect::to("/")).into_response()
    }

    /// A request for a page by the same person, from the same browser.
    pub(super) fn dress(&self, request: &mut Request) {
        *request.headers_mut() = self.headers.clone();
        let extensions = request.extensions_mut();
        extensions.insert(self.peer);
        introduce(extensions, self.visit.clone());
    }
}

/// Puts who is looking where pages and forms find them.
pub(super) fn introduce(extensions: &mut axum::http::Extensions, visit: Option<Visit>) {
    let person = visit.as_ref().map(|visit| visit.person.clone());
    extensions.insert(Viewer(person));
    if let Some(visit) = visit {
        extensions.insert(Standing(visit.account.clone()));
        extensions.insert(visit);
    }
}

impl<S: Sync> FromRequestParts<S> for Sender {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<Peer>().copied();
        Ok(Self {
            headers: parts.headers.clone(),
            peer: peer.unwrap_or(Peer {
                address: std::net::Ipv4Addr::UNSPECIFIED.into(),
                is_secure: false,
            }),
            scope: Scope::of(&parts.extensions),
            visit: parts.extensions.get::<Visit>().cloned(),
        })
    }
}

/// Somebody signed in, and their request; everybody else is sent to the front page.
pub(super) struct SignedIn(pub(super) Visit, pub(super) Sender);

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let Ok(sender) = Sender::from_request_parts(parts, state).await;
        match sender.visit.clone() {
            Some(visit) => Ok(Self(visit, sender)),
            None => Err(Redirect::to("/").into_response()),
        }
    }
}
