//! One connection's life: bytes in to the session, bytes out from the outbox.

use std::time::{Duration, Instant};

use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt;
use shared::frame::{ClientFrame, CloseReason, Reconnect, ServerFrame};
use tokio::time::{sleep_until, timeout};

use super::{
    format::Format,
    heartbeat::{Beat, Heartbeat, Rhythm},
    session::Session,
    socket,
};
use crate::wire;

/// A peer that takes longer than this to take what is written to it reads too slowly.
const WRITE_DEADLINE: Duration = Duration::from_secs(10);

/// Bytes written between two looks at what came in.
const BATCH: usize = 64 * 1024;

/// Why a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The peer went, with or without a goodbye.
    Gone,
    /// The server ends it; the peer is told why.
    Close(CloseReason),
}

impl End {
    /// Whether the peer may be back in a moment, as after a reload.
    fn may_return(self) -> bool {
        match self {
            Self::Gone => true,
            Self::Close(reason) => reason.reconnect() != Reconnect::Never,
        }
    }
}

/// Serves a connection until it ends. Cancelling it is the same as losing the connection.
pub(super) async fn serve(mut socket: WebSocket, mut session: Session, rhythm: Rhythm) {
    let end = run(&mut socket, &mut session, rhythm).await;
    let connection = session.finish(end.may_return());
    tracing::debug!(connection, ?end, "connection ended");
    if let End::Close(reason) = end {
        socket::close(socket, reason).await;
    }
}

async fn run(socket: &mut WebSocket, session: &mut Session, rhythm: Rhythm) -> End {
    let format = Format::of(socket);
    let mut heart = Heartbeat::new(rhythm, Instant::now());
    let beat = sleep_until(heart.first().into());
    tokio::pin!(beat);
    loop {
        let end = tokio::select! {
            message = socket.recv() => {
                heart.heard(Instant::now());
                incoming(session, format, message).await
            }
            () = session.outbox().ready() => drain(socket, session, format).await,
            () = beat.as_mut() => match heart.beat(Instant::now()) {
                Beat::Dead => Err(End::Close(CloseReason::SilenceTooLong)),
                Beat::Wait(at) => {
                    beat.as_mut().reset(at.into());
                    Ok(())
                }
                Beat::Ping(at) => {
                    beat.as_mut().reset(at.into());
                    session.outbox().answer(wire::frame(&ServerFrame::Pinged));
                    Ok(())
                }
            },
        };
        if let Err(end) = end {
            return end;
        }
    }
}

async fn incoming(
    session: &mut Session,
    format: Format,
    message: Option<Result<Message, axum::Error>>,
) -> Result<(), End> {
    match message {
        Some(Ok(Message::Binary(bytes))) => obey(session, format.read_binary(&bytes)).await,
        Some(Ok(Message::Text(text))) => obey(session, format.read_text(&text)).await,
        // Answered by the WebSocket layer itself.
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
        Some(Ok(Message::Close(_))) | None => Err(End::Gone),
        Some(Err(error)) => Err(socket::fault(error, format).map_or(End::Gone, End::Close)),
    }
}

/// Does what a message says. Where it says nothing that is understood, the log gets the kind of
/// mistake, never the bytes.
async fn obey(session: &mut Session, read: Result<ClientFrame, CloseReason>) -> Result<(), End> {
    match read {
        Ok(frame) => {
            session.handle(frame).await;
            Ok(())
        }
        Err(reason) => {
            let (connection, code) = (session.number(), reason.code());
            tracing::info!(connection, code, "frame refused");
            Err(End::Close(reason))
        }
    }
}

/// Writes what is queued: as many frames as there are, in as few writes as their bytes need.
async fn drain(socket: &mut WebSocket, session: &Session, format: Format) -> Result<(), End> {
    let batch = session.outbox().take(BATCH);
    if !batch.frames.is_empty() {
        match timeout(WRITE_DEADLINE, write(socket, format, batch.frames)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(End::Gone),
            Err(_) => return Err(End::Close(CloseReason::SlowReader)),
        }
        session.outbox().wake_if_queued();
    }
    batch.close.map_or(Ok(()), |reason| Err(End::Close(reason)))
}

async fn write(
    socket: &mut WebSocket,
    format: Format,
    frames: Vec<Bytes>,
) -> Result<(), axum::Error> {
    for frame in frames {
        socket.feed(format.write(frame)).await?;
    }
    socket.flush().await
}
