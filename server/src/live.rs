//! The live door: a WebSocket per browser tab or bot, or what takes its place.
//!
//! - [`handshake`] decides who may connect at all;
//! - [`crowd`] knows how many links one person and one address have;
//! - [`format`] reads and writes frames as the peer wants them;
//! - [`connection`] moves frames between road, session and outbox;
//! - [`road`] is what carries them: a [`socket`], or the requests of a [`relay`];
//! - [`ws`] is what RFC 6455 says of a WebSocket;
//! - [`probes`] remembers what reached the server of attempts that are made to be told;
//! - [`session`] turns commands into calls of the use cases;
//! - [`pace`] knows how much one link may do at a time;
//! - [`heartbeat`] knows when a silent peer is a dead one.
//!
//! With the feature `conformance` there is an `echo` beside it, which shows a WebSocket without all
//! that is behind one.

mod connection;
mod crowd;
mod door;
#[cfg(feature = "conformance")]
mod echo;
mod farewell;
mod format;
mod handshake;
mod heartbeat;
mod pace;
mod probes;
mod relay;
mod road;
mod session;
mod socket;
mod ws;

pub use crowd::Most;
pub use door::{LiveDoor, LiveSettings};
#[cfg(feature = "conformance")]
pub use echo::{ECHO_PATH, echo};
pub use handshake::{Origins, bearer};
pub use probes::{number, upgrade};
pub use relay::door::{Poll, open_stream, open_window, poll, say};
