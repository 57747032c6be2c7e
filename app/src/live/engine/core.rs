use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::task::spawn_local;

use super::works::{Works, chance};
use crate::{
    api,
    browser::{attention, time, timer::Timer},
    live::{
        cable::{Cable, LOST, Report},
        ladder::Road,
        link::Action,
        mine_board::MineBoard,
        session::Moment,
    },
};

/// The engine itself: does what its works decide, one step after the other.
pub(super) struct Core {
    works: RefCell<Works>,
    pages: Cell<u64>,
}

impl Core {
    pub fn new(works: Works) -> Rc<Self> {
        Rc::new(Self {
            works: RefCell::new(works),
            pages: Cell::default(),
        })
    }

    /// A number for a page that enters a room.
    pub fn next_page(&self) -> u64 {
        let page = self.pages.get().saturating_add(1);
        self.pages.set(page);
        page
    }

    /// One's own rooms as signals.
    pub fn mine(&self) -> MineBoard {
        self.works.borrow().mine.clone()
    }

    /// Something happened. Nothing that a step does calls back before it is over: sockets,
    /// timers and effects all report later.
    pub fn step(self: &Rc<Self>, change: impl FnOnce(&mut Works, Moment) -> Vec<Action>) {
        let moment = Moment {
            now: time::since_load(),
            wall: time::wall(),
        };
        let mut works = self.works.borrow_mut();
        let actions = change(&mut works, moment);
        for action in actions {
            self.act(&mut works, action, moment);
        }
        works.publish(moment);
        self.keep(&mut works);
        self.wake_later(&mut works, moment.now);
    }

    /// Follows the tab and the network from now on.
    pub fn listen(self: &Rc<Self>) {
        let core = Rc::clone(self);
        attention::on_attention(move || core.step(Works::attention));
        let core = Rc::clone(self);
        attention::on_network(move || core.step(Works::network));
    }

    fn act(self: &Rc<Self>, works: &mut Works, action: Action, moment: Moment) {
        match action {
            Action::Connect(road) => {
                let core = Rc::clone(self);
                works.cable = Cable::connect(road, None, move |report| core.reported(report));
                if works.cable.is_none() {
                    // Each road is tried once before the link waits.
                    for action in works.link.closed(LOST, moment.now, chance()) {
                        self.act(works, action, moment);
                    }
                }
            }
            Action::Climb => {
                let core = Rc::clone(self);
                let best = Road::WebSocket;
                works.spare = Cable::connect(best, None, move |report| core.reported_spare(report));
                if works.spare.is_none() {
                    works.link.slipped(moment.now);
                }
            }
            Action::StopClimbing => works.spare = None,
            Action::Close => {
                works.session.lost();
                if let Some(cable) = &works.cable {
                    cable.close();
                }
            }
            Action::Abandon => {
                works.session.lost();
                works.cable = None;
            }
            Action::Probe => {
                if let Some(cable) = &works.cable {
                    cable.send(&shared::frame::ClientFrame::Ping);
                }
            }
            Action::AskWhoIsSignedIn => self.ask_who_is_signed_in(),
        }
    }

    fn reported(self: &Rc<Self>, report: Report) {
        self.step(|works, moment| match report {
            Report::Bytes(bytes) => works.bytes(&bytes, moment),
            Report::Alive => works.alive(moment),
            Report::Closed(code) => works.closed(code, moment),
        });
    }

    /// The second link reports. Once it is taken for the first one, this goes on being its way.
    fn reported_spare(self: &Rc<Self>, report: Report) {
        if self.works.borrow().spare.is_none() {
            return self.reported(report);
        }
        self.step(|works, moment| match report {
            Report::Bytes(bytes) => works.climbed(&bytes, moment),
            Report::Alive => Vec::new(),
            Report::Closed(_) => works.slipped(moment),
        });
    }

    fn ask_who_is_signed_in(self: &Rc<Self>) {
        let core = Rc::clone(self);
        spawn_local(async move {
            // No answer says nothing: the link goes on trying.
            let Ok(greeting) = api::greet().await else {
                return;
            };
            core.step(|works, moment| {
                let me = works.session.me().map(|me| me.id);
                let you = greeting.you.as_ref();
                if you.map(|you| you.id) == me {
                    return Vec::new();
                }
                works.somebody_else(you, moment)
            });
        });
    }

    /// Sets the one timer to the next deadline, unless it is set to it already.
    fn wake_later(self: &Rc<Self>, works: &mut Works, now: Duration) {
        let deadline = works.deadline(now);
        if works.timer.as_ref().map(|(at, _)| *at) == deadline {
            return;
        }
        let core = Rc::downgrade(self);
        works.timer = deadline.and_then(|at| {
            let wake = move || {
                if let Some(core) = core.upgrade() {
                    core.step(Works::tick);
                }
            };
            Timer::after(at.saturating_sub(now), wake).map(|timer| (at, timer))
        });
    }
}
