//! Who came and went while this page was open. No history keeps it, so it has no place in
//! the room's sequence; a notice is shown after the message that was the newest at the time.

use shared::{Seq, Timestamp, model::Person};

use super::row::{NoticeKind, NoticeRow};

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
    /// Oldest first.
    #[must_use]
    pub fn list(&self) -> &[Notice] {
        &self.list
    }

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

/// The rows of notices with nothing in between: each its own, or, when there are many, one
/// row of those who came and one of those who went, everybody by the last they did.
#[must_use]
pub fn fold(run: &[&Notice]) -> Vec<(u64, NoticeRow)> {
    if run.len() <= UNFOLDED {
        return run.iter().map(|notice| row(notice)).collect();
    }
    let mut folded: Vec<(u64, NoticeRow)> = Vec::new();
    for (place, notice) in run.iter().enumerate() {
        let later = run.iter().skip(place.saturating_add(1));
        if later
            .into_iter()
            .any(|later| later.person.id == notice.person.id)
        {
            continue;
        }
        match folded.iter_mut().find(|(_, row)| row.kind == notice.kind) {
            Some((_, row)) => row.people.push(notice.person.clone()),
            None => folded.push(row(notice)),
        }
    }
    folded
}

fn row(notice: &Notice) -> (u64, NoticeRow) {
    let row = NoticeRow {
        kind: notice.kind,
        people: vec![notice.person.clone()],
        at: notice.at,
    };
    (notice.serial, row)
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

    fn folded(moves: &[(NoticeKind, u64)]) -> Vec<(NoticeKind, Vec<u64>)> {
        let notices = notices(moves);
        let run: Vec<_> = notices.list().iter().collect();
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
    fn their_number_is_bounded() {
        let moves: Vec<_> = (0..500).map(|id| (NoticeKind::Entered, id)).collect();
        let notices = notices(&moves);
        assert_eq!(notices.list().len(), KEPT);
        assert_eq!(notices.list().last().map(|notice| notice.serial), Some(500));
    }
}
