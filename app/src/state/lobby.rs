//! The list of rooms.

use shared::model::{Lobby, RoomSummary};

/// The list of rooms, kept up to date from when it is first told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LobbyState {
    shown: Option<Lobby>,
}

impl LobbyState {
    /// Starts from a first look, where the page came with one.
    #[must_use]
    pub fn new(first: Option<Lobby>) -> Self {
        let mut this = Self { shown: first };
        this.settle();
        this
    }

    /// What to show; nothing is known before a first look or a list.
    #[must_use]
    pub const fn shown(&self) -> Option<&Lobby> {
        self.shown.as_ref()
    }

    /// The whole list came.
    pub fn list(&mut self, rooms: Vec<RoomSummary>, online: u32) {
        let shown = self.shown.get_or_insert_default();
        shown.rooms = rooms;
        shown.online = online;
        self.settle();
    }

    /// Some rooms are new or changed. Without the list, which comes first, a few would look like all of them.
    pub fn change(&mut self, rooms: Vec<RoomSummary>, online: u32) {
        let Some(shown) = &mut self.shown else {
            return;
        };
        shown.online = online;
        for room in rooms {
            match shown.rooms.iter_mut().find(|known| known.id == room.id) {
                Some(known) => *known = room,
                None => shown.rooms.push(room),
            }
        }
        self.settle();
    }

    fn settle(&mut self) {
        if let Some(Lobby { rooms, .. }) = &mut self.shown {
            rooms.sort_by_cached_key(|room| (room.name.to_lowercase(), room.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::RoomId;

    use super::*;

    fn room(id: u64, name: &str, online: u32) -> RoomSummary {
        RoomSummary {
            id: RoomId::new(id),
            name: name.to_owned(),
            online,
        }
    }

    #[test]
    fn changes_are_merged_and_sorted() {
        let mut lobby = LobbyState::new(Some(Lobby {
            rooms: vec![room(2, "tea", 1), room(1, "Cakes", 4)],
            online: 4,
            faces: Vec::new(),
        }));
        lobby.change(vec![room(3, "bowls", 0), room(2, "tea", 2)], 6);
        let expected = [room(3, "bowls", 0), room(1, "Cakes", 4), room(2, "tea", 2)];
        let shown = lobby.shown().unwrap();
        assert_eq!(shown.rooms, expected);
        assert_eq!(shown.online, 6);
    }

    #[test]
    fn a_page_without_a_list_waits_for_one() {
        let mut lobby = LobbyState::new(None);
        lobby.change(vec![room(1, "hall", 1)], 1);
        assert_eq!(lobby.shown(), None);
        lobby.list(vec![room(2, "tea", 1), room(1, "hall", 1)], 2);
        lobby.change(vec![room(1, "hall", 3)], 3);
        let expected = [room(1, "hall", 3), room(2, "tea", 1)];
        assert_eq!(lobby.shown().unwrap().rooms, expected);
    }
}
