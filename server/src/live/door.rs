//! Where a request becomes a live link.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use app::backend::Arrived;
use axum::{
    extract::Request,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use shared::{Nonce, frame::CloseReason};
use tokio_util::task::TaskTracker;

use super::{
    crowd::{Crowd, Most, Place},
    farewell::farewells,
    handshake::{self, Origins, Refusal},
    pace::Pace,
    probes::Probes,
    relay::Relay,
    road::Road,
    session::Session,
    socket::{Socket, Upgrade},
};
use crate::{domain::House, store::Visit};

mod stay;

use stay::{Stay, serve};

/// What an operator may set about live links.
#[derive(Clone, Debug)]
pub struct LiveSettings {
    /// Whose pages may connect.
    pub origins: Origins,
    /// Connections at a time.
    pub max_connections: usize,
    /// Of them, those of one person and from one address.
    pub most: Most,
    /// Messages and changes over one link at once; two come back every second.
    pub commands: NonZeroU32,
    /// How long a client may take for what is written to it, before it ends as a slow reader.
    pub write_within: Duration,
}

/// The door and those who came in through it. Clones are one door; each link has one.
#[derive(Clone)]
pub struct LiveDoor(Arc<Door>);

/// What there is one of behind a door.
pub struct Door {
    house: House,
    settings: LiveSettings,
    relay: Arc<Relay>,
    probes: Probes,
    crowd: Arc<Crowd>,
    connections: TaskTracker,
    is_leaving: AtomicBool,
    is_closing: AtomicBool,
}

impl Deref for LiveDoor {
    type Target = Door;

    fn deref(&self) -> &Door {
        &self.0
    }
}

impl LiveDoor {
    /// An open door.
    #[must_use]
    pub fn new(house: House, settings: LiveSettings) -> Self {
        Self(Arc::new(Door {
            house,
            crowd: Crowd::new(settings.most),
            settings,
            relay: Arc::default(),
            probes: Probes::default(),
            connections: TaskTracker::new(),
            is_leaving: AtomicBool::default(),
            is_closing: AtomicBool::default(),
        }))
    }

    /// Says to whoever asks that the server is about to stop. Everything goes on for now.
    pub fn announce_close(&self) {
        self.is_leaving.store(true, Ordering::SeqCst);
    }

    /// Whether the server is about to stop.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        self.is_leaving.load(Ordering::SeqCst)
    }

    /// Lets nobody in any more and tells everyone inside to come back later: a few at a time,
    /// in no order, because all of them will be back at some other server a moment later.
    /// Ready when all were told. Cancelling it leaves those who were not.
    pub async fn send_away(&self) {
        self.is_closing.store(true, Ordering::SeqCst);
        let inside = self.house.hub().outboxes();
        let (groups, pause) = farewells(inside.len());
        for group in inside.chunks(inside.len().div_ceil(groups).max(1)) {
            group
                .iter()
                .for_each(|outbox| outbox.close(CloseReason::ServerRestarting));
            tokio::time::sleep(pause).await;
        }
        // Those who were on the threshold.
        self.house.hub().close_all(CloseReason::ServerRestarting);
    }

    /// Ready when all who were inside have gone. Cancelling it changes nothing.
    pub async fn gone(&self) {
        self.connections.close();
        self.connections.wait().await;
    }

    /// Whether [`Self::send_away`] has been called.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::SeqCst)
    }

    /// What reached the server of an attempt to open a WebSocket, by the number of the attempt.
    #[must_use]
    pub fn arrived(&self, probe: Nonce) -> Option<Arrived> {
        self.probes.find(probe, Instant::now())
    }

    /// The attempts that are remembered.
    pub(super) fn probes(&self) -> &Probes {
        &self.probes
    }

    /// Whose pages may connect.
    pub(super) fn origins(&self) -> &Origins {
        &self.settings.origins
    }

    /// Links that are carried by requests.
    pub(super) fn relay(&self) -> &Arc<Relay> {
        &self.relay
    }

    /// Serves a link from now on, whatever becomes of the request that opened it. The task keeps
    /// what it is given once, and lends it to all that is done.
    pub(super) fn keep(&self, road: impl Road + 'static, visit: Visit, place: Place) {
        let door = self.clone();
        let mut road = Box::new(road);
        let pace = Pace::new(self.settings.commands);
        let stay = Stay {
            session: visit.session,
            until: visit.expires,
            _place: place,
        };
        let mut session = Session::new(self.house.clone(), visit.person, pace);
        let serve = async move { serve(&door, &mut *road, &mut session, &stay).await };
        self.connections.spawn(serve);
    }

    /// A place for a link of one person from one address; `None` where they have too many.
    pub(super) fn place(&self, visit: &Visit, address: IpAddr) -> Option<Place> {
        self.crowd.enter(visit.person.id, address)
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
pub async fn upgrade(
    door: LiveDoor,
    viewer: Option<Visit>,
    address: IpAddr,
    mut request: Request,
) -> Response {
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
    let (upgrade, answer) = match Upgrade::of(&mut request) {
        Ok(both) => both,
        Err(refusal) => return refusal.into_response(),
    };
    tokio::spawn(async move {
        if let Some(socket) = upgrade.socket().await {
            welcome(&door, socket, viewer, address).await;
        }
    });
    answer
}

/// Has whoever came served in a task of its own, which keeps nothing of how they came, or says why
/// they are not.
async fn welcome(door: &LiveDoor, mut socket: Socket, viewer: Option<Visit>, address: IpAddr) {
    let place = viewer.as_ref().and_then(|visit| door.place(visit, address));
    let refused = match (viewer, place) {
        (None, _) => CloseReason::SignedOut,
        (Some(_), _) if door.is_closing() => CloseReason::ServerRestarting,
        (Some(_), None) => CloseReason::TooManyConnections,
        (Some(visit), Some(place)) => return door.keep(socket, visit, place),
    };
    door.connections.track_future(socket.end(refused)).await;
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
