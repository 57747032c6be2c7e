//! The list of rooms.

use shared::model::{Lobby, RoomSummary};

/// The list of rooms, kept up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LobbyState {
    shown: Lobby,
}

impl LobbyState {
    /// Starts from a first look.
    #[must_use]
    pub fn new(first: Lobby) -> Self {
        let mut this = Self { shown: first };
        this.settle();
        this
    }

    /// What to show.
    #[must_use]
    pub const fn shown(&self) -> &Lobby {
        &self.shown
    }

    /// The whole list came.
    pub fn list(&mut self, rooms: Vec<RoomSummary>, online: u32) {
        self.shown.rooms = rooms;
        self.shown.online = online;
        self.settle();
    }

    /// Some rooms are new or changed.
    pub fn change(&mut self, rooms: Vec<RoomSummary>, online: u32) {
        self.shown.online = online;
        for room in rooms {
            match self
                .shown
                .rooms
                .iter_mut()
                .find(|known| known.id == room.id)
            {
                Some(known) => *known = room,
                None => self.shown.rooms.push(room),
            }
        }
        self.settle();
    }

    fn settle(&mut self) {
        self.shown
            .rooms
            .sort_by_cached_key(|room| (room.name.to_lowercase(), room.id));
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
        let mut lobby = LobbyState::new(Lobby {
            rooms: vec![room(2, "tea", 1), room(1, "Cakes", 4)],
            online: 4,
            faces: Vec::new(),
        });
        lobby.change(vec![room(3, "bowls", 0), room(2, "tea", 2)], 6);
        let expected = [room(3, "bowls", 0), room(1, "Cakes", 4), room(2, "tea", 2)];
        assert_eq!(lobby.shown().rooms, expected);
        assert_eq!(lobby.shown().online, 6);
    }
}
