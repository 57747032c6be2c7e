//! What must be true of the database after a kill: promises and findings in, complaints out.

use std::collections::{BTreeMap, BTreeSet};

/// A message at its place: as the server told somebody, or as the database has it. Any other
/// event has a place too, and no text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub room: u64,
    pub seq: u64,
    pub author: u64,
    pub text: String,
}

impl Line {
    /// Which of its author's messages it is: the word that its text begins with.
    fn number(&self) -> Option<u64> {
        self.text.split(' ').next()?.parse().ok()
    }

    fn is_message(&self) -> bool {
        !self.text.is_empty()
    }

    fn place(&self) -> String {
        let Self {
            room, seq, author, ..
        } = self;
        format!("room {room}, seq {seq}, by {author}")
    }
}

/// All that a room's sequence and its messages can get wrong.
///
/// - `promised`: what the server acknowledged or showed to anybody;
/// - `found`: the events of the database, by room and place;
/// - `heads`: where the database says that the rooms stand.
pub fn complaints(
    promised: &BTreeSet<Line>,
    found: &[Line],
    heads: &BTreeMap<u64, u64>,
) -> Vec<String> {
    let mut complaints = lost(promised, found);
    complaints.extend(holes(found, heads));
    complaints.extend(doubled(found));
    complaints.extend(reordered(found));
    complaints
}

fn lost(promised: &BTreeSet<Line>, found: &[Line]) -> Vec<String> {
    let found: BTreeSet<_> = found.iter().collect();
    let lost = promised.iter().filter(|line| !found.contains(line));
    lost.map(|line| format!("lost: {}", line.place())).collect()
}

fn holes(found: &[Line], heads: &BTreeMap<u64, u64>) -> Vec<String> {
    let mut complaints = Vec::new();
    for (room, head) in heads {
        let places = found.iter().filter(|line| line.room == *room);
        let places: Vec<u64> = places.map(|line| line.seq).collect();
        if places != (1..=*head).collect::<Vec<_>>() {
            let count = places.len();
            complaints.push(format!(
                "hole: room {room} is not 1 to {head}: {count} places"
            ));
        }
    }
    let homeless = found.iter().filter(|line| !heads.contains_key(&line.room));
    complaints.extend(homeless.map(|line| format!("hole: no room for {}", line.place())));
    complaints
}

fn messages(found: &[Line]) -> impl Iterator<Item = &Line> {
    found.iter().filter(|line| line.is_message())
}

fn doubled(found: &[Line]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again = messages(found).filter(|line| !seen.insert((line.author, line.number())));
    again
        .map(|line| format!("doubled: {}", line.place()))
        .collect()
}

fn reordered(found: &[Line]) -> Vec<String> {
    let mut last = BTreeMap::new();
    let early = messages(found).filter(|line| {
        let before = last.insert((line.room, line.author), line.number());
        before.is_some_and(|before| before > line.number())
    });
    early
        .map(|line| format!("reordered: {}", line.place()))
        .collect()
}

/// Everything that was sent, from the first to the last message of each author, is there.
pub fn missing(sent: &BTreeMap<u64, u64>, found: &[Line]) -> Vec<String> {
    let found: BTreeSet<_> = messages(found)
        .map(|line| (line.author, line.number()))
        .collect();
    let sent: BTreeSet<_> = sent
        .iter()
        .flat_map(|(author, last)| (1..=*last).map(|number| (*author, Some(number))))
        .collect();
    let differences = sent.symmetric_difference(&found);
    differences
        .map(|(author, number)| format!("sent or found only: {number:?} by {author}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: u64, number: u64) -> Line {
        Line {
            room: 1,
            seq,
            author: 7,
            text: format!("{number} tea"),
        }
    }

    /// What is wrong, in one word each.
    fn wrong(promised: &[Line], found: &[Line], head: u64) -> Vec<String> {
        let promised = promised.iter().cloned().collect();
        let complaints = complaints(&promised, found, &BTreeMap::from([(1, head)]));
        let kind = |text: &String| text.split(':').next().unwrap().to_owned();
        complaints.iter().map(kind).collect()
    }

    #[test]
    fn the_checker_sees_what_is_lost_doubled_reordered_or_left_out() {
        let all = [line(1, 1), line(2, 2), line(3, 3)];
        assert_eq!(wrong(&all, &all, 3), [""; 0]);
        assert_eq!(wrong(&all[..1], &all, 3), [""; 0], "unacknowledged may be");
        assert_eq!(wrong(&all, &all[..2], 2), ["lost"]);
        assert_eq!(wrong(&[], &all[..2], 3), ["hole"]);
        assert_eq!(wrong(&[], &[line(1, 1), line(3, 3)], 3), ["hole"]);
        assert_eq!(wrong(&[], &all, 2), ["hole"]);
        assert_eq!(
            wrong(&[], &[line(1, 1), line(2, 2), line(3, 2)], 3),
            ["doubled"]
        );
        assert_eq!(wrong(&[], &[line(1, 2), line(2, 1)], 2), ["reordered"]);
        let moved = [line(1, 1), line(2, 3)];
        assert_eq!(
            wrong(&all[..2], &moved, 2),
            ["lost"],
            "another in its place"
        );
        let mut altered = all.clone();
        altered[2].text += "!";
        assert_eq!(wrong(&all, &altered, 3), ["lost"]);
        altered[2] = Line {
            room: 9,
            ..line(1, 3)
        };
        assert_eq!(wrong(&[], &altered, 2), ["hole"], "in no room");
        let joined = |seq| Line {
            text: String::new(),
            ..line(seq, 0)
        };
        let with_others = [joined(1), line(2, 1), joined(3), line(4, 2)];
        assert_eq!(wrong(&with_others[1..2], &with_others, 4), [""; 0]);
        assert_eq!(wrong(&[], &with_others[1..], 4), ["hole"]);
    }

    #[test]
    fn the_checker_sees_what_was_sent_and_is_not_there_and_the_other_way_round() {
        let all = [line(1, 1), line(2, 2)];
        let sent = |last| BTreeMap::from([(7, last)]);
        assert_eq!(missing(&sent(2), &all).len(), 0);
        assert_eq!(missing(&sent(3), &all).len(), 1);
        assert_eq!(missing(&sent(1), &all).len(), 1);
    }
}
