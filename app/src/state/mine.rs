//! The rooms that the viewer is a member of, with what is unread in them.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    MessageId, RoomId, Seq, Timestamp,
    model::{MyRoom, MyRooms, Person, Place, ReadMark, RoomKind},
};

/// What is unread in all rooms together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Messages.
    pub unread: u64,
    /// Those that are for the viewer in particular.
    pub for_me: u64,
}

/// One's own rooms, kept up to date.
#[derive(Clone, Debug, Default)]
pub struct Mine {
    rooms: BTreeMap<RoomId, MyRoom>,
    /// The link under which what follows is known.
    link: Link,
    /// Rooms that look different since the last [`Mine::take`].
    changed: BTreeSet<RoomId>,
    /// Whether they may stand in another order, or be others.
    moved: bool,
}

/// What happened since the link was opened. The list is read after the link has begun to
/// follow it: what was told meanwhile may be newer than the list that comes afterwards.
#[derive(Clone, Debug, Default)]
struct Link {
    /// Behind which room the next part of the list begins.
    after: Option<RoomId>,
    touched: BTreeSet<RoomId>,
    gone: BTreeSet<RoomId>,
}

/// What looks different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MineChanges {
    /// These rooms.
    pub rooms: BTreeSet<RoomId>,
    /// Which rooms there are, or their order.
    pub order: bool,
}

impl Mine {
    /// Starts from a first look.
    #[must_use]
    pub fn new(first: MyRooms) -> Self {
        let rooms = first.rooms.into_iter().map(|room| (room.id, room));
        Self {
            rooms: rooms.collect(),
            moved: true,
            ..Self::default()
        }
    }

    /// A room.
    #[must_use]
    pub fn get(&self, room: RoomId) -> Option<&MyRoom> {
        self.rooms.get(&room)
    }

    /// Rooms by name.
    #[must_use]
    pub fn rooms(&self) -> Vec<RoomId> {
        let mut rooms: Vec<_> = self.of(|kind| !is_among_few(kind)).collect();
        rooms.sort_by_cached_key(|room| (room.archived, room.name.to_lowercase(), room.id));
        rooms.into_iter().map(|room| room.id).collect()
    }

    /// What is said among few, the latest first. One that nobody has written to is not there
    /// yet for anybody but whoever looks at it.
    #[must_use]
    pub fn directs(&self) -> Vec<RoomId> {
        let mut rooms: Vec<_> = self.of(is_among_few).collect();
        rooms.retain(|room| room.kind == RoomKind::Group || room.head.messages > 0);
        rooms.sort_by_key(|room| (std::cmp::Reverse(room.at), room.id));
        rooms.into_iter().map(|room| room.id).collect()
    }

    fn of(&self, is_wanted: impl Fn(RoomKind) -> bool) -> impl Iterator<Item = &MyRoom> {
        self.rooms.values().filter(move |room| is_wanted(room.kind))
    }

