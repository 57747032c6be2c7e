use std::time::Duration;

use leptos::prelude::*;
use shared::{
    RoomId, codec,
    frame::ServerFrame,
    model::{Lobby, Person},
};

use super::shelf::{Place, Shelf};
use crate::{
    browser::{attention, reload, road, time, timer::Timer},
    live::{
        ClosedReason, LinkStatus,
        backoff::Chance,
        board::{Board, put},
        cable::Cable,
        ladder::Road,
        link::{Action, Link},
        mine_board::MineBoard,
        outbox::Kept,
        session::{Moment, Session},
    },
};

/// The parts of the engine.
pub(super) struct Works {
    pub link: Link,
    pub session: Session,
    pub cable: Option<Cable>,
    /// A link over the best road, on its way while `cable` takes a lower one.
    pub spare: Option<Cable>,
    pub shelf: Shelf,
    pub timer: Option<(Duration, Timer)>,
    pub mine: MineBoard,
    boards: Vec<ShownBoard>,
    shown: Shown,
}

/// What is shown beside the rooms.
#[derive(Clone, Copy, Default)]
pub(super) struct Shown {
    pub status: RwSignal<LinkStatus>,
    pub road: RwSignal<Road>,
    /// Whether the reader knows that the road is not the best one.
    pub noted: RwSignal<bool>,
    pub lobby: RwSignal<Option<Lobby>>,
    pub waiting: RwSignal<usize>,
    pub failed: RwSignal<Vec<RoomId>>,
    pub keeps: RwSignal<bool>,
}

/// A board that a page reads.
struct ShownBoard {
    board: Board,
    /// Whether days are the viewer's own; until the page is hydrated they are UTC's.
    local: bool,
}

impl Works {
    pub fn new(shown: Shown) -> Self {
        Self {
            link: Link::new(attention::is_online(), road::remembered()),
            session: Session::default(),
            cable: None,
            spare: None,
            shelf: Shelf::default(),
            timer: None,
            mine: MineBoard::default(),
            boards: Vec::new(),
            shown,
        }
    }

    /// Bytes came from the server.
    pub fn bytes(&mut self, bytes: &[u8], moment: Moment) -> Vec<Action> {
        if self.link.status(moment.now) == LinkStatus::Closing {
            return Vec::new();
        }
        self.link.heard(moment.now);
        let Ok(frame) = codec::decode_server(bytes) else {
            // What this page cannot read, a newer one can.
            return self.give_up(ClosedReason::NewVersion, moment);
        };
        if let ServerFrame::Welcomed { you, .. } = &frame {
            if self.session.me().is_some_and(|me| me.id != you.id) {
                return self.somebody_else(Some(you), moment);
            }
            reload::not_needed();
            self.link.welcomed(moment.now);
            road::remember(self.link.road());
        }
        self.session.receive(frame, moment);
        Vec::new()
    }

    /// The database says what earlier pages left, or that there is none.
    pub fn recalled(&mut self, found: Option<(Place, Vec<Kept>)>, moment: Moment) -> Vec<Action> {
        if let Some(left) = self.shelf.opened(found) {
            self.session.restore(left, moment.now);
        }
        Vec::new()
    }

    /// The server is there.
    pub fn alive(&mut self, moment: Moment) -> Vec<Action> {
        self.link.heard(moment.now);
        Vec::new()
    }

    /// The second link brought bytes, its first ones: what came over the first link up to now
    /// is where the second one goes on, as after any break.
    pub fn climbed(&mut self, bytes: &[u8], moment: Moment) -> Vec<Action> {
        let spare = self.spare.take();
        if !self.link.climbed(moment.now) {
            return Vec::new();
        }
        self.cable = spare;
        self.session.lost();
        self.bytes(bytes, moment)
    }

    /// The second link came to nothing.
    pub fn slipped(&mut self, moment: Moment) -> Vec<Action> {
        self.spare = None;
        self.link.slipped(moment.now);
        Vec::new()
    }

