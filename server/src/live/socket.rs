//! The settings and errors of one WebSocket.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use shared::{frame::CloseReason, limits};

use super::{
    format::{Format, SUBPROTOCOLS},
    road::{End, Heard, Road},
};

/// Allocated per connection when it opens and kept: a connection costs what this costs.
/// Larger frames are read in several goes.
const READ_BUFFER: usize = 512;

/// Frames are gathered up to this many bytes before a write; the buffer stays with its
/// connection, so a burst's worth is not kept for ever.
const WRITE_BUFFER: usize = 8 * 1024;

/// More is never gathered; a connection whose peer does not read fails instead.
const MAX_WRITE_BUFFER: usize = 512 * 1024;

/// How long a peer may take to answer a close, so that it gets to read the reason.
const CLOSING: Duration = Duration::from_secs(2);

/// Overrides every limit that tungstenite sets for fewer and trusted peers: 128 KiB of read
/// buffer per connection, a write buffer without end, 64 MiB messages in 16 MiB frames.
pub(super) fn configure(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .protocols(SUBPROTOCOLS)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(MAX_WRITE_BUFFER)
        .max_message_size(limits::FRAME_BYTES)
        .max_frame_size(limits::FRAME_BYTES)
        .accept_unmasked_frames(false)
}

/// A WebSocket as a road.
pub(super) struct Socket {
    socket: WebSocket,
    format: Format,
}

impl Road for Socket {
    async fn hear(&mut self) -> Result<Heard, End> {
        Ok(match self.next().await? {
            Message::Binary(bytes) => Heard::Frame(self.format.read_binary(&bytes)),
            Message::Text(text) => Heard::Frame(self.format.read_text(&text)),
            // Answered by the WebSocket layer itself.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => Heard::Breath,
        })
    }

    async fn send(&mut self, frames: Vec<Bytes>) -> Result<(), End> {
        for frame in frames {
            let fed = self.socket.feed(self.format.write(frame)).await;
            fed.map_err(|_| End::Gone)?;
        }
        self.socket.flush().await.map_err(|_| End::Gone)
    }

    async fn end(&mut self, reason: CloseReason) {
        let frame = CloseFrame {
            code: reason.code(),
            reason: reason.text().into(),
        };
        let goodbye = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.next().await {}
            }
        };
        // A peer that does not answer has had its chance.
        let _ = tokio::time::timeout(CLOSING, goodbye).await;
    }
}

impl Socket {
    /// Speaks what was agreed on in the handshake.
    pub(super) fn new(socket: WebSocket) -> Self {
        let format = Format::of(&socket);
        Self { socket, format }
    }

    /// The next message, whatever is in it; an error when there will be no more. Cancelling it
    /// loses nothing.
    pub(super) async fn next(&mut self) -> Result<Message, End> {
        match self.socket.recv().await {
            Some(Ok(Message::Close(_))) => {
                self.answer_close().await;
                Err(End::Gone)
            }
            Some(Ok(message)) => Ok(message),
            None => Err(End::Gone),
            Some(Err(error)) => Err(fault(error).map_or(End::Gone, End::Close)),
        }
    }

    /// Sends one message as it is.
    ///
    /// # Errors
    /// [`End::Gone`] when there is nobody to send to.
    #[cfg(feature = "conformance")]
    pub(super) async fn say(&mut self, message: Message) -> Result<(), End> {
        self.socket.send(message).await.map_err(|_| End::Gone)
    }

    /// Who closes is owed an answer. The WebSocket layer has it ready, but writes only when it is
    /// asked to.
    async fn answer_close(&mut self) {
        // A peer that does not take it has gone.
        let _ = tokio::time::timeout(CLOSING, self.socket.flush()).await;
    }
}

/// Why reading stopped, as a reason to close; `None` when the peer is simply gone.
fn fault(error: axum::Error) -> Option<CloseReason> {
    use tungstenite::Error as E;
    match error.into_inner().downcast_ref::<E>()? {
        E::Capacity(_) => Some(CloseReason::FrameTooLarge),
        E::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake) => None,
        E::Protocol(_) => Some(CloseReason::BadFraming),
        E::Utf8(_) => Some(CloseReason::NotUtf8),
        _ => None,
    }
}
