//! Names by id, and whom to ask about.

use std::collections::{BTreeMap, BTreeSet};

use shared::{UserId, limits, mention, model::Person};

/// Who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// As others see them.
    pub person: Person,
    /// What they are mentioned by; a guest has none.
    pub handle: Option<String>,
}

impl Viewer {
    /// Whether this is their id.
    #[must_use]
    pub fn is(&self, user: UserId) -> bool {
        self.person.id == user
    }

    /// Whether a text mentions them.
    #[must_use]
    pub fn is_mentioned(&self, text: &str) -> bool {
        let handle = self.handle.as_deref().filter(|_| text.contains('@'));
        handle.is_some_and(|handle| {
            let mut found = mention::mentions(text).take(limits::MENTIONED_PEOPLE);
            found.any(|(_, found)| found == handle)
        })
    }
}

/// Everybody this browser has heard of.
#[derive(Clone, Debug, Default)]
pub struct People {
    names: BTreeMap<UserId, String>,
    unknown: BTreeSet<UserId>,
    asked: BTreeSet<UserId>,
}

impl People {
    /// Takes note of names; tells whether anything was new.
    pub fn learn(&mut self, people: &[Person]) -> bool {
        let mut news = false;
        for Person { id, name } in people {
            self.unknown.remove(id);
            self.asked.remove(id);
            if self.names.get(id) != Some(name) {
                self.names.insert(*id, name.clone());
                news = true;
            }
        }
        news
    }

    /// A person by id; the name is empty while it is unknown.
    #[must_use]
    pub fn person(&self, id: UserId) -> Person {
        let name = self.names.get(&id).cloned().unwrap_or_default();
        Person { id, name }
    }

    /// Somebody was mentioned: a name to ask for if it is not known.
    pub fn mention(&mut self, id: UserId) {
        if !self.names.contains_key(&id) && !self.asked.contains(&id) {
            self.unknown.insert(id);
        }
    }

    /// The next people to ask about, none of them asked about before.
    pub fn next_question(&mut self) -> Option<Vec<UserId>> {
        let users: Vec<_> = self
            .unknown
            .iter()
            .copied()
            .take(limits::ASKED_PEOPLE)
            .collect();
        for user in &users {
            self.unknown.remove(user);
            self.asked.insert(*user);
        }
        (!users.is_empty()).then_some(users)
    }

    /// The link is gone, and with it the answers that were on their way.
    pub fn ask_again(&mut self) {
        self.unknown.append(&mut self.asked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u64) -> Person {
        Person {
            id: UserId::new(id),
            name: format!("person {id}"),
        }
    }

    #[test]
    fn nobody_is_asked_about_twice_or_when_known() {
        let mut people = People::default();
        people.learn(&[person(1)]);
        for id in 1..=60 {
            people.mention(UserId::new(id));
        }
        let first = people.next_question().unwrap();
        assert_eq!(first.len(), limits::ASKED_PEOPLE);
        people.mention(first[0]);
        let second = people.next_question().unwrap();
        assert_eq!(second.len(), 9);
        assert_eq!(people.next_question(), None);
    }

    #[test]
    fn lost_answers_are_asked_for_again() {
        let mut people = People::default();
        people.mention(UserId::new(1));
        people.mention(UserId::new(2));
        assert!(people.next_question().is_some());
        people.learn(&[person(1)]);
        people.ask_again();
        assert_eq!(people.next_question(), Some(vec![UserId::new(2)]));
    }
}
