//! One connection's life: frames in to the session, frames out from the outbox.

use std::time::Instant;

use futures_util::FutureExt;
use shared::frame::{ClientFrame, CloseReason, ServerFrame};
use tokio::{task::yield_now, time::sleep_until};

use super::{
    heartbeat::{Beat, Heartbeat, Rhythm},
    road::{End, Heard, Road},
    session::Session,
};
use crate::wire;

/// Serves a connection until it ends, at `over_at` at the latest; why it did. Cancelling it is the
/// same as losing the connection.
///
/// An `async fn` keeps what it takes by value twice, for as long as it runs, and this one runs for
/// as long as somebody is here: so it takes references.
pub(super) async fn serve(
    road: &mut impl Road,
    session: &mut Session,
    rhythm: Rhythm,
    over_at: Instant,
) -> End {
    let mut heart = Heartbeat::new(rhythm, Instant::now(), over_at);
    let beat = sleep_until(heart.first().into());
    tokio::pin!(beat);
    if let Some(direct) = road.direct() {
        session.outbox().attach(direct);
    }
    // Whoever comes back says at once where they go on. When many do, that is here before their turn
    // comes again, and its answer goes out together with the welcome.
    yield_now().await;
    if let Some(heard) = road.hear().now_or_never()
        && let Err(end) = obey(session, &mut heart, heard).await
    {
        return end;
    }
    loop {
        let end = tokio::select! {
            heard = road.hear() => obey(session, &mut heart, heard).await,
            () = session.outbox().ready() => road.drain(session.outbox(), rhythm.write_within).await,
            () = beat.as_mut() => match heart.beat(Instant::now()) {
                Beat::Dead => Err(End::Close(CloseReason::SilenceTooLong)),
                Beat::Over => Err(End::Close(CloseReason::SignedOut)),
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

/// Does what the peer says, and notes that it has said something.
async fn obey(
    session: &mut Session,
    heart: &mut Heartbeat,
    heard: Result<Heard, End>,
) -> Result<(), End> {
    heart.heard(Instant::now());
    if let Some(frame) = understood(session, heard?)? {
        // What a command needs while it is done, a silent connection would keep for ever.
        Box::pin(session.handle(frame)).await;
    }
    Ok(())
}

/// The command in what the peer says, if it is one. Where it is nothing that is understood, the log
/// gets the kind of mistake, never the bytes.
fn understood(session: &Session, heard: Heard) -> Result<Option<ClientFrame>, End> {
    match heard {
        Heard::Breath => Ok(None),
        Heard::Frame(Ok(frame)) => Ok(Some(frame)),
        Heard::Frame(Err(reason)) => {
            let (connection, code) = (session.number(), reason.code());
            tracing::info!(connection, code, "frame refused");
            Err(End::Close(reason))
        }
    }
}
