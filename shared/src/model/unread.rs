use serde::{Deserialize, Serialize};

use super::RoomKind;
use crate::{
    RoomId, Seq, Timestamp, UserId,
    codec::{Decode, Encode},
};

/// A place in a room's sequence, and how many messages were posted up to it. The difference of
/// two of them is a number of messages: nothing is ever counted up or down.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    Serialize,
    Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Place {
    /// The event.
    pub seq: Seq,
    /// Messages posted up to and with it, those deleted since included.
    pub messages: u64,
}

impl Place {
    /// How many messages were posted after `earlier` and up to here.
    #[must_use]
    pub const fn since(self, earlier: Self) -> u64 {
        self.messages.saturating_sub(earlier.messages)
    }
}

/// How far somebody has read a room: one mark for all their devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReadMark {
    /// The furthest that was ever read. It only moves forward.
    pub read: Place,
    /// Where reading is to begin again, since they asked for that; never after `read`.
    pub again: Option<Place>,
    /// Counts the changes of this mark: of two, the one with the higher number is newer.
    pub revision: u64,
}

impl ReadMark {
    /// What comes after this place is unread.
    #[must_use]
    pub const fn place(self) -> Place {
        match self.again {
            Some(place) => place,
            None => self.read,
        }
    }
}

/// A room in the list of those that somebody is a member of.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MyRoom {
    /// Which room.
    pub id: RoomId,
    /// What kind.
    pub kind: RoomKind,
    /// Its name; of a direct room the other person's.
    pub name: String,
    /// Whether it is only to be read any more.
    pub archived: bool,
    /// In a direct room: the other person.
    pub with: Option<UserId>,
    /// Its newest event.
    pub head: Place,
    /// When its newest message was posted, or the room was opened.
    pub at: Timestamp,
    /// How far they have read.
    pub mark: ReadMark,
    /// Unread messages that mention them, oldest first; the newest
    /// [`crate::limits::LISTED_MENTIONS`] of them.
    pub mentions: Vec<Seq>,
}

impl MyRoom {
    /// How many messages are unread.
    #[must_use]
    pub const fn unread(&self) -> u64 {
        self.head.since(self.mark.place())
    }

    /// How many unread messages are for them in particular: mentions, and all of what is
    /// said among few.
    #[must_use]
    pub fn for_me(&self) -> u64 {
        match self.kind {
            RoomKind::Direct | RoomKind::Group => self.unread(),
            RoomKind::Open | RoomKind::Private => {
                let place = self.mark.place().seq;
                let unread = self.mentions.iter().filter(|seq| **seq > place).count();
                u64::try_from(unread).unwrap_or(u64::MAX)
            }
        }
    }
}

/// The rooms that somebody is a member of, or the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MyRooms {
    /// By id, at most [`crate::limits::LISTED_MY_ROOMS`].
    pub rooms: Vec<MyRoom>,
    /// Whether there are more behind the last of these.
    pub has_more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn place(seq: u64, messages: u64) -> Place {
        Place {
            seq: Seq::new(seq),
            messages,
        }
    }

    fn room(kind: RoomKind) -> MyRoom {
        MyRoom {
            id: RoomId::new(1),
            kind,
            name: "tea".to_owned(),
            archived: false,
            with: None,
            head: place(9, 7),
            at: Timestamp::from_seconds(0),
            mark: ReadMark {
                read: place(6, 5),
                again: None,
                revision: 1,
            },
            mentions: vec![Seq::new(4), Seq::new(8)],
        }
    }

    #[test]
    fn unread_is_what_was_posted_after_the_mark() {
        let mut open = room(RoomKind::Open);
        assert_eq!((open.unread(), open.for_me()), (2, 1));
        open.mark.again = Some(place(3, 2));
        assert_eq!((open.unread(), open.for_me()), (5, 2));
        let direct = room(RoomKind::Direct);
        assert_eq!((direct.unread(), direct.for_me()), (2, 2));
    }
}
