//! Where a request becomes a live link.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    extract::{FromRequestParts, Request, ws::WebSocketUpgrade},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use shared::{frame::CloseReason, limits};
use tokio_util::task::TaskTracker;

use super::{
    connection,
    handshake::{self, Origins, Refusal},
    heartbeat::Rhythm,
    relay::Relay,
    road::Road,
    session::Session,
    socket::{self, Socket},
};
use crate::{domain::House, store::Visit};

/// What an operator may set about live links.
#[derive(Clone, Debug)]
pub struct LiveSettings {
    /// Whose pages may connect.
    pub origins: Origins,
    /// Connections at a time.
    pub max_connections: usize,
}

/// The door and those who came in through it.
#[derive(Clone)]
pub struct LiveDoor {
    house: House,
    settings: Arc<LiveSettings>,
    relay: Arc<Relay>,
    connections: TaskTracker,
    is_closing: Arc<AtomicBool>,
}

impl LiveDoor {
    /// An open door.
    #[must_use]
    pub fn new(house: House, settings: LiveSettings) -> Self {
        Self {
            house,
            settings: Arc::new(settings),
            relay: Arc::default(),
            connections: TaskTracker::new(),
            is_closing: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Lets nobody in any more and tells everyone inside to come back later; ready when all
    /// have gone. Cancelling it leaves those who have not.
    pub async fn close(&self) {
        self.is_closing.store(true, Ordering::SeqCst);
        self.house.hub().close_all(CloseReason::ServerRestarting);
        self.connections.close();
        self.connections.wait().await;
    }

    /// Whether [`Self::close`] has been called.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::SeqCst)
    }

    /// Links that are carried by requests.
    pub(super) const fn relay(&self) -> &Arc<Relay> {
        &self.relay
    }

    /// Serves a link from now on, whatever becomes of the request that opened it.
    pub(super) fn keep(&self, road: impl Road + 'static, visit: Visit) {
        let door = self.clone();
        let serve = async move { serve(&door, road, visit).await };
        self.connections.spawn(serve);
    }

    /// Whether there is room for one more link.
    ///
    /// # Errors
    /// [`Refusal::Restarting`], [`Refusal::Full`].
    pub(super) fn has_room(&self) -> Result<(), Refusal> {
        if self.is_closing() {
            return Err(Refusal::Restarting);
        }
        if self.house.hub().connections() >= self.settings.max_connections {
            return Err(Refusal::Full);
        }
        Ok(())
    }
}

/// Answers a request for a live link. Somebody who is not signed in is let in far enough to
/// be told so: a browser's script cannot see why a handshake failed.
pub async fn upgrade(door: LiveDoor, viewer: Option<Visit>, request: Request) -> Response {
    let checked = handshake::check(request.headers(), &door.settings.origins);
    if let Err(refusal) = checked.and_then(|()| door.has_room()) {
        tracing::info!(%refusal, "handshake refused");
        return refusal.into_response();
    }
    let viewer = match caller(&door.house, request.headers(), viewer).await {
        Ok(viewer) => viewer,
        Err(refusal) => {
            tracing::info!(%refusal, "handshake refused");
            return refusal.into_response();
        }
    };
    let (mut parts, _) = request.into_parts();
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => socket::configure(upgrade),
        Err(rejection) => return rejection.into_response(),
    };
    let connections = door.connections.clone();
    upgrade.on_upgrade(move |socket| {
        connections.track_future(async move {
            match viewer {
                Some(visit) if !door.is_closing() => {
                    serve(&door, Socket::new(socket), visit).await;
                }
                Some(_) => socket::close(socket, CloseReason::ServerRestarting).await,
                None => socket::close(socket, CloseReason::SignedOut).await,
            }
        })
    })
}

/// Who comes: the bot whose token the request brings or, where it brings none, whoever the cookie
/// says. A bot sees the status of a handshake, so a token that is no good is refused there.
async fn caller(
    house: &House,
    headers: &HeaderMap,
    viewer: Option<Visit>,
) -> Result<Option<Visit>, Refusal> {
    if !handshake::has_token(headers) {
        return Ok(viewer);
    }
    let token = handshake::bearer(headers).ok_or(Refusal::Token)?;
    match house.visit(&token).await {
        Ok(Some(visit)) => Ok(Some(visit)),
        Ok(None) => Err(Refusal::Token),
        Err(_) => Err(Refusal::Unavailable),
    }
}

/// Serves somebody for as long as their session goes on.
async fn serve(door: &LiveDoor, road: impl Road, visit: Visit) {
    let house = &door.house;
    let session = Session::new(house.clone(), visit.person);
    let outbox = Arc::clone(session.outbox());
    let link = house.hold(visit.session, &outbox);
    // Either may have ended in between, too early for this link to be told.
    if door.is_closing() {
        outbox.close(CloseReason::ServerRestarting);
    }
    match house.is_open(visit.session).await {
        Ok(true) => {}
        Ok(false) => outbox.close(CloseReason::SignedOut),
        Err(_) => outbox.close(CloseReason::ServerFault),
    }
    connection::serve(road, session, RHYTHM).await;
    drop(link);
    // The last link of a session says when it was last used. A server that stops has better
    // things to write.
    if !house.is_here(visit.session) && !door.is_closing() {
        house.note_use(visit.session).await;
    }
}

const RHYTHM: Rhythm = Rhythm {
    ping_every: limits::PING_EVERY,
    silence: limits::SILENCE,
};
