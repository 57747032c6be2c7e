//! What was said, what was acknowledged and what everybody heard, and whether these agree. Pure.

use std::collections::{BTreeMap, HashMap};

/// Something said: by whom, and which of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Saying {
    pub who: u32,
    pub number: u32,
}

/// The ledger of a run.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Up to where each person has heard each room.
    places: HashMap<(u32, u64), u64>,
    /// What stands in each place of each room.
    heard: BTreeMap<(u64, u64), Saying>,
    acked: BTreeMap<Saying, (u64, u64)>,
    heads: HashMap<u64, u64>,
    deliveries: u64,
    wrong: Wrong,
}

/// How often it was not as promised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// Places that somebody never heard, and acknowledged messages that nobody did.
    pub lost: u64,
    /// Places heard twice, and messages with two places.
    pub doubled: u64,
    /// Places in which two people heard different things.
    pub differing: u64,
}

impl Wrong {
    pub const NOTHING: Self = Self {
        lost: 0,
        doubled: 0,
        differing: 0,
    };
}

impl Ledger {
    /// Somebody follows a room from behind this place on.
    pub fn begins(&mut self, who: u32, room: u64, place: u64) {
        self.places.insert((who, room), place);
        self.reaches(room, place);
    }

    /// Up to where somebody has heard a room; `None` before they were ever in it.
    pub fn place(&self, who: u32, room: u64) -> Option<u64> {
        self.places.get(&(who, room)).copied()
    }

    /// Somebody heard this.
    pub fn hears(&mut self, who: u32, room: u64, seq: u64, what: Saying) {
        let place = self.places.entry((who, room)).or_default();
        if seq <= *place {
            self.wrong.doubled += 1;
            return;
        }
        self.wrong.lost += seq - *place - 1;
        *place = seq;
        self.deliveries += 1;
        self.reaches(room, seq);
        let known = self.heard.entry((room, seq)).or_insert(what);
        if *known != what {
            self.wrong.differing += 1;
        }
    }

    /// Somebody was told that this is kept, and where.
    pub fn acknowledged(&mut self, what: Saying, room: u64, seq: u64) {
        self.reaches(room, seq);
        // Told again after a break; it has one place all the same.
        if *self.acked.entry(what).or_insert((room, seq)) != (room, seq) {
            self.wrong.doubled += 1;
        }
    }

    fn reaches(&mut self, room: u64, seq: u64) {
        let head = self.heads.entry(room).or_default();
        *head = (*head).max(seq);
    }

    /// Places that somebody has still to hear.
    pub fn behind(&self) -> u64 {
        let places = self.places.iter();
        places
            .map(|((_, room), place)| self.heads.get(room).copied().unwrap_or(0) - place)
            .sum()
    }

    /// How often anybody heard anything.
    pub const fn deliveries(&self) -> u64 {
        self.deliveries
    }

    /// Messages that are known to be kept.
    pub fn kept(&self) -> usize {
        self.acked.len()
    }

    /// What is wrong, at the end of all.
    pub fn wrong(&self) -> Wrong {
        let mut wrong = self.wrong;
        wrong.lost += self.behind();
        let mut at = HashMap::new();
        for (place, what) in &self.heard {
            if at.insert(what, place).is_some() {
                wrong.doubled += 1;
            }
        }
        for (what, place) in &self.acked {
            if self.heard.get(place) != Some(what) {
                wrong.lost += 1;
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn saying(number: u32) -> Saying {
        Saying { who: 1, number }
    }

    /// Two people in one room of three messages.
    fn whole() -> Ledger {
        let mut ledger = Ledger::default();
        for who in [1, 2] {
            ledger.begins(who, 7, 10);
        }
        for (seq, number) in [(11, 1), (12, 2), (13, 3)] {
            ledger.acknowledged(saying(number), 7, seq);
            for who in [1, 2] {
                ledger.hears(who, 7, seq, saying(number));
            }
        }
        ledger
    }

    #[test]
    fn what_everybody_heard_once_and_in_order_is_right() {
        let mut ledger = whole();
        ledger.acknowledged(saying(3), 7, 13);
        assert_eq!(ledger.wrong(), Wrong::NOTHING);
        assert_eq!(ledger.deliveries(), 6);
        assert_eq!(ledger.behind(), 0);
    }

    #[test]
    fn whatever_is_lost_doubled_or_different_is_seen() {
        let wrong = |spoil: fn(&mut Ledger)| {
            let mut ledger = whole();
            spoil(&mut ledger);
            let Wrong {
                lost,
                doubled,
                differing,
            } = ledger.wrong();
            (lost, doubled, differing)
        };
        let skipped = wrong(|ledger| {
            for who in [1, 2] {
                ledger.hears(who, 7, 15, saying(4));
            }
        });
        assert_eq!(skipped, (2, 0, 0), "a place that both jumped over");
        let unheard = wrong(|ledger| ledger.hears(1, 7, 14, saying(4)));
        assert_eq!(unheard, (1, 0, 0), "one of them did not hear it");
        let gone = wrong(|ledger| {
            ledger.acknowledged(saying(4), 7, 14);
            for who in [1, 2] {
                ledger.hears(who, 7, 14, saying(5));
            }
        });
        assert_eq!(gone, (1, 0, 0), "acknowledged, and something else is there");
        let again = wrong(|ledger| ledger.hears(1, 7, 13, saying(3)));
        assert_eq!(again, (0, 1, 0), "heard twice");
        let twice = wrong(|ledger| {
            for who in [1, 2] {
                ledger.hears(who, 7, 14, saying(3));
            }
        });
        assert_eq!(twice, (0, 1, 0), "one message in two places");
        let moved = wrong(|ledger| ledger.acknowledged(saying(3), 7, 12));
        assert_eq!(moved, (0, 1, 0), "acknowledged in two places");
        let other = wrong(|ledger| {
            ledger.hears(1, 7, 14, saying(4));
            ledger.hears(2, 7, 14, saying(5));
        });
        assert_eq!(other, (0, 0, 1));
    }
}
