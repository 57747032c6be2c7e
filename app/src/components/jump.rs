use leptos::prelude::*;

use super::{Finder, Icon};
use crate::{browser::scroll::Keeper, i18n::*, live::RoomHandle};

/// What came while the reader was further up.
#[derive(Clone, Copy)]
pub(crate) struct Missed {
    away: RwSignal<bool>,
    seen: RwSignal<u64>,
    arrived: Signal<u64>,
    room: RoomHandle,
    keeper: Keeper,
}

impl Missed {
    /// Nothing missed yet.
    pub(crate) fn new(room: RoomHandle, keeper: Keeper) -> Self {
        let arrived = room.arrived();
        let seen = RwSignal::new(arrived.get_untracked());
        let away = RwSignal::new(false);
        Effect::new(move |_| {
            let arrived = arrived.get();
            if !away.get_untracked() {
                seen.set(arrived);
            }
        });
        Self {
            away,
            seen,
            arrived,
            room,
            keeper,
        }
    }

    /// Looks where the reader is now: the end of the room is read when they see it.
    pub(crate) fn look(self) {
        let away = self.keeper.is_away() || self.room.has_later().get_untracked();
        self.room.see_end(!away);
        if away != self.away.get_untracked() {
            self.away.set(away);
        }
        if !away {
            self.seen.set(self.arrived.get_untracked());
        }
    }

    fn count(self) -> u64 {
        self.arrived.get().saturating_sub(self.seen.get())
    }
}

/// The way back to the end of the log.
#[component]
pub(crate) fn Jump(missed: Missed, finder: Finder) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || match missed.count() {
        0 => t_string!(i18n, room.jump).to_owned(),
        1 => t_string!(i18n, room.one_new).to_owned(),
        n => t_string!(i18n, room.many_new, n).to_string(),
    };
    move || {
        missed.away.get().then(|| {
            view! {
                <div class="jump">
                    <button class="jump__pill" type="button" on:click=move |_| finder.to_end()>
                        <Icon name="arrow-down" size=16 />
                        <span class="num">{words}</span>
                    </button>
                </div>
            }
        })
    }
}
