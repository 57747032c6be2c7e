//! Texts that are being written, one per room.

use std::collections::{BTreeMap, BTreeSet};

use shared::RoomId;

/// What one person is writing. A text of nothing but blanks is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    texts: BTreeMap<RoomId, String>,
    changed: BTreeSet<RoomId>,
}

impl Drafts {
    /// What was written earlier, unless something else has been written since.
    pub fn recall(&mut self, earlier: impl IntoIterator<Item = (RoomId, String)>) {
        for (room, text) in earlier {
            if !self.changed.contains(&room) && !text.trim().is_empty() {
                self.texts.entry(room).or_insert(text);
            }
        }
    }

    /// What stands in a room's composer.
    #[must_use]
    pub fn text(&self, room: RoomId) -> &str {
        self.texts.get(&room).map_or("", String::as_str)
    }

    /// This stands there now. Tells whether that is news.
    pub fn write(&mut self, room: RoomId, text: &str) -> bool {
        let text = if text.trim().is_empty() { "" } else { text };
        if self.text(room) == text {
            return false;
        }
        self.changed.insert(room);
        if text.is_empty() {
            self.texts.remove(&room);
        } else {
            self.texts.insert(room, text.to_owned());
        }
        true
    }

    /// Rooms in which something is being written.
    #[must_use]
    pub fn rooms(&self) -> BTreeSet<RoomId> {
        self.texts.keys().copied().collect()
    }

    /// What has changed since the last call; `None` where nothing is left.
    #[must_use]
    pub fn take_changed(&mut self) -> Vec<(RoomId, Option<String>)> {
        let changed = std::mem::take(&mut self.changed).into_iter();
        changed
            .map(|room| (room, self.texts.get(&room).cloned()))
            .collect()
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
        assert!(drafts.rooms().into_iter().eq([ROOM]));
        assert!(drafts.write(OTHER, "another"));
        assert_eq!(
            (drafts.text(ROOM), drafts.text(OTHER)),
            ("half a", "another")
        );
        assert!(drafts.write(ROOM, "  "));
        assert!(drafts.rooms().into_iter().eq([OTHER]));
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
