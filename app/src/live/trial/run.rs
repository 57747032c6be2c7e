//! Tries the roads with real links.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Promise};
use leptos::task::spawn_local;
use shared::{Nonce, codec, frame::ClientFrame};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{Step, TRIED_WITHIN, Trial};
use crate::{
    browser::{clipboard, nonce, page, time, timer::Timer},
    live::{
        cable::{Cable, Report},
        ladder::Road,
    },
    state::doctor::{Outcome, Progress, Tried},
};

/// Tries one road after the other, and tells how far that is; `told` says whether anybody still
/// wants to know.
pub(in crate::live) fn all(told: impl Fn([Progress; 3], Option<Tried>) -> bool + 'static) {
    spawn_local(async move {
        let probe = nonce::fresh();
        let mut roads = [Outcome::Silent; 3];
        let mut shown = [Progress::Waiting; 3];
        for (place, (road, outcome)) in Road::ALL.into_iter().zip(&mut roads).enumerate() {
            show(&mut shown, place, Progress::Testing);
            if !told(shown, None) {
                return;
            }
            *outcome = one(road, probe).await;
            show(&mut shown, place, Progress::Done(*outcome));
        }
        let tried = Tried {
            probe,
            roads,
            clock_ms: page::milliseconds().unwrap_or_default(),
            origin: clipboard::address_of(""),
        };
        told(shown, Some(tried));
    });
}

fn show(shown: &mut [Progress; 3], place: usize, progress: Progress) {
    if let Some(shown) = shown.get_mut(place) {
        *shown = progress;
    }
}

/// What there is of a trial while it is under way.
struct Attempt {
    trial: Cell<Trial>,
    cable: RefCell<Option<Cable>>,
    outcome: Cell<Outcome>,
    /// Wakes whoever waits for the outcome.
    wake: RefCell<Option<Function>>,
}

impl Attempt {
    fn reported(&self, report: &Report) {
        let now = time::since_load();
        let mut trial = self.trial.get();
        let step = match report {
            Report::Bytes(bytes) => match codec::decode_server(bytes) {
                Ok(frame) => trial.heard(&frame, now),
                Err(_) => Step::Wait,
            },
            Report::Alive => Step::Wait,
            Report::Closed(code) => trial.closed(*code, now),
        };
        self.trial.set(trial);
        match step {
            Step::Wait => {}
            Step::Say => {
                if let Some(cable) = &*self.cable.borrow() {
                    cable.send(&ClientFrame::Ping);
                }
            }
            Step::Done(outcome) => self.end(outcome),
        }
    }

    /// The first outcome counts.
    fn end(&self, outcome: Outcome) {
        if let Some(wake) = self.wake.take() {
            self.outcome.set(outcome);
            // Fails never: it is the promise's own.
            let _ = wake.call0(&JsValue::NULL);
        }
    }
}

/// Tries one road.
async fn one(road: Road, probe: Nonce) -> Outcome {
    let attempt = Rc::new(Attempt {
        trial: Cell::new(Trial::new(road, time::since_load())),
        cable: RefCell::default(),
        outcome: Cell::new(Outcome::Silent),
        wake: RefCell::default(),
    });
    let over = Promise::new(&mut |wake, _| {
        attempt.wake.replace(Some(wake));
    });
    let heard = Rc::downgrade(&attempt);
    let cable = Cable::connect(road, Some(probe), move |report| {
        if let Some(attempt) = heard.upgrade() {
            attempt.reported(&report);
        }
    });
    if cable.is_none() {
        return Outcome::Blocked;
    }
    attempt.cable.replace(cable);
    let late = Rc::downgrade(&attempt);
    let _timer = Timer::after(TRIED_WITHIN, move || {
        if let Some(attempt) = late.upgrade() {
            attempt.end(Outcome::Silent);
        }
    });
    // Never rejected.
    let _ = JsFuture::from(over).await;
    attempt.outcome.get()
}
