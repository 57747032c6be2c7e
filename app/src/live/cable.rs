//! One attempt to reach the server over one road, and the link that comes of it. Whatever the
//! road, frames go in and reports come out.

mod line;
mod poll;
mod socket;
mod stream;

use shared::{Nonce, codec, frame::ClientFrame, limits};

use self::{line::Line, socket::Socket};
use super::ladder::Road;

/// The close code of a link that ended without a word, or never opened (RFC 6455, section
/// 7.1.5).
pub(super) const LOST: u16 = 1006;

/// What a cable reports. Never while it is being used, always later.
#[derive(Debug)]
pub(super) enum Report {
    /// A frame came.
    Bytes(Vec<u8>),
    /// The server is there, and has nothing to say.
    Alive,
    /// It is closed, with this code; or it never opened. The last report.
    Closed(u16),
}

/// A link over one road; silent and closed once it is dropped.
pub(super) struct Cable(Kind);

enum Kind {
    Socket(Socket),
    Line(Line),
}

impl Cable {
    /// Begins to connect; `None` where the browser refuses to. With `probe`, the server is told
    /// that it is only tried, and under which number.
    pub fn connect(
        road: Road,
        probe: Option<Nonce>,
        report: impl Fn(Report) + Clone + 'static,
    ) -> Option<Self> {
        let query = probe.map_or_else(String::new, |probe| format!("?{}={probe}", limits::PROBE));
        let kind = match road {
            Road::WebSocket => Kind::Socket(Socket::connect(&query, report)?),
            Road::Stream => {
                let path = format!("{}{query}", limits::EVENTS_PATH);
                Kind::Line(Line::open(report, |line| stream::run(line, path))?)
            }
            Road::Poll => Kind::Line(Line::open(report, poll::run)?),
        };
        Some(Self(kind))
    }

    /// Sends a frame. What cannot be sent is lost like anything on a broken link, and made
    /// good the same way.
    pub fn send(&self, frame: &ClientFrame) {
        let Ok(bytes) = codec::encode(frame) else {
            return;
        };
        match &self.0 {
            Kind::Socket(socket) => socket.send(&bytes),
            Kind::Line(line) => line.say(bytes),
        }
    }

    /// Begins to close; the report of it follows.
    pub fn close(&self) {
        match &self.0 {
            Kind::Socket(socket) => socket.close(),
            Kind::Line(line) => line.close(),
        }
    }
}
