//! Where requests open links, and come in for those that are open.

use std::{convert::Infallible, net::IpAddr, sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use data_encoding::BASE64;
use futures_util::stream::{self, Stream, StreamExt};
use serde::Deserialize;
use shared::{frame::CloseReason, limits, parcel};
use tokio::sync::mpsc;

use super::{
    Gone, Key, NoKey,
    road::{Down, Item, Relayed},
    window::{Answer, Window},
};
use crate::{
    live::{crowd::Place, door::LiveDoor, format::Format, handshake::Refusal, road::Heard},
    store::Visit,
};

/// Says why a link is at its end, as a WebSocket's close would: with its code.
const CLOSE: HeaderName = HeaderName::from_static(limits::CLOSE_HEADER);

/// How often a stream that has nothing to tell says so: more often than a proxy gives up on one
/// that is silent.
const KEEP_ALIVE: Duration = Duration::from_secs(5);

/// Parts of a stream that wait for its reader. What waits longer does so in the outbox, which
/// is bounded.
const PARTS: usize = 1;

/// Opens a link that is heard as a stream of events. One that is only tried ends after
/// [`limits::PROBED_STREAM`], and whoever may have none hears why in a stream like it: so it can
/// be seen whether streams come through.
pub fn open_stream(
    door: &LiveDoor,
    viewer: Option<Visit>,
    address: IpAddr,
    is_tried: bool,
) -> Response {
    let life = is_tried.then_some(limits::PROBED_STREAM);
    let (key, visit, place) = match admit(door, viewer, address) {
        Ok(admitted) => admitted,
        Err(NoLink::SignedOut) if is_tried => {
            let told = stream::once(async { closing(CloseReason::SignedOut) });
            return streamed(told.chain(stream::pending()), life);
        }
        Err(refused) => return refused.into_response(),
    };
    let (heard, entry) = door.relay().open(key, visit.session, None);
    let (parts, read) = mpsc::channel(PARTS);
    let road = Relayed {
        heard,
        down: Down::Stream(parts),
        _entry: entry,
    };
    door.keep(road, visit, place);
    streamed(events(key, read), life)
}

/// An answer that goes on for as long as there are events, and no longer than this.
fn streamed(
    events: impl Stream<Item = Event> + Send + 'static,
    life: Option<Duration>,
) -> Response {
    let over = async move {
        match life {
            Some(life) => tokio::time::sleep(life).await,
            None => std::future::pending().await,
        }
    };
    let events = events.map(Ok::<_, Infallible>).take_until(over);
    let events = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // nginx holds answers back unless it is told not to.
    let unheld = [(HeaderName::from_static("x-accel-buffering"), "no")];
    (unheld, events).into_response()
}

/// Says why a link ends.
fn closing(reason: CloseReason) -> Event {
    let code = reason.code().to_string();
    Event::default().event("close").data(code)
}

/// Lets somebody in who is signed in, under a name for their link.
fn admit(
    door: &LiveDoor,
    viewer: Option<Visit>,
    address: IpAddr,
) -> Result<(Key, Visit, Place), NoLink> {
    door.has_room().map_err(NoLink::Refused)?;
    let visit = viewer.ok_or(NoLink::SignedOut)?;
    let place = door.place(&visit, address).ok_or(NoLink::Crowded)?;
    let key = Key::fresh().map_err(|_| NoLink::Refused(Refusal::Unavailable))?;
    Ok((key, visit, place))
}

/// Why there is no link.
enum NoLink {
    Refused(Refusal),
    SignedOut,
    Crowded,
    /// It is gone, or never was.
    Gone,
}

impl IntoResponse for NoLink {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => refusal.into_response(),
            Self::SignedOut => with(StatusCode::UNAUTHORIZED, CloseReason::SignedOut),
            Self::Crowded => {
                let status = StatusCode::TOO_MANY_REQUESTS;
                with(status, CloseReason::TooManyConnections)
            }
            Self::Gone => gone(),
        }
    }
}

