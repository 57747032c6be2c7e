//! Where the bytes of one connection go out. Whoever has some may write them, a courier of the hub
//! or the connection itself; a lock keeps their order. It is held while the system is asked to take
//! bytes, which never waits.

use std::{
    io,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use parking_lot::Mutex;
use shared::frame::CloseReason;
use tokio::net::tcp::OwnedWriteHalf;

use crate::{
    hub::{Batch, Direct, Outbox},
    live::format::Format,
};

#[cfg(test)]
mod tests;

/// Bytes taken from the outbox at a time: what a slow reader has to take within its time.
const BATCH: usize = 64 * 1024;

/// What is on its way out.
#[derive(Default)]
struct Leaving {
    /// Not written yet, or not all of it.
    bytes: Bytes,
    /// The last that is said has been said.
    is_over: bool,
}

/// A connection's way out.
pub(crate) struct Line {
    leaving: Mutex<Leaving>,
    /// Where bytes go without a detour. What is encrypted on its way has none.
    socket: Option<OwnedWriteHalf>,
    format: Format,
}

/// What was found in the outbox.
pub(crate) enum Loaded {
    /// There is something to write, now or still.
    Some,
    /// Nothing more, and perhaps why nothing will follow.
    Nothing(Option<CloseReason>),
}

impl Drop for Line {
    /// The half of a socket says that nothing more comes before the socket is closed, which says it
    /// too.
    fn drop(&mut self) {
        if let Some(socket) = self.socket.take() {
            socket.forget();
        }
    }
}

impl Line {
    /// A way out, written to as `format` has it.
    pub fn new(socket: Option<OwnedWriteHalf>, format: Format) -> Self {
        Self {
            leaving: Mutex::default(),
            socket,
            format,
        }
    }

    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether others may write to it.
    pub fn is_direct(&self) -> bool {
        self.socket.is_some()
    }

    /// Takes from the outbox what is to be written next, unless something still is.
    pub fn load(&self, outbox: &Outbox) -> Loaded {
        self.leaving.lock().load(outbox, self.format)
    }

    /// Adds a message after all that was taken from the outbox. With `is_last` nothing follows it.
    pub fn say(&self, message: Bytes, is_last: bool) {
        let mut leaving = self.leaving.lock();
        if !leaving.is_over {
            let before = std::mem::take(&mut leaving.bytes);
            leaving.bytes = match before.is_empty() {
                true => message,
                false => joined(vec![before, message]),
            };
            leaving.is_over = is_last;
        }
    }

    /// Writes until nothing is left, with `write` where there is no socket of its own.
    pub fn poll_write(
        &self,
        cx: &mut Context<'_>,
        mut write: impl FnMut(&mut Context<'_>, &[u8]) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<()>> {
        loop {
            if let Some(socket) = &self.socket {
                if self.leaving.lock().write(socket)? {
                    return Poll::Ready(Ok(()));
                }
                ready!(socket.as_ref().poll_write_ready(cx))?;
                continue;
            }
            let mut leaving = self.leaving.lock();
            if leaving.bytes.is_empty() {
                return Poll::Ready(Ok(()));
            }
            let written = ready!(write(cx, &leaving.bytes))?;
            leaving.advance(written)?;
        }
    }
}

impl Direct for Line {
    fn deliver(&self, outbox: &Outbox) -> bool {
        let Some(socket) = &self.socket else {
            return false;
        };
        let mut leaving = self.leaving.lock();
        // What was there before goes first; then one batch, so that nobody waits long for others.
        let is_clear = leaving.write(socket);
        if !matches!(is_clear, Ok(true)) {
            return false;
        }
        match leaving.load(outbox, self.format) {
            Loaded::Nothing(close) => close.is_none(),
            Loaded::Some => {
                let is_clear = leaving.write(socket);
                matches!(is_clear, Ok(true)) && outbox.is_empty()
            }
        }
    }
}

impl Leaving {
    fn load(&mut self, outbox: &Outbox, format: Format) -> Loaded {
        if !self.bytes.is_empty() {
            return Loaded::Some;
        }
        if self.is_over {
            return Loaded::Nothing(None);
        }
        let Batch { frames, close } = outbox.take(BATCH);
        if frames.is_empty() {
            return Loaded::Nothing(close);
        }
        self.bytes = joined(format.write(frames));
        Loaded::Some
    }

    /// Writes what the system takes at once; true when that was all.
    fn write(&mut self, socket: &OwnedWriteHalf) -> io::Result<bool> {
        while !self.bytes.is_empty() {
            match socket.try_write(&self.bytes) {
                Ok(written) => self.advance(written)?,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    fn advance(&mut self, written: usize) -> io::Result<()> {
        match self.bytes.len().checked_sub(written) {
            None => Err(io::ErrorKind::InvalidData.into()),
            Some(_) if written == 0 => Err(io::ErrorKind::WriteZero.into()),
            // Nothing is kept of what was written, not even a share of its memory.
            Some(0) => {
                self.bytes = Bytes::new();
                Ok(())
            }
            Some(_) => {
                self.bytes.advance(written);
                Ok(())
            }
        }
    }
}

/// In one piece, which one piece is already.
fn joined(mut pieces: Vec<Bytes>) -> Bytes {
    if pieces.len() == 1 {
        return pieces.pop().unwrap_or_default();
    }
    pieces.concat().into()
}
