//! Which road to the server to take. A WebSocket is the best; where none opens, or none lasts,
//! a stream of events takes its place; where that does not come through, one answer after the
//! other. From a lower road it is tried again and again whether the best one is open by now.
//! Pure: what happened goes in together with the time.

#[cfg(test)]
mod tests;

use std::time::Duration;

/// A road to the server. The same frames go over each of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Road {
    /// Messages both ways.
    #[default]
    WebSocket,
    /// An answer without an end, and requests beside it.
    Stream,
    /// One answer after the other.
    Poll,
}

impl Road {
    /// From the best to the last.
    pub const ALL: [Self; 3] = [Self::WebSocket, Self::Stream, Self::Poll];

    /// The value of `data-road` on `<body>`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WebSocket => "websocket",
            Self::Stream => "stream",
            Self::Poll => "poll",
        }
    }

    /// The road with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|road| road.word() == word)
    }

    /// From the attempt to the server's first frame. What a proxy does to a road shows at once;
    /// behind the last one there is none to hurry to.
    #[must_use]
    pub const fn opens_within(self) -> Duration {
        match self {
            Self::WebSocket | Self::Stream => Duration::from_millis(2_500),
            Self::Poll => Duration::from_secs(10),
        }
    }

    const fn below(self) -> Option<Self> {
        match self {
            Self::WebSocket => Some(Self::Stream),
            Self::Stream => Some(Self::Poll),
            Self::Poll => None,
        }
    }
}

/// So many breaks of open links within [`BREAKING`] are a road that does not hold.
const BREAKS: u8 = 3;
const BREAKING: Duration = Duration::from_secs(60);

/// The first look whether the best road is open comes after this; each in vain doubles it.
const FIRST_CLIMB: Duration = Duration::from_secs(10);
/// The longest between two looks.
const LAST_CLIMB: Duration = Duration::from_secs(300);

/// What to do after an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fall {
    /// Try the next road at once.
    Further,
    /// No road leads there now: wait, then begin with the first one.
    Ground,
}

/// The ladder.
#[derive(Clone, Copy, Debug)]
pub struct Ladder {
    road: Road,
    breaks: u8,
    breaking_since: Duration,
    /// When to look for a better road; only while a link is open on a lower one.
    climb: Option<Duration>,
    patience: Duration,
}

impl Ladder {
    /// Begins with a road: the first one, or the one that led there a moment ago.
    #[must_use]
    pub const fn new(road: Road) -> Self {
        Self {
            road,
            breaks: 0,
            breaking_since: Duration::ZERO,
            climb: None,
            patience: FIRST_CLIMB,
        }
    }

    /// The road to take, or that is taken.
    #[must_use]
    pub const fn road(&self) -> Road {
        self.road
    }

    /// When to look for a better road.
    #[must_use]
    pub const fn climb_at(&self) -> Option<Duration> {
        self.climb
    }

    /// The link is open.
    pub fn opened(&mut self, now: Duration) {
        let is_lower = self.road != Road::WebSocket;
        self.climb = is_lower.then(|| now.saturating_add(self.patience));
    }

    /// An attempt came to nothing, and nobody at the other end said why.
    #[must_use]
    pub fn failed(&mut self) -> Fall {
        self.climb = None;
        match self.road.below() {
            Some(below) => {
                self.road = below;
                Fall::Further
            }
            None => {
                self.road = Road::WebSocket;
                Fall::Ground
            }
        }
    }

    /// An open link broke, and nobody at the other end said why.
    pub fn broke(&mut self, now: Duration) {
        self.climb = None;
        if self.breaks == 0 || now > self.breaking_since.saturating_add(BREAKING) {
            (self.breaks, self.breaking_since) = (0, now);
        }
        self.breaks = self.breaks.saturating_add(1);
        if self.breaks >= BREAKS {
            self.breaks = 0;
            self.road = self.road.below().unwrap_or_default();
        }
    }

    /// An open link ended for a reason that has nothing to do with the road.
    pub const fn ended(&mut self) {
        self.climb = None;
    }

    /// The best road is open, and from now on taken.
    pub const fn climbed(&mut self) {
        *self = Self::new(Road::WebSocket);
    }

    /// The best road is still closed.
    pub fn stayed(&mut self, now: Duration) {
        self.patience = self.patience.saturating_mul(2).min(LAST_CLIMB);
        self.climb = self.climb.map(|_| now.saturating_add(self.patience));
    }

    /// The machine may be in another network, with other proxies.
    pub fn moved(&mut self, now: Duration) {
        self.patience = FIRST_CLIMB;
        self.climb = self.climb.map(|_| now);
    }
}
