//! The members of a room and what they are, present or not.

use std::collections::BTreeMap;

use shared::{
    UserId,
    model::{Member, Person, Role, RoomChange},
};

use super::people::People;

/// Members by id, as far as the server has listed them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    roles: BTreeMap<UserId, Role>,
    /// Whether these are all.
    whole: bool,
    /// While a list is on its way: what happened since it was asked for, which it may not
    /// know yet.
    since: Option<Vec<(UserId, RoomChange)>>,
}

impl Members {
    /// The list was asked for.
    pub fn asked(&mut self) {
        self.since = Some(Vec::new());
    }

    /// Whether the list is on its way.
    #[must_use]
    pub const fn are_awaited(&self) -> bool {
        self.since.is_some()
    }

    /// The list came; what overtook it is done to it again.
    pub fn listed(&mut self, members: &[Member], whole: bool) {
        let roles = members.iter().map(|member| (member.person.id, member.role));
        self.roles = roles.collect();
        self.whole = whole;
        for (by, change) in self.since.take().unwrap_or_default() {
            self.apply(by, &change);
        }
    }

    /// Something happened to the room.
    pub fn change(&mut self, by: UserId, change: &RoomChange) {
        if let Some(since) = &mut self.since {
            since.push((by, change.clone()));
        }
        self.apply(by, change);
    }

    /// Roles by id.
    #[must_use]
    pub const fn roles(&self) -> &BTreeMap<UserId, Role> {
        &self.roles
    }

    /// Those who are not among `present`, by name; nobody where the list is cut.
    #[must_use]
    pub fn away(&self, present: &[Person], people: &People) -> Vec<Person> {
        let is_here = |id: &UserId| present.iter().any(|person| person.id == *id);
        let ids = self.roles.keys().filter(|id| self.whole && !is_here(id));
        let mut away: Vec<_> = ids.map(|id| people.person(*id)).collect();
        away.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
        away
    }

    fn apply(&mut self, by: UserId, change: &RoomChange) {
        match change {
            RoomChange::Join => drop(self.roles.insert(by, Role::Member)),
            RoomChange::Add { user } => drop(self.roles.insert(*user, Role::Member)),
            RoomChange::SetRole { user, role } => drop(self.roles.insert(*user, *role)),
            RoomChange::Leave => drop(self.roles.remove(&by)),
            RoomChange::Remove { user } | RoomChange::Ban { user, .. } => {
                self.roles.remove(user);
            }
            RoomChange::Pardon { .. }
            | RoomChange::Rename { .. }
            | RoomChange::SetTopic { .. }
            | RoomChange::SetWriters { .. }
            | RoomChange::SetArchived { .. } => {}
        }
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

    fn member(id: u64, role: Role) -> Member {
        let person = person(id);
        Member { person, role }
    }

    fn roles(members: &Members) -> Vec<(u64, Role)> {
        let roles = members.roles().iter();
        roles.map(|(id, role)| (id.get(), *role)).collect()
    }

    #[test]
    fn what_overtakes_the_list_is_done_to_it_again() {
        let (one, two) = (UserId::new(1), UserId::new(2));
        let mut members = Members::default();
        members.asked();
        members.change(two, &RoomChange::Join);
        members.change(one, &RoomChange::Leave);
        members.listed(&[member(1, Role::Owner), member(3, Role::Member)], true);
        assert_eq!(roles(&members), [(2, Role::Member), (3, Role::Member)]);
        // Once: what is in the list was before it.
        members.listed(&[member(1, Role::Owner)], true);
        assert_eq!(roles(&members), [(1, Role::Owner)]);
    }

    #[test]
    fn only_a_whole_list_says_who_is_away() {
        let mut people = People::default();
        people.learn(&[person(1), person(2), person(3)]);
        let mut members = Members::default();
        let list = [1, 2, 3].map(|id| member(id, Role::Member));
        members.listed(&list, true);
        assert_eq!(members.away(&[person(2)], &people), [person(1), person(3)]);
        members.listed(&list, false);
        assert!(members.away(&[person(2)], &people).is_empty());
    }
}
