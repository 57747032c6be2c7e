//! From what is known of the way to what is wrong with it. Pure: facts in, causes out.

#[cfg(test)]
mod tests;

use shared::frame::CloseReason;

use crate::{
    backend::{Arrived, Seen},
    state::doctor::{Outcome, Tried},
};

/// The status of a handshake that opened a WebSocket.
const OPENED: u16 = 101;

/// Everything that is known.
pub(super) struct Facts<'a> {
    /// What a browser found out.
    pub(super) tried: &'a Tried,
    /// What reached the server of its WebSocket.
    pub(super) arrived: Option<Arrived>,
    /// What the server sees of the way.
    pub(super) seen: &'a Seen,
}

/// Why something does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// A proxy tells the server of another host than the browser asked for.
    Host,
    /// A proxy does not pass on which page asks.
    Origin,
    /// A proxy keeps to itself what asks for a WebSocket.
    Upgrade(Lacks),
    /// Nothing of the attempt reached the server.
    NeverCame,
    /// The server opened it, and the browser did not see that.
    Swallowed,
    /// The house is full.
    Full,
    /// This person, or this address, has too many links.
    Crowded,
    /// The server is about to stop.
    Restarting,
    /// It came, and was answered with this status for some other reason.
    Answered(u16),
    /// Somebody on the way holds answers back until they are whole.
    Buffered,
    /// What lasts is ended on the way.
    Cut,
}

/// What a handshake lacked when it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lacks {
    pub(super) upgrade: bool,
    pub(super) connection: bool,
    /// HTTP/1.1: it came as HTTP/1.0.
    pub(super) version: bool,
    /// What it was answered with.
    pub(super) answered: u16,
}

/// Why no WebSocket opens; nothing where one does.
pub(super) fn of_websocket(facts: &Facts) -> Vec<Cause> {
    let [outcome, ..] = facts.tried.roads;
    match outcome {
        Outcome::Works(_) => Vec::new(),
        Outcome::Refused(code) => vec![refused(code)],
        Outcome::Blocked | Outcome::Buffered | Outcome::Silent => unopened(facts),
    }
}

fn unopened(facts: &Facts) -> Vec<Cause> {
    let Some(arrived) = facts.arrived else {
        return vec![Cause::NeverCame];
    };
    if arrived.answered == OPENED {
        return vec![Cause::Swallowed];
    }
    let lacks = Lacks {
        upgrade: !arrived.upgrade,
        connection: !arrived.connection,
        version: arrived.is_old,
        answered: arrived.answered,
    };
    let is_lacking = lacks.upgrade || lacks.connection || lacks.version;
    let named: Vec<_> = foreign(facts)
        .into_iter()
        .chain(is_lacking.then_some(Cause::Upgrade(lacks)))
        .collect();
    if !named.is_empty() {
        return named;
    }
    let other = match arrived.close.map(refused) {
        // In the answer to a handshake it is said of everybody.
        Some(Cause::Crowded) => Cause::Full,
        Some(cause) => cause,
        None => Cause::Answered(arrived.answered),
    };
    vec![other]
}

/// Why no stream of events comes through; nothing where one does.
pub(super) fn of_stream(facts: &Facts) -> Vec<Cause> {
    let [_, outcome, last] = facts.tried.roads;
    let cause = match outcome {
        Outcome::Works(_) => None,
        Outcome::Buffered => Some(Cause::Buffered),
        Outcome::Refused(code) => Some(refused(code)),
        // Where short answers do not come either, streams are not to blame.
        Outcome::Blocked | Outcome::Silent => {
            foreign(facts).or_else(|| last.works().map(|_| Cause::Cut))
        }
    };
    cause.into_iter().collect()
}

fn refused(code: u16) -> Cause {
    match CloseReason::from_code(code) {
        Some(CloseReason::TooManyConnections) => Cause::Crowded,
        Some(CloseReason::ServerRestarting) => Cause::Restarting,
        _ => Cause::Answered(code),
    }
}

/// Why the server takes this house's own page for somebody else's, if it does.
fn foreign(facts: &Facts) -> Option<Cause> {
    let is_other = is_other_host(&facts.tried.origin, facts.seen);
    match facts.arrived {
        Some(arrived) if arrived.is_ours => None,
        _ if is_other => Some(Cause::Host),
        Some(_) => Some(Cause::Origin),
        None => None,
    }
}

/// Whether the browser asked for another host than the server was told of.
fn is_other_host(origin: &str, seen: &Seen) -> bool {
    host_of(origin).is_some_and(|asked| !asked.eq_ignore_ascii_case(&seen.host))
}

/// The host of an origin, with its port.
pub(super) fn host_of(origin: &str) -> Option<&str> {
    origin.split_once("://").map(|(_, host)| host)
}