/// The name of the link, then its frames, then why it ended.
fn events(key: Key, read: mpsc::Receiver<Item>) -> impl Stream<Item = Event> {
    let name = Event::default().event("link").data(key.to_string());
    let parts = stream::unfold(read, async |mut read| {
        let event = match read.recv().await? {
            Item::Frames(parcel) => Event::default().data(BASE64.encode(&parcel)),
            Item::Close(reason) => closing(reason),
        };
        Some((event, read))
    });
    stream::once(async { name }).chain(parts)
}

/// Opens a link that is heard by asking again and again; its name.
pub fn open_window(door: &LiveDoor, viewer: Option<Visit>, address: IpAddr) -> Response {
    let (key, visit, place) = match admit(door, viewer, address) {
        Ok(admitted) => admitted,
        Err(refused) => return refused.into_response(),
    };
    let window = Arc::new(Window::default());
    let known = Some(Arc::clone(&window));
    let (heard, entry) = door.relay().open(key, visit.session, known);
    let road = Relayed {
        heard,
        down: Down::Window(window),
        _entry: entry,
    };
    door.keep(road, visit, place);
    (StatusCode::CREATED, key.to_string()).into_response()
}

/// What a client wants to hear.
#[derive(Debug, Deserialize)]
pub struct Poll {
    /// Of which link.
    link: String,
    /// How many of its frames have come so far.
    received: u64,
    /// How many seconds to wait for more.
    wait: u64,
}

/// The frames that follow those that have come.
pub async fn poll(door: &LiveDoor, viewer: Option<Visit>, poll: Poll) -> Response {
    let link = match find(door, viewer.as_ref(), &poll.link) {
        Ok(link) => link,
        Err(none) => return none.into_response(),
    };
    let Some(window) = link.window.clone() else {
        return gone();
    };
    // A link whose connection has ended has something to tell: why.
    let _ = link.say(Heard::Breath).await;
    let hold = Duration::from_secs(poll.wait).min(limits::POLL);
    match window.after(poll.received, hold).await {
        Answer::Frames(parcel) => octets(parcel),
        Answer::Nothing => StatusCode::NO_CONTENT.into_response(),
        Answer::Closed(reason) => closed(reason),
        Answer::Confused => closed(CloseReason::ProtocolViolation),
    }
}

/// Takes what a client says, in its order. Answered once all of it is taken, which is not yet
/// done: what comes of it is heard like everything else.
pub async fn say(door: &LiveDoor, viewer: Option<Visit>, link: &str, said: &Bytes) -> Response {
    let link = match find(door, viewer.as_ref(), link) {
        Ok(link) => link,
        Err(none) => return none.into_response(),
    };
    let Ok(frames) = parcel::unpack(said) else {
        let torn = Err(CloseReason::MalformedFrame);
        return answer(link.say(Heard::Frame(torn)).await);
    };
    for frame in frames {
        let heard = Heard::Frame(Format::Bincode.read_binary(frame));
        if link.say(heard).await.is_err() {
            return gone();
        }
    }
    StatusCode::NO_CONTENT.into_response()
}

/// The link of this name.
fn find(door: &LiveDoor, viewer: Option<&Visit>, key: &str) -> Result<super::Link, NoLink> {
    let viewer = viewer.ok_or(NoLink::SignedOut)?;
    let key = key.parse().map_err(|NoKey| NoLink::Gone)?;
    let found = door.relay().find(key, viewer.session);
    found.map_err(|Gone| NoLink::Gone)
}

fn answer(taken: Result<(), Gone>) -> Response {
    taken.map_or_else(|Gone| gone(), |()| StatusCode::NO_CONTENT.into_response())
}

fn octets(bytes: Vec<u8>) -> Response {
    let octets = HeaderValue::from_static("application/octet-stream");
    ([(header::CONTENT_TYPE, octets)], bytes).into_response()
}

/// There is no such link, any more or here; nothing is known of why.
fn gone() -> Response {
    (StatusCode::GONE, "this link is gone: open another\n").into_response()
}

fn closed(reason: CloseReason) -> Response {
    with(StatusCode::GONE, reason)
}

fn with(status: StatusCode, reason: CloseReason) -> Response {
    let code = HeaderValue::from(reason.code());
    (status, [(CLOSE, code)], reason.text()).into_response()
}
