//! What travels over the live link: commands one way, what happened the other way.
//!
//! Variants are append-only and so are their fields: a change of either is a new variant.
//! `docs/protocol.md` describes each; a test keeps the two in step.

mod client;
mod close;
mod event;
mod server;

pub use client::{ClientFrame, Cursor};
pub use close::{CloseReason, Reconnect};
pub use event::RoomEvent;
pub use server::{Replay, ServerFrame, Subject};
