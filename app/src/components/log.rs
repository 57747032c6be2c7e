use leptos::{either::EitherOf3, prelude::*};

use super::{
    Drawing, Empty,
    announcer::announce,
    divider::DayDivider,
    jump::{Jump, Missed},
    message::Message,
    notice::Notice,
};
use crate::{
    browser::{focus, scroll::Keeper},
    i18n::*,
    live::{MessageRow, NoticeRow, RoomHandle, Row, RowKey},
};

/// Everything that was said and happened in a room.
#[component]
pub(crate) fn Log(
    /// Which.
    room: RoomHandle,
    /// Holds what the reader looks at in place.
    keeper: Keeper,
) -> impl IntoView {
    let i18n = use_i18n();
    let (rows, summary) = (room.rows(), room.room());
    let has_earlier = room.has_earlier();
    let missed = Missed::new(room, keeper);
    announce(room);
    // Rows come, go and grow: the keeper holds what the reader looks at where it is.
    Effect::new(move |_| {
        rows.track();
        request_animation_frame(move || keeper.hold());
    });
    let scrolled = move |_| {
        keeper.look();
        missed.look();
        if keeper.near_start() && has_earlier.get_untracked() {
            room.load_earlier();
        }
    };
    let name = move || summary.with(|room| room.name.clone());
    view! {
        <div class="log">
            <div
                class="log__scroll"
                node_ref=keeper.node()
                role="log"
                aria-live="off"
                aria-label=name
                tabindex="0"
                data-region="log"
                on:scroll=scrolled
                on:keydown=move |event| focus::walk(&event)
            >
                <div class="log__rows">
                    <Earlier room />
                    <For each=move || rows.get() key=|key| *key let:key>
                        <LogRow room key />
                    </For>
                </div>
                {move || {
                    let empty = rows.with(Vec::is_empty);
                    empty.then(|| view! {
                        <Empty
                            drawing=Drawing::Cup
                            title=move || t!(i18n, room.empty_title)
                            text=move || t!(i18n, room.empty_text, room = name)
                        />
                    })
                }}
            </div>
            <Jump missed keeper />
        </div>
    }
}

/// One line of the log. Its kind never changes, its content may.
#[component]
fn LogRow(room: RoomHandle, key: RowKey) -> impl IntoView {
    let row = room.row(key);
    match row.get_untracked() {
        Row::Day(day) => EitherOf3::A(view! { <DayDivider at=day.at /> }),
        Row::Message(first) => {
            let row = Memo::new(move |_| message(row, &first));
            EitherOf3::B(view! { <Message room id=dom_id(key) row /> })
        }
        Row::Notice(first) => {
            let row = Memo::new(move |_| notice(row, &first));
            EitherOf3::C(view! { <Notice id=dom_id(key) row /> })
        }
    }
}

fn message(row: Signal<Row>, otherwise: &MessageRow) -> MessageRow {
    row.with(|row| match row {
        Row::Message(message) => message.clone(),
        Row::Day(_) | Row::Notice(_) => otherwise.clone(),
    })
}

fn notice(row: Signal<Row>, otherwise: &NoticeRow) -> NoticeRow {
    row.with(|row| match row {
        Row::Notice(notice) => notice.clone(),
        Row::Day(_) | Row::Message(_) => otherwise.clone(),
    })
}

fn dom_id(key: RowKey) -> String {
    match key {
        RowKey::Day(day) => format!("d{day}"),
        RowKey::Own(nonce) => format!("o{nonce}"),
        RowKey::Message(id) => format!("m{id}"),
        RowKey::Notice(number) => format!("n{number}"),
    }
}

/// History before the first row: comes by itself while scrolling up, or by the button.
#[component]
fn Earlier(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    let loading = room.loading_earlier();
    let has_earlier = room.has_earlier();
    move || {
        has_earlier.get().then(|| {
            view! {
                <div class="log__earlier needs-js">
                    <button
                        class="button button--plain"
                        type="button"
                        aria-busy=move || loading.get().then_some("true")
                        on:click=move |_| room.load_earlier()
                    >
                        {move || match loading.get() {
                            true => t_string!(i18n, room.loading),
                            false => t_string!(i18n, room.earlier),
                        }}
                    </button>
                </div>
            }
        })
    }
}
