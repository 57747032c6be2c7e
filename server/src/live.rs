//! The live door: a WebSocket per browser tab or bot.
//!
//! - [`handshake`] decides who may connect at all;
//! - [`format`] reads and writes frames as the peer wants them;
//! - [`connection`] moves bytes between socket, session and outbox;
//! - [`session`] turns commands into calls of the use cases;
//! - [`heartbeat`] knows when a silent peer is a dead one.

mod connection;
mod door;
mod format;
mod handshake;
mod heartbeat;
mod session;
mod socket;

pub use door::{LiveDoor, LiveSettings, upgrade};
pub use handshake::{Origins, bearer};
