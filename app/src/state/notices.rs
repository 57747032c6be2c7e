//! What is told between messages: what happened to the room itself, which its history keeps,
//! and who came in and went out while this page was open, which no history keeps. That has no
//! place in the room's sequence; it is shown after the message that was the newest at the time.

use shared::{
    Seq, Timestamp,
    model::{Person, RoomChange, RoomNotice},
};

use super::{
    people::People,
    room::Room,
    row::{NoticeKind, NoticeRow, RowKey},
};

/// Older notices are forgotten: a busy room left open for a week has seen thousands.
const KEPT: usize = 200;

/// More than this many in a row are folded into one row per kind.
const UNFOLDED: usize = 3;

/// Somebody came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Counts up per room; never used twice.
    pub serial: u64,
    /// The newest event at the time.
    pub after: Seq,
    /// Which of the two.
    pub kind: NoticeKind,
    /// Who.
    pub person: Person,
    /// When.
    pub at: Timestamp,
}

/// The notices of a room, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    next_serial: u64,
    list: Vec<Notice>,
}

impl Notices {
    /// People came or went.
    pub fn add(&mut self, kind: NoticeKind, people: Vec<Person>, after: Seq, at: Timestamp) {
        for person in people {
            self.next_serial = self.next_serial.saturating_add(1);
            let serial = self.next_serial;
            self.list.push(Notice {
                serial,
                after,
                kind,
                person,
                at,
            });
        }
        let surplus = self.list.len().saturating_sub(KEPT);
        self.list.drain(..surplus);
    }

    /// The rows they stood between are gone.
    pub fn clear(&mut self) {
        self.list.clear();
    }
}

/// Something to be told between messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// After this event, or it is this event.
    pub place: Seq,
    /// Its row, as long as it is not folded.
    pub key: RowKey,
    /// What kind.
    pub kind: NoticeKind,
    /// Who came or went, or who changed the room.
    pub person: Person,
    /// When.
    pub at: Timestamp,
    /// What was changed, where that is more than somebody's coming or going.
    pub change: Option<(Option<Person>, RoomChange)>,
}

/// All there is to tell of a room within its window, in order.
#[must_use]
pub fn gather(room: &Room, people: &People) -> Vec<Noted> {
    let passing = room.notices.list.iter().map(|notice| Noted {
        place: notice.after,
        key: RowKey::Notice(notice.serial),
        kind: notice.kind,
        person: notice.person.clone(),
        at: notice.at,
        change: None,
    });
    // Those from before the window come back with it.
    let is_shown = |place| !room.timeline.has_later() && room.timeline.reaches_back_to(place);
    let passing = passing.filter(|noted| is_shown(noted.place));
    let kept = room.timeline.notices();
    let mut all: Vec<_> = kept.filter_map(|notice| noted(notice, people)).collect();
    all.extend(passing);
    all.sort_by_key(|noted| noted.place);
    all
}

fn noted(notice: &RoomNotice, people: &People) -> Option<Noted> {
    let kind = match notice.change {
        RoomChange::Join => NoticeKind::Joined,
        RoomChange::Leave => NoticeKind::Parted,
        // Who may come back, and who was kept out, is between them and the moderators.
        RoomChange::Pardon { .. } => return None,
        _ => NoticeKind::Room,
    };
    let other = notice.change.user().map(|user| people.person(user));
    let change = (kind == NoticeKind::Room).then(|| (other, notice.change.clone()));
    Some(Noted {
        place: notice.seq,
        key: RowKey::Event(notice.seq),
        kind,
        person: people.person(notice.by),
        at: notice.at,
        change,
    })
}

