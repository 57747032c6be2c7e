use std::{rc::Rc, time::Duration};

use leptos::task::spawn_local;
use shared::UserId;

use super::{core::Core, works::Works};
use crate::{
    browser::{
        database::{Database, Unavailable, Write},
        timer::Timer,
    },
    live::outbox::{self, Kept, Upkeep},
};

/// How long a database may take to answer before the page does without it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where own messages are kept beyond this page.
#[derive(Default)]
pub(super) struct Shelf {
    state: State,
    /// What is to be changed there.
    upkeep: Vec<Upkeep>,
    /// Whether something could not be kept.
    is_full: bool,
}

#[derive(Default)]
enum State {
    /// Nobody has answered yet.
    #[default]
    Opening,
    Open(Place),
    /// This browser has none; messages live as long as the page.
    Without,
}

/// The part of the database that belongs to the person of this page.
#[derive(Clone)]
pub(super) struct Place {
    database: Database,
    owner: String,
}

impl Place {
    /// Finds it, and what earlier pages left there.
    async fn find(owner: UserId) -> Result<(Self, Vec<Kept>), Unavailable> {
        let database = Database::open().await?;
        let owner = owner.to_string();
        let most = u32::try_from(outbox::MOST).unwrap_or(u32::MAX);
        let lines = database.lines(&owner, most).await?;
        let left = lines.iter().filter_map(|line| Kept::from_line(line));
        Ok((Self { database, owner }, left.collect()))
    }
}

impl Shelf {
    /// Whether everything that was written is kept until it is sent.
    pub fn keeps(&self) -> bool {
        matches!(self.state, State::Open(_)) && !self.is_full
    }

    /// To be kept differently.
    pub fn keep(&mut self, upkeep: Vec<Upkeep>) {
        if !matches!(self.state, State::Without) {
            self.upkeep.extend(upkeep);
        }
    }

    /// The database answered, or will not. Gives what was left there, the first time.
    pub fn opened(&mut self, found: Option<(Place, Vec<Kept>)>) -> Option<Vec<Kept>> {
        if !matches!(self.state, State::Opening) {
            return None;
        }
        let Some((place, left)) = found else {
            self.state = State::Without;
            self.upkeep.clear();
            return Some(Vec::new());
        };
        self.state = State::Open(place);
        Some(left)
    }

    /// Something could not be kept, and what comes after it may not be either.
    fn overflowed(&mut self) {
        self.is_full = true;
    }

    /// What there is to write, once it is known where.
    fn take_writes(&mut self) -> Option<(Place, Vec<Write>)> {
        let State::Open(place) = &self.state else {
            return None;
        };
        let upkeep = std::mem::take(&mut self.upkeep).into_iter();
        let writes: Vec<_> = upkeep.filter_map(write).collect();
        (!writes.is_empty()).then(|| (place.clone(), writes))
    }
}

fn write(upkeep: Upkeep) -> Option<Write> {
    Some(match upkeep {
        Upkeep::Add(kept) => Write::Add {
            name: kept.nonce.to_string(),
            line: kept.to_line()?,
        },
        Upkeep::Mark(kept) => Write::Replace {
            name: kept.nonce.to_string(),
            line: kept.to_line()?,
        },
        Upkeep::Remove(nonce) => Write::Remove {
            name: nonce.to_string(),
        },
    })
}

impl Core {
    /// Looks for what earlier pages of this person left. The session hears of it in any case:
    /// it sends nothing before.
    pub fn recall(self: &Rc<Self>, owner: UserId) {
        let core = Rc::clone(self);
        let patience = Timer::after(PATIENCE, {
            let core = Rc::clone(self);
            move || core.step(|works, moment| works.recalled(None, moment))
        });
        spawn_local(async move {
            let found = Place::find(owner).await.ok();
            drop(patience);
            core.step(|works, moment| works.recalled(found, moment));
        });
    }

    /// Keeps what a step changed. Nothing waits for it: the message goes out meanwhile.
    pub fn keep(self: &Rc<Self>, works: &mut Works) {
        let Some((place, writes)) = works.shelf.take_writes() else {
            return;
        };
        let core = Rc::clone(self);
        spawn_local(async move {
            if place.database.write(&place.owner, writes).await.is_err() {
                core.step(|works, _| {
                    works.shelf.overflowed();
                    Vec::new()
                });
            }
        });
    }
}
