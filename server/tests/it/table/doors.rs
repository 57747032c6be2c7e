//! The doors: each does a command and says in one word what became of it.

use std::net::SocketAddr;

use shared::{
    ApiError, Nonce, RoomId,
    frame::{ClientFrame, CloseReason, ServerFrame, Subject},
};

use super::{
    cast::Role,
    script::{call, form, frame},
    stage::Stage,
};
use crate::common::{Client, Ended, JsonClient, Reply, Road};

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Binary,
    /// The same frames, where no WebSocket can be had.
    Relayed(Road),
    Json,
    Api,
    Forms,
}

impl Door {
    pub const ALL: [Self; 6] = [
        Self::Binary,
        Self::Relayed(Road::Stream),
        Self::Relayed(Road::Poll),
        Self::Json,
        Self::Api,
        Self::Forms,
    ];

    /// In the table.
    pub fn letter(self) -> char {
        match self {
            Self::Binary | Self::Relayed(_) => 'b',
            Self::Json => 'j',
            Self::Api => 'a',
            Self::Forms => 'f',
        }
    }
}

/// A live link in either format.
pub enum Link {
    Binary(Box<Client>),
    Json(Box<JsonClient>),
    /// Closed with "signed out" before it began.
    SignedOut,
}

impl Link {
    /// Opens the link of a stage and enters its room, if it can be; none where the door is none.
    pub async fn open(stage: &Stage<'_>) -> Option<Self> {
        let address = stage.cast.server.address;
        let (cookie, token) = match &stage.actor {
            Some(actor) => (actor.cookie.as_str(), actor.token.as_str()),
            None => ("", ""),
        };
        let mut link = match stage.door {
            Door::Binary => Self::binary(Road::WebSocket, address, cookie).await,
            Door::Relayed(road) => Self::binary(road, address, cookie).await,
            Door::Json if stage.actor.is_some() && cookie.is_empty() => {
                Self::Json(Box::new(JsonClient::with_token(address, token).await))
            }
            Door::Json => {
                let mut client = JsonClient::with_cookie(address, cookie).await;
                match client.read().await {
                    Ok(_) => Self::Json(Box::new(client)),
                    Err(end) => Self::refused(end),
                }
            }
            Door::Api | Door::Forms => return None,
        };
        // Whether it is let in is asked again as a line of the table.
        link.send(&ClientFrame::EnterRoom {
            room: stage.room,
            cursor: None,
        })
        .await;
        Some(link)
    }

    async fn binary(road: Road, address: SocketAddr, cookie: &str) -> Self {
        match Client::try_connect_over(road, address, cookie).await {
            Ok(client) => Self::Binary(Box::new(client)),
            Err(end) => Self::refused(end),
        }
    }

    fn refused(end: Ended) -> Self {
        assert_eq!(end, Ended::Closed(CloseReason::SignedOut.code()));
        Self::SignedOut
    }

    async fn send(&mut self, frame: &ClientFrame) {
        match self {
            Self::Binary(client) => client.send(frame).await,
            Self::Json(client) => client.send(frame).await,
            Self::SignedOut => {}
        }
    }

    async fn until(
        &mut self,
        wanted: impl FnMut(&ServerFrame) -> Option<&'static str>,
    ) -> &'static str {
        match self {
            Self::Binary(client) => client.until(wanted).await,
            Self::Json(client) => client.until(wanted).await,
            Self::SignedOut => "401",
        }
    }
}