    /// The link is closed.
    pub fn closed(&mut self, code: u16, moment: Moment) -> Vec<Action> {
        self.cable = None;
        self.session.lost();
        self.link.closed(code, moment.now, chance())
    }

    /// Time passed.
    pub fn tick(&mut self, moment: Moment) -> Vec<Action> {
        self.timer = None;
        self.session.tick(moment.now);
        self.link.tick(moment.now, chance())
    }

    /// The network came or went.
    pub fn network(&mut self, moment: Moment) -> Vec<Action> {
        let action = if attention::is_online() {
            self.link.online(moment.now, chance())
        } else {
            self.link.offline(moment.now)
        };
        action.into_iter().collect()
    }

    /// The tab came to the front or went to the back, or its focus did.
    pub fn attention(&mut self, moment: Moment) -> Vec<Action> {
        self.session.set_watched(attention::is_watched());
        let looked_at = attention::is_visible().then(|| self.link.looked_at(moment.now));
        looked_at.flatten().into_iter().collect()
    }

    /// Somebody other than this page's person is signed in, or nobody: the page is of no
    /// use any more, and the server knows what to show instead.
    pub fn somebody_else(&mut self, you: Option<&Person>, moment: Moment) -> Vec<Action> {
        if let Some(you) = you
            && reload::once_for(&you.id.to_string())
        {
            return Vec::new();
        }
        self.give_up(ClosedReason::SignedOut, moment)
    }

    fn give_up(&mut self, reason: ClosedReason, moment: Moment) -> Vec<Action> {
        self.link.give_up(reason, moment.now)
    }

    /// A page reads a board.
    pub fn show(&mut self, board: Board) {
        self.boards.push(ShownBoard {
            board,
            local: false,
        });
    }

    /// It does no more.
    pub fn hide(&mut self, page: u64) {
        self.boards.retain(|shown| shown.board.page != page);
    }

    /// Days are the viewer's own from now on.
    pub fn use_local_days(&mut self, page: u64) {
        if let Some(shown) = self
            .boards
            .iter_mut()
            .find(|shown| shown.board.page == page)
        {
            shown.local = true;
            self.session.touch(shown.board.id);
        }
    }

    /// Shows and sends what a step led to.
    pub fn publish(&mut self, moment: Moment) {
        let outcome = self.session.take(moment.now);
        if let Some(cable) = &self.cable {
            outcome.frames.iter().for_each(|frame| cable.send(frame));
        }
        for ShownBoard { board, local } in &self.boards {
            let id = board.id;
            if let Some(room) = self
                .session
                .room(id)
                .filter(|_| outcome.rooms.contains(&id))
            {
                let offset = if *local { time::offset_minutes } else { |_| 0 };
                let away = self.session.away(room);
                board.show(room, self.session.lines(room, &offset), away);
            }
        }
        self.mine.show(self.session.mine(), &outcome.mine);
        if outcome.lobby {
            put(&self.shown.lobby.into(), self.session.lobby().cloned());
        }
        self.shelf.keep(outcome.upkeep);
        put(&self.shown.waiting.into(), self.session.waiting());
        put(&self.shown.failed.into(), self.session.failed_rooms());
        put(&self.shown.keeps.into(), self.shelf.keeps());
        self.say(moment);
    }

    /// When the engine has to be woken next.
    pub fn deadline(&self, now: Duration) -> Option<Duration> {
        let link = self.link.deadline(now);
        link.into_iter().chain(self.session.deadline(now)).min()
    }

    fn say(&self, moment: Moment) {
        let status = self.link.status(moment.now);
        put(&self.shown.status.into(), status);
        put(&self.shown.road.into(), self.link.road());
        mark("data-link", status.word());
        mark("data-road", self.link.road().word());
    }
}

/// Says on the page how the link is, for whoever watches it from outside.
fn mark(name: &str, word: &str) {
    if let Some(body) = document().body()
        && body.get_attribute(name).as_deref() != Some(word)
    {
        // Fails only for a malformed name.
        let _ = body.set_attribute(name, word);
    }
}

pub(super) fn chance() -> Chance {
    Chance::from_billionths(time::random_billionths())
}
