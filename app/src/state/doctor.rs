//! What came of trying the roads to the server one after the other.

use std::{fmt, str::FromStr};

use shared::Nonce;

use crate::live::Road;

/// Stands between the parts of what the server says: about the WebSocket, about the stream, the
/// other checks, and the report.
pub const PART: &str = "<!--part-->";

/// Stands where the browser puts the time.
pub const TIME: &str = "--:--";

/// What came of one road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was said was answered after so many milliseconds.
    Works(u32),
    /// It ended before anything came over it.
    Blocked,
    /// What should have come at once came when the whole answer was over.
    Buffered,
    /// Nothing came within the time there was.
    Silent,
    /// The server ended it with this close code.
    Refused(u16),
}

impl Outcome {
    /// Whether messages can go this way.
    #[must_use]
    pub const fn works(self) -> Option<u32> {
        match self {
            Self::Works(ms) => Some(ms),
            _ => None,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Works(ms) => write!(f, "works-{ms}"),
            Self::Blocked => f.write_str("blocked"),
            Self::Buffered => f.write_str("buffered"),
            Self::Silent => f.write_str("silent"),
            Self::Refused(code) => write!(f, "refused-{code}"),
        }
    }
}

/// What was given is no outcome, or no line of outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl FromStr for Outcome {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        match text {
            "blocked" => return Ok(Self::Blocked),
            "buffered" => return Ok(Self::Buffered),
            "silent" => return Ok(Self::Silent),
            _ => {}
        }
        let works = text.strip_prefix("works-").and_then(|ms| ms.parse().ok());
        let refused = text.strip_prefix("refused-");
        let refused = refused.and_then(|code| code.parse().ok());
        let works = works.map(Self::Works);
        works.or(refused.map(Self::Refused)).ok_or(Unreadable)
    }
}

/// All that a browser found out, for the server to say what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// By which the server finds what reached it.
    pub probe: Nonce,
    /// What came of each road, the best first.
    pub roads: [Outcome; 3],
    /// The clock of the device, in milliseconds since 1970.
    pub clock_ms: u64,
    /// What the browser takes for the origin of the page.
    pub origin: String,
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [best, second, third] = self.roads;
        let Self {
            probe,
            clock_ms,
            origin,
            ..
        } = self;
        write!(f, "{probe} {best} {second} {third} {clock_ms} {origin}")
    }
}

impl FromStr for Tried {
    type Err = Unreadable;

    fn from_str(line: &str) -> Result<Self, Unreadable> {
        let mut words = line.split(' ');
        let mut word = || words.next().ok_or(Unreadable);
        Ok(Self {
            probe: word()?.parse().map_err(|_| Unreadable)?,
            roads: [word()?.parse()?, word()?.parse()?, word()?.parse()?],
            clock_ms: word()?.parse().map_err(|_| Unreadable)?,
            origin: word()?.to_owned(),
        })
    }
}

/// How far the trial of a road is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Others come first.
    #[default]
    Waiting,
    /// It is under way.
    Testing,
    /// This came of it.
    Done(Outcome),
}

/// All roads in one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not all of them are through.
    Testing,
    /// The best that works, and its milliseconds.
    Open(Road, u32),
    /// None works.
    Nowhere,
}

/// What the roads come to, the best first.
#[must_use]
pub fn verdict(roads: [Progress; 3]) -> Verdict {
    let mut best = Verdict::Nowhere;
    for (road, progress) in Road::ALL.into_iter().zip(roads) {
        let Progress::Done(outcome) = progress else {
            return Verdict::Testing;
        };
        if let (Verdict::Nowhere, Some(ms)) = (best, outcome.works()) {
            best = Verdict::Open(road, ms);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Outcome; 5] = [
        Outcome::Works(38),
        Outcome::Blocked,
        Outcome::Buffered,
        Outcome::Silent,
        Outcome::Refused(4_005),
    ];

    #[test]
    fn what_was_tried_survives_its_way_to_the_server() {
        for outcome in ALL {
            let tried = Tried {
                probe: Nonce::from_bytes([7; 16]),
                roads: [outcome, Outcome::Blocked, Outcome::Works(0)],
                clock_ms: 1_800_000_000_123,
                origin: "https://chat.example:8443".to_owned(),
            };
            assert_eq!(tried.to_string().parse(), Ok(tried));
        }
    }

    #[test]
    fn what_is_no_line_of_outcomes_is_none() {
        let probe = "07".repeat(16);
        for bad in [
            "",
            "blocked blocked blocked",
            &format!("{probe} blocked blocked blocked 1"),
            &format!("{probe} blocked blocked other 1 x"),
            &format!("{probe} works- blocked blocked 1 x"),
            &format!("{probe} works--1 blocked blocked 1 x"),
            &format!("{probe} refused-70000 blocked blocked 1 x"),
            &format!("{probe} blocked blocked blocked -1 x"),
        ] {
            assert_eq!(bad.parse::<Tried>(), Err(Unreadable), "{bad}");
        }
    }

    #[test]
    fn the_best_road_that_works_counts_once_all_are_through() {
        let done = Progress::Done;
        let (works, blocked) = (done(Outcome::Works(9)), done(Outcome::Blocked));
        let cases = [
            ([Progress::Waiting; 3], Verdict::Testing),
            ([works, works, Progress::Testing], Verdict::Testing),
            ([works; 3], Verdict::Open(Road::WebSocket, 9)),
            ([blocked, works, works], Verdict::Open(Road::Stream, 9)),
            ([blocked, blocked, works], Verdict::Open(Road::Poll, 9)),
            ([blocked; 3], Verdict::Nowhere),
            ([done(Outcome::Refused(4_005)); 3], Verdict::Nowhere),
        ];
        for (roads, expected) in cases {
            assert_eq!(verdict(roads), expected, "{roads:?}");
        }
    }
}
