use std::{collections::BTreeMap, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use shared::{UserId, limits::LISTED_PEOPLE, model::Person};

use crate::{api::load_guests, live::RoomHandle};

/// How long newcomers gather before they are asked about. Somebody who comes in is seen by
/// everybody: where those are many, not all of them are to ask about every single one.
fn patience(listed: usize) -> Duration {
    match listed {
        0..=20 => Duration::from_millis(500),
        21..=100 => Duration::from_secs(3),
        _ => Duration::from_secs(15),
    }
}

/// Who of the listed people has no account, as far as it was asked.
#[derive(Clone, Copy)]
pub(super) struct Guests {
    known: RwSignal<BTreeMap<UserId, bool>>,
    asking: StoredValue<bool>,
    listed: Memo<Vec<UserId>>,
}

impl Guests {
    /// Asks about everybody in the panel of a room, and about newcomers when some have
    /// gathered.
    pub(super) fn of(room: RoomHandle) -> Self {
        let (present, away) = (room.present(), room.away());
        let ids = |people: &Vec<Person>| people.iter().map(|person| person.id).collect::<Vec<_>>();
        let guests = Self {
            known: RwSignal::new(BTreeMap::new()),
            asking: StoredValue::new(false),
            listed: Memo::new(move |_| [present.with(ids), away.with(ids)].concat()),
        };
        Effect::new(move |before: Option<()>| {
            guests.listed.track();
            guests.known.track();
            let is_idle = !guests.asking.get_value();
            if is_idle && untrack(|| !guests.unknown().is_empty()) {
                guests.asking.set_value(true);
                let many = guests.listed.with_untracked(Vec::len);
                let wait = before.map_or(Duration::ZERO, |()| patience(many));
                set_timeout(move || guests.ask(), wait);
            }
        });
        guests
    }

    /// Whether somebody is known to have no account.
    pub(super) fn has(self, id: UserId) -> bool {
        self.known.with(|known| known.get(&id) == Some(&true))
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
                false => load_guests(users.clone()).await.ok(),
            };
            self.asking.try_set_value(false);
            if let Some(found) = found {
                self.known.try_update(|known| {
                    known.extend(users.into_iter().map(|id| (id, found.contains(&id))));
                });
            }
        });
    }
}
