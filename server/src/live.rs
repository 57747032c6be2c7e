//! The live door: a WebSocket per browser tab.
//!
//! - [`handshake`] decides who may connect at all;
//! - [`connection`] moves bytes between socket, session and outbox;
//! - [`session`] turns commands into calls of the use cases;
//! - [`heartbeat`] knows when a silent peer is a dead one.

mod connection;
mod door;
mod handshake;
mod heartbeat;
mod session;
mod socket;

pub use door::{LiveDoor, LiveSettings, upgrade};
pub use handshake::Origins;
