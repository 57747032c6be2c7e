//! A link from when it is there until it is gone.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use shared::{SessionId, Timestamp, frame::CloseReason, limits};

use super::LiveDoor;
use crate::{
    domain::now,
    live::{
        connection,
        crowd::Place,
        heartbeat::Rhythm,
        road::{End, Road},
        session::Session,
    },
};

/// Who has a link, by which session, and until when.
pub(super) struct Stay {
    pub session: SessionId,
    pub until: Timestamp,
    /// Given back when the link is gone.
    pub _place: Place,
}

/// Serves somebody for as long as their session goes on.
pub(super) async fn serve(
    door: &LiveDoor,
    road: &mut impl Road,
    session: &mut Session,
    stay: &Stay,
) {
    let house = &door.house;
    let left = stay.until.seconds().saturating_sub(now().seconds());
    let over_at = Instant::now() + Duration::from_secs(left.into());
    let outbox = Arc::clone(session.outbox());
    let link = house.hold(stay.session, &outbox);
    // Either may have ended in between, too early for this link to be told.
    if door.is_closing() {
        outbox.close(CloseReason::ServerRestarting);
    }
    match house.is_open(stay.session).await {
        Ok(true) => {}
        Ok(false) => outbox.close(CloseReason::SignedOut),
        Err(_) => outbox.close(CloseReason::ServerFault),
    }
    let rhythm = Rhythm {
        ping_every: limits::PING_EVERY,
        silence: limits::SILENCE,
        write_within: door.settings.write_within,
    };
    let end = connection::serve(road, session, rhythm, over_at).await;
    let connection = session.finish(end.may_return());
    tracing::debug!(connection, ?end, "connection ended");
    if let End::Close(reason) = end {
        road.end(reason).await;
    }
    drop(link);
    // The last link of a session says when it was last used. A server that stops has better
    // things to write.
    if !house.is_here(stay.session) && !door.is_closing() {
        house.note_use(stay.session).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::socket::Socket;

    /// The bytes that a future takes.
    fn size<A, F>(_: impl FnOnce(A) -> F) -> usize {
        size_of::<F>()
    }

    /// Most connections are silent most of the time, and there are many: what each of them keeps
    /// then must not grow unnoticed.
    #[test]
    fn a_silent_connection_keeps_little() {
        type Given<'a> = (&'a LiveDoor, &'a mut Socket, &'a mut Session, &'a Stay);
        let served =
            size(|(door, road, session, stay): Given<'static>| serve(door, road, session, stay));
        let kept = served + size_of::<(LiveDoor, Session, Stay)>();
        assert!(kept <= 1_200, "{kept}");
    }
}