/// Does a command and says what became of it.
pub async fn ask(stage: &mut Stage<'_>, command: &str) -> &'static str {
    let nonce = stage.cast.nonce();
    match stage.door {
        Door::Binary | Door::Relayed(_) | Door::Json => ask_link(stage, command, nonce).await,
        Door::Api => ask_api(stage, command, nonce).await,
        Door::Forms => ask_form(stage, command, nonce).await,
    }
}

async fn ask_link(stage: &mut Stage<'_>, command: &str, nonce: Nonce) -> &'static str {
    let (frame, room) = (frame(stage, command, nonce), stage.room);
    let is_answered = !matches!(command, "LeaveRoom" | "UnwatchLobby" | "Pong");
    let link = stage.link.as_mut().unwrap();
    if !matches!(frame, ClientFrame::ChangeRoom { .. }) {
        // An answer may name the room only: what came before is out of the way first.
        link.send(&ClientFrame::Ping).await;
        link.until(|told| matches!(told, ServerFrame::Ponged).then_some("ok"))
            .await;
    }
    link.send(&frame).await;
    if !is_answered {
        link.send(&ClientFrame::Ping).await;
    }
    link.until(|told| answer(told, command, nonce, room)).await
}

/// What a frame says about a command, if anything.
fn answer(told: &ServerFrame, command: &str, nonce: Nonce, room: RoomId) -> Option<&'static str> {
    let is_about = |subject: &Subject| match subject {
        Subject::Message(about) => *about == nonce,
        Subject::Room(about) => *about == room,
        Subject::Connection => true,
    };
    match (told, command) {
        (ServerFrame::Acked { nonce: about, .. }, _) if *about == nonce => Some("ok"),
        (ServerFrame::Rejected { subject, error }, _) if is_about(subject) => Some(word(*error)),
        (ServerFrame::RoomDescribed { room: info }, "EnterRoom") if info.id == room => Some("ok"),
        (ServerFrame::HistoryLoaded { page }, "LoadPage" | "LoadHistory") if page.room == room => {
            Some("ok")
        }
        (ServerFrame::MembersListed { room: of, .. }, "LoadMembers") if *of == room => Some("ok"),
        (ServerFrame::ReadMarked { room: of, .. }, "MarkRead" | "MarkUnread") if *of == room => {
            Some("ok")
        }
        (ServerFrame::MyRoomsListed { rooms, .. }, "WatchMyRooms") => {
            let is_listed = rooms.iter().any(|listed| listed.id == room);
            Some(if is_listed { "ok" } else { "404" })
        }
        (ServerFrame::PeopleDescribed { .. }, "DescribePeople") => Some("ok"),
        (ServerFrame::LobbyListed { rooms, .. }, "WatchLobby") => {
            let is_listed = rooms.iter().any(|listed| listed.id == room);
            Some(if is_listed { "ok" } else { "404" })
        }
        (ServerFrame::Ponged, "Ping" | "Pong" | "LeaveRoom" | "UnwatchLobby") => Some("ok"),
        _ => None,
    }
}

async fn ask_api(stage: &Stage<'_>, command: &str, nonce: Nonce) -> &'static str {
    let token = stage.actor.as_ref().map_or("", |actor| &actor.token);
    let api = stage.cast.api(token);
    let (path, body) = call(stage, command, nonce);
    let Reply { status, body } = match body {
        Some(body) => api.post(&path, &body).await,
        None => api.get(&path).await,
    };
    match (status, command) {
        (200, "WatchLobby" | "WatchMyRooms") => {
            let mut rooms = body["rooms"].as_array().unwrap().iter();
            let is_listed = rooms.any(|listed| listed["id"] == stage.room.get());
            if is_listed { "ok" } else { "404" }
        }
        _ => number(status),
    }
}

async fn ask_form(stage: &Stage<'_>, command: &str, nonce: Nonce) -> &'static str {
    let cookie = stage.actor.as_ref().map_or("", |actor| &actor.cookie);
    let http = stage.cast.http();
    let (path, form) = form(stage, command, nonce);
    let Some(form) = form else {
        let page = http.get_as(cookie, &path).await;
        let is_in = page.body.contains("action=\"/leave\"");
        return match (is_in, command, page.body.contains(&stage.name)) {
            (false, _, _) => "401",
            (true, "WatchLobby", false) => "404",
            _ => number(page.status),
        };
    };
    let answer = http.post_as(cookie, &path, &form).await;
    match (answer.status, stage.role) {
        // Whoever is not signed in is sent to the way in.
        (303, Role::Nobody) if answer.location() == "/" => "401",
        (303, _) => "ok",
        (status, _) => number(status),
    }
}

fn number(status: u16) -> &'static str {
    match status {
        200 => "ok",
        401 => "401",
        403 => "403",
        404 => "404",
        409 => "409",
        422 => "422",
        _ => "something else",
    }
}

fn word(error: ApiError) -> &'static str {
    match error {
        ApiError::Unauthenticated => "401",
        ApiError::Forbidden => "403",
        ApiError::NotFound => "404",
        ApiError::Conflict => "409",
        _ => "something else",
    }
}
