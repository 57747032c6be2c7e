//! One client: sends at its pace, counts what arrives.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use hdrhistogram::Histogram;
use shared::{
    Nonce, RoomId,
    frame::{ClientFrame, RoomEvent, ServerFrame},
};
use tokio::{sync::Barrier, time::timeout};

use crate::{
    Options,
    support::{Client, Failure},
};

/// What one client saw.
#[derive(Default)]
pub struct Tally {
    pub sent: u64,
    pub received: u64,
    pub wire_bytes: u64,
    pub lost: u64,
    pub doubled_or_reordered: u64,
}

/// How long messages took, in nanoseconds.
pub struct Latency {
    /// From sending to receipt, over all receivers.
    pub received: Histogram<u64>,
    /// From sending to the acknowledgement.
    pub acked: Histogram<u64>,
}

impl Latency {
    pub fn new() -> Result<Self, Failure> {
        Ok(Self {
            received: Histogram::new(3)?,
            acked: Histogram::new(3)?,
        })
    }
}

/// One client of the run.
pub struct Talker {
    pub n: usize,
    pub room: RoomId,
    pub client: Client,
    pub options: Options,
    pub start: Instant,
    pub talks: bool,
    /// Messages acknowledged in all rooms.
    pub total: Arc<AtomicU64>,
}

/// A sender's state: what it may send now.
struct Pace {
    sent: u64,
    acked: u64,
    until: Instant,
    every: Option<Duration>,
    next: Instant,
    /// When each message was sent that is not acknowledged.
    open: HashMap<Nonce, Instant>,
}

impl Talker {
    /// Talks, listens until all is quiet, and tells what was seen.
    pub async fn run(
        mut self,
        ready: Arc<Barrier>,
        done: Arc<Barrier>,
    ) -> Result<(Tally, Latency), Failure> {
        let mut last = self.client.enter(self.room).await?.get();
        ready.wait().await;
        let began = Instant::now();
        let senders = u32::try_from(self.options.senders)?;
        let every = self
            .options
            .rate
            .map(|rate| Duration::from_secs(1) * senders / rate);
        let until = began + Duration::from_secs(self.options.seconds);
        let mut pace = Pace {
            sent: 0,
            acked: 0,
            until,
            every,
            next: began,
            open: HashMap::new(),
        };
        let (mut tally, mut latency) = (Tally::default(), Latency::new()?);
        loop {
            let now = Instant::now();
            let is_over = now >= until;
            if self.talks && !is_over {
                self.talk(&mut pace, now).await?;
            }
            if is_over
                && pace.acked == pace.sent
                && self.is_quiet(&mut tally, &mut last, &mut latency).await?
            {
                break;
            }
            let wait = if is_over {
                Duration::from_millis(50)
            } else {
                pace.wait(now, self.talks)
            };
            let Ok(frame) = timeout(wait, self.client.next()).await else {
                continue;
            };
            let (frame, size) = frame?;
            if let ServerFrame::Acked { nonce, .. } = &frame {
                pace.acked += 1;
                pace.acknowledged(nonce, &mut latency);
                self.total.fetch_add(1, Ordering::Relaxed);
            }
            self.count(&frame, size, &mut tally, &mut last, &mut latency);
        }
        tally.sent = pace.sent;
        done.wait().await;
        Ok((tally, latency))
    }

    /// Nothing has come for a while after everything was sent.
    async fn is_quiet(
        &mut self,
        tally: &mut Tally,
        last: &mut u64,
        latency: &mut Latency,
    ) -> Result<bool, Failure> {
        match timeout(Duration::from_millis(500), self.client.next()).await {
            Err(_) => Ok(true),
            Ok(frame) => {
                let (frame, size) = frame?;
                self.count(&frame, size, tally, last, latency);
                Ok(false)
            }
        }
    }

    async fn talk(&mut self, pace: &mut Pace, now: Instant) -> Result<(), Failure> {
        let mut fed = false;
        while pace.may_send(now, self.options.window) {
            pace.sent += 1;
            let nanos = u64::try_from(self.start.elapsed().as_nanos())?;
            let mut text = format!("{nanos} ");
            text.extend(std::iter::repeat_n(
                'x',
                self.options.bytes.saturating_sub(text.len()),
            ));
            let mut nonce = [0; 16];
            nonce[..8].copy_from_slice(&u64::try_from(self.n)?.to_be_bytes());
            nonce[8..].copy_from_slice(&pace.sent.to_be_bytes());
            let nonce = Nonce::from_bytes(nonce);
            pace.open.insert(nonce, Instant::now());
            self.client
                .feed(&ClientFrame::PostMessage {
                    room: self.room,
                    nonce,
                    text,
                })
                .await?;
            fed = true;
        }
        if fed {
            self.client.flush().await?;
        }
        Ok(())
    }

    fn count(
        &self,
        frame: &ServerFrame,
        size: usize,
        tally: &mut Tally,
        last: &mut u64,
        latency: &mut Latency,
    ) {
        let ServerFrame::Event { seq, event, .. } = frame else {
            return;
        };
        match seq.get() {
            seq if seq == *last + 1 => {}
            seq if seq > *last => tally.lost += seq - *last - 1,
            _ => tally.doubled_or_reordered += 1,
        }
        *last = (*last).max(seq.get());
        // Somebody who joins the room is an event too, and nobody's message.
        let RoomEvent::MessagePosted { text, .. } = event else {
            return;
        };
        tally.received += 1;
        tally.wire_bytes += u64::try_from(size).unwrap_or(u64::MAX);
        let sent = text
            .split(' ')
            .next()
            .and_then(|nanos| nanos.parse().ok())
            .unwrap_or(0);
        let took = self
            .start
            .elapsed()
            .saturating_sub(Duration::from_nanos(sent));
        record(&mut latency.received, took);
    }
}

fn record(histogram: &mut Histogram<u64>, took: Duration) {
    // Beyond what the histogram holds only after hours.
    let _ = histogram.record(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX).max(1));
}

impl Pace {
    fn acknowledged(&mut self, nonce: &Nonce, latency: &mut Latency) {
        if let Some(sent) = self.open.remove(nonce) {
            record(&mut latency.acked, sent.elapsed());
        }
    }

    fn may_send(&mut self, now: Instant, window: u64) -> bool {
        match self.every {
            None => self.sent - self.acked < window,
            Some(every) if now >= self.next => {
                self.next += every;
                true
            }
            Some(_) => false,
        }
    }

    fn wait(&self, now: Instant, talks: bool) -> Duration {
        let end = self.until.saturating_duration_since(now);
        let next = self.next.saturating_duration_since(now);
        if talks && self.every.is_some() {
            end.min(next)
        } else {
            end
        }
    }
}
