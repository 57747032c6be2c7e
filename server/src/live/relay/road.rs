use std::time::Duration;

use bytes::Bytes;
use shared::{frame::CloseReason, parcel};
use tokio::{sync::mpsc, time::timeout};

use super::{Entry, TELL_WITHIN, window::Window};
use crate::{
    hub::{Batch, Outbox},
    live::road::{End, Heard, Road},
    wire,
};

/// Bytes taken from the outbox at a time.
const BATCH: usize = 64 * 1024;

/// A link's end on this side.
pub(super) struct Relayed {
    pub heard: mpsc::Receiver<Heard>,
    pub down: Down,
    /// The link can be found for as long as this is here.
    pub _entry: Entry,
}

/// How the client gets what it is to hear.
pub(super) enum Down {
    /// As soon as it is there, in an answer that has no end.
    Stream(mpsc::Sender<Item>),
    /// When it asks.
    Window(std::sync::Arc<Window>),
}

/// A part of a streamed answer.
pub(super) enum Item {
    /// Frames, as a parcel.
    Frames(Vec<u8>),
    /// The last part.
    Close(CloseReason),
}

impl Road for Relayed {
    async fn hear(&mut self) -> Result<Heard, End> {
        let Down::Stream(stream) = &self.down else {
            return self.heard.recv().await.ok_or(End::Gone);
        };
        tokio::select! {
            heard = self.heard.recv() => heard.ok_or(End::Gone),
            () = stream.closed() => Err(End::Gone),
        }
    }

    async fn drain(&mut self, outbox: &Outbox, within: Duration) -> Result<(), End> {
        let Batch { frames, close } = outbox.take(BATCH);
        if !frames.is_empty() {
            let frames = frames.into_iter().flat_map(wire::frames).collect();
            match timeout(within, self.send(frames)).await {
                Ok(sent) => sent?,
                Err(_) => return Err(End::Close(CloseReason::SlowReader)),
            }
            outbox.wake_if_queued();
        }
        close.map_or(Ok(()), |reason| Err(End::Close(reason)))
    }

    async fn end(&mut self, reason: CloseReason) {
        match &self.down {
            // Where nobody reads any more, nobody is told.
            Down::Stream(stream) => {
                let told = stream.send(Item::Close(reason));
                let _ = timeout(TELL_WITHIN, told).await;
            }
            Down::Window(window) => window.close(reason).await,
        }
    }
}

impl Relayed {
    /// Sends frames, in this order.
    async fn send(&mut self, frames: Vec<Bytes>) -> Result<(), End> {
        match &self.down {
            Down::Stream(stream) => {
                let mut part = Vec::new();
                frames
                    .iter()
                    .for_each(|frame| parcel::pack(&mut part, frame));
                stream.send(Item::Frames(part)).await.map_err(|_| End::Gone)
            }
            Down::Window(window) => {
                window.add(frames).await;
                Ok(())
            }
        }
    }
}
