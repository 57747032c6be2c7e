use proptest::prelude::*;

use crate::live::link::{hints::OFFLINE_RETRY, *};

/// What can happen to a link, other than its own actions.
#[derive(Clone, Copy, Debug)]
pub enum Happening {
    Start,
    /// The socket, if any, brings a frame.
    Heard,
    /// The socket, if any, brings the first frame.
    Welcomed,
    /// The socket, if any, is closed with this code.
    Closed(u16),
    /// The second socket, if any, brings the first frame.
    Climbed,
    /// The second socket, if any, is closed.
    Slipped,
    /// This many milliseconds pass.
    Passes(u64),
    /// Time passes until the link wants to be called.
    Due,
    Online,
    Offline,
    LookedAt,
    RetryNow,
    GiveUp,
}

pub fn happening() -> impl Strategy<Value = Happening> {
    let code = prop_oneof![Just(1000), Just(1006), 3990_u16..5010, any::<u16>()];
    prop_oneof![
        1 => Just(Happening::Start),
        4 => Just(Happening::Heard),
        4 => Just(Happening::Welcomed),
        4 => code.prop_map(Happening::Closed),
        1 => Just(Happening::Climbed),
        1 => Just(Happening::Slipped),
        4 => (0_u64..40_000).prop_map(Happening::Passes),
        8 => Just(Happening::Due),
        1 => Just(Happening::Online),
        1 => Just(Happening::Offline),
        1 => Just(Happening::LookedAt),
        1 => Just(Happening::RetryNow),
        1 => prop::bool::weighted(0.1).prop_map(|end| if end { Happening::GiveUp } else { Happening::Due }),
    ]
}

/// A link, its clock, and the sockets it has made.
pub struct World {
    pub link: Link,
    pub now: Duration,
    pub sockets: u32,
    /// Second sockets.
    pub spares: u32,
    pub roads: Vec<Road>,
    pub chance: Chance,
}

impl World {
    pub fn new() -> Self {
        let chance = Chance::from_billionths(500_000_000);
        Self {
            link: Link::new(true, Road::WebSocket),
            now: Duration::from_secs(1),
            sockets: 0,
            spares: 0,
            roads: Vec::new(),
            chance,
        }
    }

    pub fn happens(&mut self, happening: Happening) {
        let Self {
            link, now, chance, ..
        } = self;
        let has_socket = self.sockets > 0;
        let actions = match happening {
            Happening::Start => link.start(*now).into_iter().collect(),
            Happening::Heard if has_socket => {
                link.heard(*now);
                Vec::new()
            }
            Happening::Welcomed if has_socket => {
                link.heard(*now);
                link.welcomed(*now);
                Vec::new()
            }
            Happening::Closed(code) if has_socket => {
                self.sockets -= 1;
                link.closed(code, *now, *chance)
            }
            Happening::Climbed if self.spares > 0 => {
                self.spares -= 1;
                assert!(link.climbed(*now), "it was waited for");
                Vec::new()
            }
            Happening::Slipped if self.spares > 0 => {
                self.spares -= 1;
                link.slipped(*now);
                Vec::new()
            }
            Happening::Heard
            | Happening::Welcomed
            | Happening::Closed(_)
            | Happening::Climbed
            | Happening::Slipped => Vec::new(),
            Happening::Passes(ms) => {
                *now += Duration::from_millis(ms);
                link.tick(*now, *chance)
            }
            Happening::Due => {
                *now = link.deadline(*now).unwrap_or(*now).max(*now);
                link.tick(*now, *chance)
            }
            Happening::Online => link.online(*now, *chance).into_iter().collect(),
            Happening::Offline => link.offline(*now).into_iter().collect(),
            Happening::LookedAt => link.looked_at(*now).into_iter().collect(),
            Happening::RetryNow => link.retry_now(*now).into_iter().collect(),
            Happening::GiveUp => link.give_up(ClosedReason::SignedOut, *now),
        };
        self.act(&actions);
    }

    fn act(&mut self, actions: &[Action]) {
        for action in actions {
            match action {
                Action::Connect(road) => {
                    self.sockets += 1;
                    self.roads.push(*road);
                }
                Action::Climb => {
                    assert_ne!(self.link.road(), Road::WebSocket);
                    self.spares += 1;
                }
                Action::StopClimbing => self.spares -= 1,
                Action::Abandon => self.sockets -= 1,
                Action::Close | Action::Probe => assert_eq!(self.sockets, 1),
                Action::AskWhoIsSignedIn => assert_eq!(self.sockets, 0),
            }
        }
    }

    pub fn status(&self) -> LinkStatus {
        self.link.status(self.now)
    }

    pub fn check(&self) {
        let deadline = self.link.deadline(self.now);
        assert!(self.sockets <= 1 && self.spares <= self.sockets);
        match self.link.phase {
            Phase::Idle => assert_eq!((self.sockets, deadline), (0, None)),
            Phase::Closed { reason, .. } => {
                assert_eq!(self.sockets, 0);
                assert_eq!(deadline.is_none(), reason.is_final(), "{reason:?}");
                let soon = self.now + OFFLINE_RETRY;
                assert!(deadline.is_none_or(|deadline| deadline <= soon));
            }
            _ => {
                assert_eq!(self.sockets, 1);
                assert!(deadline.is_some());
            }
        }
    }
}
