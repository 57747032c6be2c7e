use std::time::Duration;

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::{
    i18n::*,
    live::{RoomHandle, Row},
};

/// How long new messages gather before they are read out together.
const GATHER: Duration = Duration::from_millis(600);

/// Says things to screen readers only: new messages, "Sent". History is never read out.
#[derive(Clone, Copy)]
pub(crate) struct Announcer(RwSignal<String>);

/// Puts an [`Announcer`] into context and renders its region.
pub(crate) fn provide_announcer() -> impl IntoView {
    let said = RwSignal::new(String::new());
    provide_context(Announcer(said));
    view! {
        <div class="hidden" role="status" aria-live="polite">
            {move || said.get()}
        </div>
    }
}

impl Announcer {
    /// Says it, then forgets it, so that the same words can be said again.
    pub(crate) fn say(self, words: String) {
        self.0.set(words);
        let said = self.0;
        set_timeout(
            move || {
                said.try_set(String::new());
            },
            Duration::from_secs(5),
        );
    }
}

/// Reads new messages of others to screen readers, several at once when they come fast.
pub(super) fn announce(room: RoomHandle) {
    let i18n = use_i18n();
    let Some(announcer) = use_context::<Announcer>() else {
        return;
    };
    let waiting = StoredValue::new(0_u64);
    let arrived = room.arrived();
    Effect::new(move |before: Option<u64>| {
        let arrived = arrived.get();
        let fresh = arrived.saturating_sub(before.unwrap_or(arrived));
        let pending = waiting.get_value();
        if fresh == 0 {
            return arrived;
        }
        waiting.set_value(pending.saturating_add(fresh));
        if pending == 0 {
            let speak = move || {
                let Some(count) = waiting.try_update_value(std::mem::take) else {
                    return;
                };
                if let Some(words) = heard(i18n, room, count) {
                    announcer.say(words);
                }
            };
            set_timeout(speak, GATHER);
        }
        arrived
    });
}

fn heard(i18n: I18nContext<Locale>, room: RoomHandle, count: u64) -> Option<String> {
    let count = usize::try_from(count).ok()?;
    let newest: Vec<_> = room.rows().with_untracked(|rows| {
        let messages = rows
            .iter()
            .rev()
            .filter_map(|key| match room.row(*key).get_untracked() {
                Row::Message(message) => Some(message),
                Row::Day(_) | Row::Notice(_) | Row::New(_) => None,
            });
        messages
            .take(count)
            .filter(|message| !message.own)
            .collect()
    });
    match newest.as_slice() {
        [] => None,
        [one] => {
            let (name, text) = (one.author.name.clone(), one.text.clone());
            Some(t_string!(i18n, room.heard_one, name, text).to_string())
        }
        many => {
            let (n, room) = (
                many.len(),
                room.room().with_untracked(|room| room.name.clone()),
            );
            Some(t_string!(i18n, room.heard_many, n, room).to_string())
        }
    }
}
