//! Everybody in a run: who they are, what they are told to do, and what became of them.

use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use shared::RoomId;
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
    time::sleep,
};

use crate::{
    figures::Times,
    house::{LOOK, PATIENCE},
    ledger::Ledger,
    meter::Count,
    person::{Person, Role},
    support::{Failure, join, join_room, open_room},
    wire::{Ended, Entry},
};

/// Requests on their way at a time while a run is being prepared.
const AT_ONCE: usize = 32;

/// What everybody is to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// How often those who talk do; not at all without.
    pub every: Option<Duration>,
    /// Whether the slow ones do nothing at all.
    pub is_stuck: bool,
    /// How often every link was cut so far.
    pub cuts: u32,
}

/// When somebody lost their link, and was inside all their rooms again, with all they missed.
#[derive(Clone, Copy, Debug)]
pub struct Return {
    pub lost: Instant,
    pub back: Instant,
}

/// What all share.
pub struct Town {
    pub start: Instant,
    /// Characters of each message.
    pub size: usize,
    pub count: Arc<Count>,
    pub ledger: Mutex<Ledger>,
    /// How links ended, and attempts at them.
    pub endings: Mutex<BTreeMap<Ended, u64>>,
    /// The first return of each.
    pub returns: Mutex<HashMap<u32, Return>>,
    /// From saying to hearing.
    pub latency: Mutex<Times>,
    /// Where those who are slow hear.
    pub ports: Mutex<HashMap<u32, u16>>,
    /// How many are inside all of their rooms.
    pub inside: AtomicUsize,
    /// Messages that are not acknowledged.
    pub open: AtomicUsize,
    pub refused: AtomicU64,
    pub wish: watch::Sender<Wish>,
}

impl Town {
    pub fn new(size: usize) -> Result<Arc<Self>, Failure> {
        Ok(Arc::new(Self {
            start: Instant::now(),
            size,
            count: Arc::default(),
            ledger: Mutex::default(),
            endings: Mutex::default(),
            returns: Mutex::default(),
            latency: Mutex::new(Times::new()?),
            ports: Mutex::default(),
            inside: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            refused: AtomicU64::new(0),
            wish: watch::Sender::default(),
        }))
    }

    /// Sends somebody in, who comes back however often their link breaks.
    pub fn admit(self: &Arc<Self>, address: SocketAddr, session: String, role: Role) {
        let entry = Entry {
            address,
            session,
            is_narrow: role.is_slow,
            count: Arc::clone(&self.count),
        };
        tokio::spawn(Person::new(Arc::clone(self), entry, role).run());
    }

    /// Waits until so many are inside.
    pub async fn all_inside(&self, people: usize) -> Result<(), Failure> {
        let are_inside = || self.inside.load(Ordering::Relaxed) == people;
        self.until("everybody is inside", are_inside).await
    }

    /// Ends all talk and waits until everybody has heard all of it.
    pub async fn settle(&self) -> Result<(), Failure> {
        self.wish.send_modify(|wish| wish.every = None);
        let is_acked = || self.open.load(Ordering::Relaxed) == 0;
        self.until("everything is acknowledged", is_acked).await?;
        let is_heard = || self.ledger.lock().behind() == 0;
        // What is missing now is lost, and the ledger says so.
        let _ = self.until("everything is heard", is_heard).await;
        Ok(())
    }

    /// Waits for something.
    pub async fn until(&self, what: &str, is_so: impl Fn() -> bool) -> Result<(), Failure> {
        let begun = Instant::now();
        while !is_so() {
            if begun.elapsed() > PATIENCE {
                return Err(format!("it never came to pass that {what}").into());
            }
            sleep(LOOK).await;
        }
        Ok(())
    }
}

/// So many guests; their cookies.
pub async fn guests(address: SocketAddr, count: usize) -> Result<Vec<String>, Failure> {
    let mut guests = vec![join(address).await?];
    let few = Arc::new(Semaphore::new(AT_ONCE));
    let mut joining = JoinSet::new();
    for _ in 1..count {
        let few = Arc::clone(&few);
        joining.spawn(async move {
            let _one = few.acquire().await?;
            join(address).await
        });
    }
    while let Some(joined) = joining.join_next().await {
        guests.push(joined??);
    }
    Ok(guests)
}

/// So many rooms, and which of them each guest is a member of: `each` in a row.
pub async fn rooms(
    address: SocketAddr,
    guests: &[String],
    rooms: usize,
    each: usize,
) -> Result<Vec<Vec<RoomId>>, Failure> {
    let owner = guests.first().ok_or("there are no guests")?;
    let mut opened = Vec::new();
    for number in 0..rooms {
        opened.push(open_room(address, owner, &format!("storm-{number}")).await?);
    }
    let few = Arc::new(Semaphore::new(AT_ONCE));
    let mut joining = JoinSet::new();
    let mut theirs = Vec::new();
    for (number, guest) in guests.iter().enumerate() {
        let several = opened.iter().cycle().skip(number % rooms.max(1));
        let several: Vec<RoomId> = several.take(each.min(rooms)).copied().collect();
        for room in several.clone() {
            let (few, guest) = (Arc::clone(&few), guest.clone());
            joining.spawn(async move {
                let _one = few.acquire().await?;
                join_room(address, &guest, room).await
            });
        }
        theirs.push(several);
    }
    while let Some(joined) = joining.join_next().await {
        joined??;
    }
    Ok(theirs)
}