    /// What is unread in all of them.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.rooms
            .values()
            .fold(Totals::default(), |sum, room| Totals {
                unread: sum.unread.saturating_add(room.unread()),
                for_me: sum.for_me.saturating_add(room.for_me()),
            })
    }

    /// What looks different since the last call.
    pub fn take(&mut self) -> MineChanges {
        MineChanges {
            rooms: std::mem::take(&mut self.changed),
            order: std::mem::take(&mut self.moved),
        }
    }

    /// The list is asked for from its beginning, on a new link.
    pub fn opened(&mut self) {
        self.link = Link::default();
    }

    /// The next part of the list came; behind which room to ask for more.
    pub fn list(&mut self, rooms: Vec<MyRoom>, has_more: bool) -> Option<RoomId> {
        let after = self.link.after;
        let last = rooms.last().map(|room| room.id).filter(|_| has_more);
        let listed: BTreeSet<_> = rooms.iter().map(|room| room.id).collect();
        let in_part =
            |id: RoomId| after.is_none_or(|after| id > after) && last.is_none_or(|last| id <= last);
        let touched = &self.link.touched;
        self.rooms
            .retain(|id, _| !in_part(*id) || listed.contains(id) || touched.contains(id));
        for room in rooms {
            if !self.link.gone.contains(&room.id) {
                self.merge(room);
            }
        }
        self.moved = true;
        self.link.after = last;
        last
    }

    /// One room as the server has it. What was told of it since may be newer.
    fn merge(&mut self, mut room: MyRoom) {
        let id = room.id;
        if let Some(known) = self.rooms.remove(&id)
            && self.link.touched.contains(&id)
        {
            let read_at = room.head.seq;
            if known.head.seq > read_at {
                room.head = known.head;
                room.at = known.at;
                room.name = known.name;
                room.archived = known.archived;
            }
            if known.mark.revision > room.mark.revision {
                room.mark = known.mark;
            }
            let newer = known.mentions.into_iter().filter(|seq| *seq > read_at);
            room.mentions.extend(newer);
        }
        self.changed.insert(id);
        self.rooms.insert(id, room);
    }

    /// A room is new, or to be shown anew.
    pub fn listed(&mut self, room: MyRoom) {
        let id = room.id;
        self.link.gone.remove(&id);
        self.merge(room);
        self.link.touched.insert(id);
        self.moved = true;
    }

    /// A room is no more among one's own.
    pub fn gone(&mut self, room: RoomId) {
        self.link.gone.insert(room);
        self.link.touched.remove(&room);
        self.moved |= self.rooms.remove(&room).is_some();
    }

    /// A room went on.
    pub fn moved(&mut self, room: RoomId, head: Place, at: Timestamp) {
        let mut came = false;
        self.touch(room, |room| {
            if head.seq > room.head.seq {
                came = head.messages > room.head.messages;
                if came {
                    room.at = room.at.max(at);
                }
                room.head = head;
            }
        });
        self.moved |= came
            && self
                .rooms
                .get(&room)
                .is_some_and(|room| is_among_few(room.kind));
    }

    /// The next event of a room that is being followed came, before the list was told.
    pub fn next(&mut self, room: RoomId, seq: Seq, posted: bool, at: Timestamp) {
        if let Some(known) = self
            .rooms
            .get(&room)
            .filter(|room| room.head.seq.next() == seq)
        {
            let posted = if posted { 1 } else { 0 };
            let messages = known.head.messages.saturating_add(posted);
            self.moved(room, Place { seq, messages }, at);
        }
    }

    /// A room got another name, or was archived or opened again.
    pub fn retitled(&mut self, room: RoomId, name: Option<String>, archived: Option<bool>) {
        if name.is_none() && archived.is_none() {
            return;
        }
        self.touch(room, |room| {
            room.name = name.unwrap_or_else(|| std::mem::take(&mut room.name));
            room.archived = archived.unwrap_or(room.archived);
        });
        self.moved = true;
    }

    /// People are called so now, and with them what is said with each of them.
    pub fn renamed(&mut self, people: &[Person]) {
        for room in self.rooms.values_mut() {
            let person = people.iter().find(|person| room.with == Some(person.id));
            if let Some(person) = person.filter(|person| person.name != room.name) {
                room.name.clone_from(&person.name);
                self.changed.insert(room.id);
            }
        }
    }

    /// How far the viewer has read, on this device or another; false for a late mark.
    pub fn marked(&mut self, room: RoomId, mark: ReadMark) -> bool {
        let mut is_news = false;
        self.touch(room, |room| {
            is_news = mark.revision > room.mark.revision;
            if is_news {
                room.mark = mark;
                // Those that are read are of no use any more, whatever is marked later.
                let place = mark.place().seq;
                room.mentions.retain(|seq| *seq > place);
            }
        });
        is_news
    }

    /// A message mentions the viewer, or no more.
    pub fn mentioned(&mut self, room: RoomId, message: MessageId, mentioned: bool) {
        let seq = Seq::from(message);
        self.touch(room, |room| {
            room.mentions.retain(|known| *known != seq);
            if mentioned && seq > room.mark.place().seq {
                room.mentions.push(seq);
            }
        });
    }

    fn touch(&mut self, room: RoomId, change: impl FnOnce(&mut MyRoom)) {
        if let Some(known) = self.rooms.get_mut(&room) {
            change(known);
            self.link.touched.insert(room);
            self.changed.insert(room);
        }
    }
}

const fn is_among_few(kind: RoomKind) -> bool {
    matches!(kind, RoomKind::Direct | RoomKind::Group)
}
