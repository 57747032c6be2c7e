//! How many links one person and one address have.

use std::{collections::HashMap, hash::Hash, net::IpAddr, sync::Arc};

use parking_lot::Mutex;
use shared::UserId;

/// How many there may be.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// Of one person, over all their devices and tabs.
    pub person: usize,
    /// From one address, behind which there may be many people.
    pub address: usize,
}

/// Those who are here.
pub(super) struct Crowd {
    most: Most,
    here: Mutex<Here>,
}

#[derive(Default)]
struct Here {
    people: HashMap<UserId, usize>,
    addresses: HashMap<IpAddr, usize>,
}

/// A place among them, free again once it is dropped.
pub(super) struct Place {
    crowd: Arc<Crowd>,
    person: UserId,
    address: IpAddr,
}

impl Crowd {
    /// Nobody is here yet.
    pub(super) fn new(most: Most) -> Arc<Self> {
        let here = Mutex::default();
        Arc::new(Self { most, here })
    }

    /// A place for one more link; `None` where there is none.
    pub(super) fn enter(self: &Arc<Self>, person: UserId, address: IpAddr) -> Option<Place> {
        let mut here = self.here.lock();
        let of_person = here.people.get(&person).copied().unwrap_or_default();
        let from_there = here.addresses.get(&address).copied().unwrap_or_default();
        if of_person >= self.most.person || from_there >= self.most.address {
            return None;
        }
        here.people.insert(person, of_person.saturating_add(1));
        here.addresses.insert(address, from_there.saturating_add(1));
        Some(Place {
            crowd: Arc::clone(self),
            person,
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut here = self.crowd.here.lock();
        leave(&mut here.people, &self.person);
        leave(&mut here.addresses, &self.address);
    }
}

/// One fewer; nothing is kept of nobody.
fn leave<K: Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_and_each_address_has_so_many_places_and_gets_them_back() {
        let crowd = Crowd::new(Most {
            person: 2,
            address: 3,
        });
        let enter = |person, host| crowd.enter(UserId::new(person), IpAddr::from([10, 0, 0, host]));
        let first = enter(1, 1).unwrap();
        let second = enter(1, 2).unwrap();
        assert!(enter(1, 3).is_none(), "of one person");
        let third = enter(2, 1).unwrap();
        let fourth = enter(3, 1).unwrap();
        assert!(enter(4, 1).is_none(), "from one address");
        drop(first);
        drop(enter(1, 1).unwrap());
        drop([second, third, fourth]);
        let here = crowd.here.lock();
        assert!(here.people.is_empty() && here.addresses.is_empty());
    }
}
