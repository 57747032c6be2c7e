//! Who is in a room.

use shared::{UserId, model::Person};

/// The people in a room now, by name; beyond [`shared::limits::LISTED_PEOPLE`] only the
/// number is exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    online: u32,
    people: Vec<Person>,
}

/// Who really moved: those who were not in the list before, and those who were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// Came.
    pub entered: Vec<Person>,
    /// Went.
    pub left: Vec<Person>,
}

impl Presence {
    /// Starts from a whole list.
    #[must_use]
    pub fn new(online: u32, mut people: Vec<Person>) -> Self {
        people.sort_by_cached_key(order);
        people.dedup_by_key(|person| person.id);
        Self { online, people }
    }

    /// How many people.
    #[must_use]
    pub const fn online(&self) -> u32 {
        self.online
    }

    /// Who, by name.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// People came or went.
    pub fn change(&mut self, online: u32, entered: Vec<Person>, left: &[UserId]) -> Moves {
        self.online = online;
        let mut moves = Moves::default();
        self.people.retain(|person| {
            let goes = left.contains(&person.id);
            if goes {
                moves.left.push(person.clone());
            }
            !goes
        });
        for person in entered {
            match self.people.iter_mut().find(|known| known.id == person.id) {
                Some(known) => *known = person,
                None => {
                    moves.entered.push(person.clone());
                    self.people.push(person);
                }
            }
        }
        self.people.sort_by_cached_key(order);
        moves
    }
}

/// By name without regard to case; the id makes the order of namesakes stable.
fn order(person: &Person) -> (String, UserId) {
    (person.name.to_lowercase(), person.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u64, name: &str) -> Person {
        Person {
            id: UserId::new(id),
            name: name.to_owned(),
        }
    }

    fn names(presence: &Presence) -> Vec<&str> {
        presence
            .people()
            .iter()
            .map(|person| person.name.as_str())
            .collect()
    }

    #[test]
    fn people_are_sorted_by_name_and_namesakes_by_id() {
        let people = vec![
            person(3, "mei"),
            person(1, "Noa"),
            person(2, "Mei"),
            person(2, "Mei"),
        ];
        let presence = Presence::new(3, people);
        assert_eq!(names(&presence), ["Mei", "mei", "Noa"]);
    }

    #[test]
    fn only_real_moves_are_reported() {
        let mut presence = Presence::new(2, vec![person(1, "a"), person(2, "b")]);
        let gone = [UserId::new(2), UserId::new(9)];
        let moves = presence.change(2, vec![person(1, "a"), person(3, "c")], &gone);
        assert_eq!(moves.entered, [person(3, "c")]);
        assert_eq!(moves.left, [person(2, "b")]);
        assert_eq!(names(&presence), ["a", "c"]);
        assert_eq!(presence.online(), 2);
    }
}
