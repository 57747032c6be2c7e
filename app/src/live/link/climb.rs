//! What an open link does besides carrying frames: it breathes where silence would end it, and
//! looks for a better road.

use std::time::Duration;

use shared::limits;

use super::{Action, Link, Phase};
use crate::live::ladder::Road;

/// Silence that ends a link is somebody's patience between these bounds; shorter, and it was an
/// accident; longer, and the server's pings are in time.
const LEAST_PATIENCE: Duration = Duration::from_secs(4);

impl Link {
    /// When the link counts as dead unless something is heard.
    pub(super) fn dead_at(&self) -> Duration {
        let silence = self.heard.saturating_add(limits::SILENCE);
        self.probe.map_or(silence, |probe| probe.min(silence))
    }

    /// When to say something for the sake of saying it.
    pub(super) fn breath_at(&self) -> Option<Duration> {
        let pause = self.patience?.mul_f32(0.6);
        let at = self.heard.saturating_add(pause);
        self.probe.is_none().then_some(at)
    }

    pub(super) fn climb_at(&self) -> Option<Duration> {
        match self.climbing {
            Some(since) => Some(since.saturating_add(Road::WebSocket.opens_within())),
            None => self.ladder.climb_at(),
        }
    }

    pub(super) fn breathe_or_climb(&mut self, now: Duration) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.breath_at().is_some_and(|at| now >= at) {
            actions.extend(self.breathe(now));
        }
        if self.climb_at().is_some_and(|at| now >= at) {
            actions.push(match self.climbing {
                Some(_) => {
                    self.climbing = None;
                    self.ladder.stayed(now);
                    Action::StopClimbing
                }
                None => {
                    self.climbing = Some(now);
                    Action::Climb
                }
            });
        }
        actions
    }

    /// An open link broke. Where it did after a pause, something on the way has no patience
    /// with pauses.
    pub(super) fn broke(&mut self, now: Duration) {
        let silence = now.saturating_sub(self.heard);
        let is_new = self.patience.is_none_or(|patience| silence < patience);
        let is_pause = silence >= LEAST_PATIENCE && silence < limits::PING_EVERY;
        if is_pause && is_new && self.probe.is_none() {
            self.patience = Some(silence);
            self.ladder.ended();
        } else {
            self.ladder.broke(now);
        }
    }

    /// The best road is open, as somebody found who tried it: there is nothing to wait for.
    pub fn look_up(&mut self, now: Duration) {
        if self.climbing.is_none() {
            self.ladder.moved(now);
        }
    }

    /// The second socket brought the server's first frame: it is the link from now on. Tells
    /// whether that was waited for.
    #[must_use]
    pub fn climbed(&mut self, now: Duration) -> bool {
        let is_wanted = matches!(self.phase, Phase::Open { .. }) && self.climbing.is_some();
        if is_wanted {
            self.climbing = None;
            self.ladder.climbed();
            self.phase = Phase::Open { since: now };
            self.heard(now);
        }
        is_wanted
    }

    /// The second socket is closed.
    pub fn slipped(&mut self, now: Duration) {
        if self.climbing.take().is_some() {
            self.ladder.stayed(now);
        }
    }

    /// The second socket is of no use where the first one ends.
    pub(super) fn stop_climbing(&mut self) -> Option<Action> {
        self.climbing.take().map(|_| Action::StopClimbing)
    }
}
