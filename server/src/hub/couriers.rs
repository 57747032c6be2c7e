//! Those who bring what was said to many to each of them. To wake a thousand connections so that each
//! writes a few bytes costs more than the writing: so a few tasks, one for each thread that there is,
//! go round and write for them. A connection is woken only where something is in the way.

use std::{num::NonZeroUsize, sync::Arc};

use parking_lot::Mutex;
use tokio::{
    sync::Notify,
    task::{JoinSet, yield_now},
};

use super::{ConnectionId, Outbox};

/// Deliveries between two looks at what else there is to do for the thread.
const TURN: usize = 32;

/// One who goes round.
#[derive(Default)]
struct Courier {
    due: Mutex<Vec<Arc<Outbox>>>,
    wake: Notify,
}

/// All of them.
pub struct Couriers {
    all: Vec<Arc<Courier>>,
}

impl Default for Couriers {
    /// As many as there are threads.
    fn default() -> Self {
        let threads = std::thread::available_parallelism();
        Self::new(threads.map_or(1, NonZeroUsize::get))
    }
}

impl Couriers {
    /// So many, at least one.
    pub(super) fn new(count: usize) -> Self {
        let all = std::iter::repeat_with(Arc::default);
        Self {
            all: all.take(count.max(1)).collect(),
        }
    }

    /// Lets them work for as long as what is given back is kept.
    pub fn start(&self) -> JoinSet<()> {
        let all = self.all.iter().cloned();
        all.map(Courier::work).collect()
    }

    /// Leaves an outbox to one of them; always the same one, so that it is there once. They go
    /// when they are told to, with [`Self::go`].
    pub(super) fn leave(&self, connection: ConnectionId, outbox: &Arc<Outbox>) {
        let count = u64::try_from(self.all.len()).unwrap_or(1).max(1);
        let which = usize::try_from(connection.get() % count).unwrap_or_default();
        if let Some(courier) = self.all.get(which) {
            courier.due.lock().push(Arc::clone(outbox));
        }
    }

    /// Sends those on their way who have something to bring.
    pub fn go(&self) {
        let busy = self
            .all
            .iter()
            .filter(|courier| !courier.due.lock().is_empty());
        busy.for_each(|courier| courier.wake.notify_one());
    }
}

impl Courier {
    async fn work(self: Arc<Self>) {
        loop {
            self.wake.notified().await;
            let due = std::mem::take(&mut *self.due.lock());
            for turn in due.chunks(TURN) {
                turn.iter().for_each(|outbox| outbox.deliver());
                yield_now().await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::FutureExt;

    use super::{super::Direct, *};

    /// Takes all there is, and says whether that was enough.
    struct Taker {
        taken: Mutex<Vec<Bytes>>,
        is_enough: bool,
        told: Notify,
    }

    impl Direct for Taker {
        fn deliver(&self, outbox: &Outbox) -> bool {
            let frames = outbox.take(usize::MAX).frames;
            self.taken.lock().extend(frames);
            self.told.notify_one();
            self.is_enough
        }
    }

    fn taken_by(is_enough: bool) -> (Arc<Outbox>, Arc<Taker>) {
        let outbox = Arc::new(Outbox::new(1_000));
        let taker = Arc::new(Taker {
            taken: Mutex::default(),
            is_enough,
            told: Notify::new(),
        });
        outbox.attach(taker.clone());
        (outbox, taker)
    }

    const FRAMES: [Bytes; 3] = [
        Bytes::from_static(b"1"),
        Bytes::from_static(b"2"),
        Bytes::from_static(b"3"),
    ];

    #[tokio::test]
    async fn what_is_left_to_couriers_is_brought_once_and_whole() {
        let couriers = Couriers::new(2);
        let _work = couriers.start();
        let all = [1, 2, 3].map(|id| (ConnectionId(id), taken_by(true)));
        for round in 1..=2 {
            for (id, (outbox, _)) in &all {
                let [one, two, three] = FRAMES;
                assert!(outbox.push_for_courier([one]));
                couriers.leave(*id, outbox);
                assert!(!outbox.push_for_courier([two]), "one is on the way");
                outbox.push([three]);
                outbox.wake_if_queued();
            }
            couriers.go();
            for (_, (_, taker)) in &all {
                taker.told.notified().await;
                assert_eq!(*taker.taken.lock(), vec![FRAMES; round].concat());
            }
        }
        for (_, (outbox, _)) in &all {
            assert_eq!(
                outbox.ready().now_or_never(),
                None,
                "nobody was woken for it"
            );
        }
    }

    #[tokio::test]
    async fn where_something_is_in_the_way_the_reader_is_woken() {
        let couriers = Couriers::new(1);
        let _work = couriers.start();
        let (outbox, taker) = taken_by(false);
        assert!(outbox.push_for_courier(FRAMES));
        couriers.leave(ConnectionId(1), &outbox);
        couriers.go();
        outbox.ready().await;
        assert_eq!(taker.taken.lock().len(), 3);
        outbox.detach();
        assert!(!outbox.push_for_courier(FRAMES), "nobody to send");
        outbox.ready().await;
        assert_eq!(taker.taken.lock().len(), 3);
    }
}