/// The rows of notices with nothing in between: each its own, or, when there are many, one
/// row of those who came and one of those who went, everybody by the last they did.
#[must_use]
pub fn fold(run: &[Noted]) -> Vec<(RowKey, NoticeRow)> {
    if run.len() <= UNFOLDED {
        return run.iter().map(|noted| (noted.key, row(noted))).collect();
    }
    let mut folded: Vec<(RowKey, NoticeRow)> = Vec::new();
    for (place, noted) in run.iter().enumerate() {
        let mut later = run.iter().skip(place.saturating_add(1));
        let again = |later: &Noted| {
            later.person.id == noted.person.id && later.kind.is_opposite_or_same(noted.kind)
        };
        if noted.kind != NoticeKind::Room && later.any(again) {
            continue;
        }
        let is_same = |row: &NoticeRow| row.kind == noted.kind && noted.kind != NoticeKind::Room;
        match folded.iter_mut().find(|(_, row)| is_same(row)) {
            Some((_, row)) => row.people.push(noted.person.clone()),
            None => folded.push((noted.key, row(noted))),
        }
    }
    folded
}

fn row(noted: &Noted) -> NoticeRow {
    NoticeRow {
        kind: noted.kind,
        people: vec![noted.person.clone()],
        at: noted.at,
        change: noted.change.clone(),
    }
}

#[cfg(test)]
mod tests {
    use shared::UserId;

    use super::*;

    fn notices(moves: &[(NoticeKind, u64)]) -> Notices {
        let mut notices = Notices::default();
        for (kind, id) in moves {
            let person = Person {
                id: UserId::new(*id),
                name: id.to_string(),
            };
            notices.add(*kind, vec![person], Seq::ZERO, Timestamp::from_seconds(1));
        }
        notices
    }

    fn noted(notice: &Notice) -> Noted {
        Noted {
            place: notice.after,
            key: RowKey::Notice(notice.serial),
            kind: notice.kind,
            person: notice.person.clone(),
            at: notice.at,
            change: None,
        }
    }

    fn folded(moves: &[(NoticeKind, u64)]) -> Vec<(NoticeKind, Vec<u64>)> {
        let run: Vec<_> = notices(moves).list.iter().map(noted).collect();
        let ids = |row: NoticeRow| row.people.iter().map(|p| p.id.get()).collect();
        fold(&run)
            .into_iter()
            .map(|(_, row)| (row.kind, ids(row)))
            .collect()
    }

    #[test]
    fn three_in_a_row_stay_apart() {
        use NoticeKind::{Entered, Left};
        let rows = folded(&[(Entered, 1), (Left, 1), (Entered, 2)]);
        assert_eq!(
            rows,
            [(Entered, vec![1]), (Left, vec![1]), (Entered, vec![2])]
        );
    }

    #[test]
    fn four_in_a_row_fold_to_where_everybody_ended() {
        use NoticeKind::{Entered, Left};
        let rows = folded(&[
            (Entered, 1),
            (Entered, 2),
            (Left, 1),
            (Entered, 3),
            (Left, 4),
        ]);
        assert_eq!(rows, [(Entered, vec![2, 3]), (Left, vec![1, 4])]);
    }

    #[test]
    fn coming_in_and_joining_are_two_things() {
        use NoticeKind::{Entered, Joined, Left, Parted};
        let rows = folded(&[
            (Entered, 1),
            (Joined, 1),
            (Joined, 2),
            (Left, 1),
            (Parted, 2),
        ]);
        assert_eq!(
            rows,
            [(Joined, vec![1]), (Left, vec![1]), (Parted, vec![2])]
        );
    }

    #[test]
    fn what_happened_to_the_room_is_not_folded() {
        use NoticeKind::{Joined, Room};
        let rows = folded(&[(Room, 1), (Joined, 2), (Room, 1), (Joined, 3)]);
        let expected = [(Room, vec![1]), (Joined, vec![2, 3]), (Room, vec![1])];
        assert_eq!(rows, expected);
    }

    #[test]
    fn their_number_is_bounded() {
        let moves: Vec<_> = (0..500).map(|id| (NoticeKind::Entered, id)).collect();
        let notices = notices(&moves);
        assert_eq!(notices.list.len(), KEPT);
        assert_eq!(notices.list.last().map(|notice| notice.serial), Some(500));
    }
}
