//! Somebody with a page open: the browser's own state machine of the link decides when to
//! connect, over which road, and how long to wait; here is what it decides about.

use std::{
    collections::VecDeque,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use app::live::{
    Road,
    link::{Action, Link},
};
use shared::{
    RoomId,
    frame::{ClientFrame, ServerFrame},
};

mod rooms;
mod waiting;

use rooms::Rooms;
use waiting::{Opening, at, chance, next, open, ready};

use crate::{
    support::get,
    town::{Return, Town, Wish},
    wire::{Ended, Entry, LOST, Wire},
};

/// What somebody is like.
#[derive(Clone, Debug)]
pub struct Role {
    pub number: u32,
    /// The best road that their network has.
    pub road: Road,
    pub rooms: Vec<RoomId>,
    pub talks: bool,
    /// Stops reading when told to, and has little room for what it does not read.
    pub is_slow: bool,
    /// Whether it follows the list of its own rooms, as the app does.
    pub watches: bool,
}

/// A page and its person.
pub struct Person {
    town: Arc<Town>,
    entry: Entry,
    role: Role,
    link: Link,
    wire: Option<Wire>,
    opening: Option<Opening>,
    /// A link over the best road, while another one is in use.
    spare: Option<Opening>,
    rooms: Rooms,
    says_next: Instant,
    is_inside: bool,
    lost: Option<Instant>,
    cuts: u32,
}

/// What wakes somebody.
enum Event {
    Heard(Result<ServerFrame, Ended>),
    Opened(Result<(Wire, ServerFrame), Ended>),
    Climbed(Result<(Wire, ServerFrame), Ended>),
    Tick,
    Says,
    Wished,
}

impl Person {
    pub fn new(town: Arc<Town>, entry: Entry, role: Role) -> Self {
        Self {
            rooms: Rooms::new(Arc::clone(&town), &role),
            entry,
            link: Link::new(true, role.road),
            role,
            wire: None,
            opening: None,
            spare: None,
            says_next: Instant::now(),
            is_inside: false,
            lost: None,
            cuts: 0,
            town,
        }
    }

    /// Lives for as long as the run does.
    pub async fn run(mut self) {
        let mut wishes = self.town.wish.subscribe();
        let begin = self.link.start(self.now());
        self.act(begin.into_iter().collect()).await;
        loop {
            let wish = *wishes.borrow_and_update();
            if self.role.is_slow && wish.is_stuck {
                if wishes.changed().await.is_err() {
                    return;
                }
                continue;
            }
            if wish.cuts != self.cuts {
                self.cuts = wish.cuts;
                self.ended(LOST).await;
            }
            let says = wish.every.filter(|_| self.role.talks);
            let tick = self.link.deadline(self.now());
            let tick = tick.map(|tick| self.town.start + tick);
            let event = tokio::select! {
                heard = next(&mut self.wire) => Event::Heard(heard),
                opened = ready(&mut self.opening) => Event::Opened(opened),
                climbed = ready(&mut self.spare) => Event::Climbed(climbed),
                () = at(tick) => Event::Tick,
                () = at(says.map(|_| self.says_next)) => Event::Says,
                changed = wishes.changed() => match changed {
                    Ok(()) => Event::Wished,
                    Err(_) => return,
                },
            };
            self.handle(event, wish).await;
        }
    }

    fn now(&self) -> Duration {
        self.town.start.elapsed()
    }

    async fn handle(&mut self, event: Event, wish: Wish) {
        match event {
            Event::Heard(Ok(frame)) => self.take(frame).await,
            Event::Heard(Err(end)) => {
                self.tally(end);
                self.ended(end.code(self.link.road())).await;
            }
            Event::Opened(Ok((wire, first))) => {
                self.opening = None;
                self.follow(wire, first).await;
            }
            Event::Opened(Err(end)) => {
                self.opening = None;
                self.tally(end);
                self.ended(end.code(self.link.road())).await;
            }
            Event::Climbed(climbed) => {
                self.spare = None;
                match climbed {
                    Ok((wire, first)) if self.link.climbed(self.now()) => {
                        self.outside();
                        // Changing over is nobody's fault.
                        self.lost = None;
                        self.follow(wire, first).await;
                    }
                    Ok(_) => {}
                    Err(_) => self.link.slipped(self.now()),
                }
            }
            Event::Tick => {
                let actions = self.link.tick(self.now(), chance());
                self.act(actions).await;
            }
            Event::Says => {
                let every = wish.every.unwrap_or_default();
                // Spread evenly at first.
                self.says_next = (self.says_next + every).max(Instant::now() - every);
                let post = self.rooms.say();
                self.send(&[post]).await;
            }
            Event::Wished => {}
        }
    }

    /// Goes on over this wire, which has brought its first frame.
    async fn follow(&mut self, wire: Wire, first: ServerFrame) {
        if self.role.is_slow {
            let (number, port) = (self.role.number, wire.port());
            self.town.ports.lock().insert(number, port);
        }
        self.wire = Some(wire);
        self.link.welcomed(self.now());
        self.take(first).await;
        let mut frames = self.rooms.enter();
        if self.role.watches {
            frames.insert(0, ClientFrame::WatchMyRooms { after: None });
        }
        self.send(&frames).await;
    }

    async fn take(&mut self, frame: ServerFrame) {
        self.link.heard(self.now());
        let answers = self.rooms.take(frame);
        if !answers.is_empty() {
            self.send(&answers).await;
        }
        if !self.is_inside && self.wire.is_some() && self.rooms.are_entered() {
            self.is_inside = true;
            self.town.inside.fetch_add(1, Ordering::Relaxed);
            let back = Instant::now();
            if let Some(lost) = self.lost.take() {
                let mut returns = self.town.returns.lock();
                let back = Return { lost, back };
                returns.entry(self.role.number).or_insert(back);
            }
        }
    }

    async fn send(&mut self, frames: &[ClientFrame]) {
        let Some(wire) = &mut self.wire else {
            return;
        };
        for frame in frames {
            // How it ended is heard at once.
            if wire.say(frame).await.is_err() {
                return;
            }
        }
    }

    async fn ended(&mut self, code: u16) {
        self.wire = None;
        self.opening = None;
        self.outside();
        let actions = self.link.closed(code, self.now(), chance());
        self.act(actions).await;
    }

    /// Is in none of the rooms from here on.
    fn outside(&mut self) {
        self.rooms.leave();
        if self.is_inside {
            self.is_inside = false;
            self.town.inside.fetch_sub(1, Ordering::Relaxed);
            self.lost = Some(Instant::now());
        }
    }

    async fn act(&mut self, actions: Vec<Action>) {
        let mut actions = VecDeque::from(actions);
        while let Some(action) = actions.pop_front() {
            match action {
                // Their network lets no such thing through.
                Action::Connect(road) if road < self.role.road => {
                    actions.extend(self.link.closed(LOST, self.now(), chance()));
                }
                Action::Connect(road) => {
                    self.opening = Some(Box::pin(open(road, self.entry.clone())));
                }
                Action::Climb if self.role.road == Road::WebSocket => {
                    let opening = open(Road::WebSocket, self.entry.clone());
                    self.spare = Some(Box::pin(opening));
                }
                Action::Climb => self.link.slipped(self.now()),
                Action::StopClimbing => self.spare = None,
                Action::Close => {
                    self.wire = None;
                    self.outside();
                    self.tally(Ended::NoAnswer);
                    actions.extend(self.link.closed(LOST, self.now(), chance()));
                }
                Action::Abandon => {
                    self.wire = None;
                    self.opening = None;
                    self.outside();
                    self.tally(Ended::NoAnswer);
                }
                Action::Probe => self.send(&[ClientFrame::Ping]).await,
                Action::AskWhoIsSignedIn => {
                    let (address, session) = (self.entry.address, self.entry.session.clone());
                    // Where nobody answers, the link goes on trying.
                    tokio::spawn(async move { get(address, &session, "/rpc/greeting").await });
                }
            }
        }
    }

    fn tally(&self, end: Ended) {
        *self.town.endings.lock().entry(end).or_default() += 1;
    }
}
