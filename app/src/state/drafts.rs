//! Texts that are being written, one per room.

use shared::RoomId;

/// What one person is writing, a text per room. A text of nothing but blanks is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    list: Vec<Draft>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    room: RoomId,
    /// Nothing where nothing is left.
    text: String,
    /// Whether nobody was told yet.
    changed: bool,
}

impl Drafts {
    /// What was written earlier, unless something else has been written since.
    pub fn recall(&mut self, earlier: impl IntoIterator<Item = (RoomId, String)>) {
        for (room, text) in earlier {
            if self.find(room).is_none() && !text.trim().is_empty() {
                let changed = false;
                self.list.push(Draft {
                    room,
                    text,
                    changed,
                });
            }
        }
    }

    /// What stands in a room's composer.
    #[must_use]
    pub fn text(&self, room: RoomId) -> &str {
        self.find(room).map_or("", |draft| draft.text.as_str())
    }

    /// This stands there now. Tells whether that is news.
    pub fn write(&mut self, room: RoomId, text: &str) -> bool {
        let text = if text.trim().is_empty() { "" } else { text };
        if self.text(room) == text {
            return false;
        }
        self.list.retain(|draft| draft.room != room);
        self.list.push(Draft {
            room,
            text: text.to_owned(),
            changed: true,
        });
        true
    }

    /// Rooms in which something is being written.
    #[must_use]
    pub fn rooms(&self) -> Vec<RoomId> {
        let drafts = self.list.iter().filter(|draft| !draft.text.is_empty());
        let mut rooms: Vec<_> = drafts.map(|draft| draft.room).collect();
        rooms.sort_unstable();
        rooms
    }

    /// What has changed since the last call; `None` where nothing is left.
    #[must_use]
    pub fn take_changed(&mut self) -> Vec<(RoomId, Option<String>)> {
        let changed = self.list.iter_mut().filter(|draft| draft.changed);
        changed
            .map(|draft| {
                draft.changed = false;
                let text = (!draft.text.is_empty()).then(|| draft.text.clone());
                (draft.room, text)
            })
            .collect()
    }

    fn find(&self, room: RoomId) -> Option<&Draft> {
        self.list.iter().find(|draft| draft.room == room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: RoomId = RoomId::new(1);
    const OTHER: RoomId = RoomId::new(2);

    fn drafts(texts: &[(RoomId, &str)]) -> Drafts {
        let mut drafts = Drafts::default();
        drafts.recall(texts.iter().map(|(room, text)| (*room, (*text).to_owned())));
        drafts
    }

    #[test]
    fn each_room_has_its_own_and_blanks_are_none() {
        let mut drafts = drafts(&[(ROOM, "half a"), (OTHER, " \n")]);
        assert!(drafts.rooms() == [ROOM]);
        assert!(drafts.write(OTHER, "another"));
        assert_eq!(
            (drafts.text(ROOM), drafts.text(OTHER)),
            ("half a", "another")
        );
        assert!(drafts.write(ROOM, "  "));
        assert!(drafts.rooms() == [OTHER]);
    }

    #[test]
    fn only_what_changed_is_told_and_once() {
        let mut drafts = drafts(&[(ROOM, "half a"), (OTHER, "another")]);
        assert!(drafts.take_changed().is_empty(), "it was there before");
        assert!(!drafts.write(OTHER, "another"), "no news");
        assert!(drafts.write(ROOM, "half a word"));
        assert!(drafts.write(ROOM, ""));
        assert_eq!(drafts.take_changed(), [(ROOM, None)]);
        assert!(drafts.take_changed().is_empty());
    }

    #[test]
    fn what_is_typed_now_wins_over_what_was_written_earlier() {
        let mut drafts = Drafts::default();
        assert!(drafts.write(ROOM, "typed now"));
        drafts.recall([(ROOM, "earlier".to_owned()), (OTHER, "another".to_owned())]);
        assert_eq!(drafts.text(ROOM), "typed now");
        assert_eq!(drafts.text(OTHER), "another");
        let now = Some("typed now".to_owned());
        assert_eq!(drafts.take_changed(), [(ROOM, now)]);
    }
}
