use std::{collections::BTreeMap, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use shared::{
    UserId,
    limits::LISTED_PEOPLE,
    model::{NoAccount, Person},
};

use crate::{api::load_without_account, live::RoomHandle};

/// How long newcomers gather before they are asked about. Somebody who comes in is seen by
/// everybody: where those are many, not all of them are to ask about every single one.
fn patience(listed: usize) -> Duration {
    match listed {
        0..=20 => Duration::from_millis(500),
        21..=100 => Duration::from_secs(3),
        _ => Duration::from_secs(15),
    }
}

/// What somebody is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    Account,
    Guest,
    Bot,
}

const fn nature(one: NoAccount) -> Nature {
    match one.is_bot {
        true => Nature::Bot,
        false => Nature::Guest,
    }
}

/// What the listed people are, as far as it was asked.
#[derive(Clone, Copy)]
pub(super) struct Natures {
    known: RwSignal<BTreeMap<UserId, Nature>>,
    asking: StoredValue<bool>,
    listed: Memo<Vec<UserId>>,
}

impl Natures {
    /// Asks about everybody in the panel of a room, and about newcomers when some have
    /// gathered.
    pub(super) fn of(room: RoomHandle) -> Self {
        let (present, away) = (room.present(), room.away());
        let ids = |people: &Vec<Person>| people.iter().map(|person| person.id).collect::<Vec<_>>();
        let natures = Self {
            known: RwSignal::new(BTreeMap::new()),
            asking: StoredValue::new(false),
            listed: Memo::new(move |_| [present.with(ids), away.with(ids)].concat()),
        };
        Effect::new(move |before: Option<()>| {
            natures.listed.track();
            natures.known.track();
            let is_idle = !natures.asking.get_value();
            if is_idle && untrack(|| !natures.unknown().is_empty()) {
                natures.asking.set_value(true);
                let many = natures.listed.with_untracked(Vec::len);
                let wait = before.map_or(Duration::ZERO, |()| patience(many));
                set_timeout(move || natures.ask(), wait);
            }
        });
        natures
    }

    /// What somebody is, if it is known.
    pub(super) fn get(self, id: UserId) -> Option<Nature> {
        self.known.with(|known| known.get(&id).copied())
    }

    fn unknown(self) -> Vec<UserId> {
        let Some(listed) = self.listed.try_get() else {
            return Vec::new();
        };
        let known = self.known.get();
        let unknown = listed.into_iter().filter(|id| !known.contains_key(id));
        unknown.take(LISTED_PEOPLE).collect()
    }

    fn ask(self) {
        let users = untrack(|| self.unknown());
        spawn_local(async move {
            let found = match users.is_empty() {
                true => None,
                false => load_without_account(users.clone()).await.ok(),
            };
            self.asking.try_set_value(false);
            if let Some(found) = found {
                self.known.try_update(|known| {
                    known.extend(users.into_iter().map(|id| (id, Nature::Account)));
                    known.extend(found.into_iter().map(|one| (one.user, nature(one))));
                });
            }
        });
    }
}
