//! A WebSocket as RFC 6455 has it, the server's side, and no more than the live link needs of one:
//! no extensions, messages of a bounded length, and nothing kept of a connection that is silent.
//!
//! - [`accept`] is the answer to a handshake that was found good;
//! - [`head`] is what each frame begins with;
//! - [`reader`] makes messages of bytes, without any I/O;
//! - [`line`] is where bytes go out, from whoever has some;
//! - [`stream`] is what carries them.

pub(super) mod accept;
mod head;
pub(super) mod line;
pub(super) mod reader;
pub(super) mod stream;
