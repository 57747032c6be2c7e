//! What carries a connection's frames: a WebSocket, or requests where none can be had.

use std::{future::Future, sync::Arc, time::Duration};

use shared::frame::{ClientFrame, CloseReason, Reconnect};

use crate::hub::{Direct, Outbox};

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
    pub(super) fn may_return(self) -> bool {
        match self {
            Self::Gone => true,
            Self::Close(reason) => reason.reconnect() != Reconnect::Never,
        }
    }
}

/// A sign of life of the peer.
#[derive(Debug)]
pub(super) enum Heard {
    /// A command, or why there is none in what was sent.
    Frame(Result<ClientFrame, CloseReason>),
    /// Nothing to be done.
    Breath,
}

/// The way to one peer and back. Order is kept both ways.
pub(super) trait Road: Send {
    /// The next sign of life; an error when there will be no more. Cancelling it loses nothing.
    fn hear(&mut self) -> impl Future<Output = Result<Heard, End>> + Send;

    /// Sends what is queued, in this order, in as few writes as its bytes need. Ready once it is on
    /// its way. Cancelling it loses some of it.
    ///
    /// # Errors
    /// [`End::Gone`] when there is nobody to send to, [`End::Close`] when the peer takes longer
    /// than `within` for a part of it, or when the queue has come to its end.
    fn drain(
        &mut self,
        outbox: &Outbox,
        within: Duration,
    ) -> impl Future<Output = Result<(), End>> + Send;

    /// Where others may write what is queued, if they may.
    fn direct(&self) -> Option<Arc<dyn Direct>> {
        None
    }

    /// Tells the peer why this is the end. Nothing can be sent or heard afterwards.
    fn end(&mut self, reason: CloseReason) -> impl Future<Output = ()> + Send;
}
