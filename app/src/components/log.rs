use leptos::{either::EitherOf4, prelude::*};
use shared::{
    MessageId,
    model::{HistoryAt, RoomKind},
};

use super::{
    Drawing, Empty, Finder,
    announcer::announce,
    divider::{DayDivider, NewDivider},
    jump::{Jump, Missed},
    kept::{kept, kept_rows},
    message::Message,
    notice::Notice,
};
use crate::{
    address,
    browser::{focus, scroll::Keeper},
    i18n::*,
    live::{MessageRow, NoticeRow, RoomHandle, Row, RowKey},
    routes,
};

/// Everything that was said and happened in a room.
#[component]
pub(crate) fn Log(
    /// Which.
    room: RoomHandle,
    /// Holds what the reader looks at in place.
    keeper: Keeper,
    /// Brings the reader where they want to be.
    finder: Finder,
) -> impl IntoView {
    let (rows, summary) = (room.rows(), room.room());
    let (has_earlier, has_later) = (room.has_earlier(), room.has_later());
    let missed = Missed::new(room, keeper);
    announce(room);
    // More of the history, where the reader is about to run out of it.
    let further = move || {
        if keeper.near_end() && has_later.get_untracked() {
            room.load_later();
        }
    };
    // Rows come, go and grow: the keeper holds what the reader looks at where it is.
    Effect::new(move |_| {
        rows.track();
        room.loading().track();
        keeper.set_open_ended(has_later.get());
        request_animation_frame(move || {
            keeper.hold();
            finder.look();
            missed.look();
            further();
        });
    });
    let scrolled = move |_| {
        keeper.look();
        missed.look();
        if keeper.near_start() && has_earlier.get_untracked() {
            room.load_earlier();
        }
        further();
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
                <div
                    class="log__rows"
                    on:focusin=move |_| room.walks(true)
                    on:focusout=move |_| room.walks(false)
                >
                    <Earlier room />
                    {kept_rows(room, move || view! {
                        <For each=move || rows.get() key=|key| *key let:key>
                            <LogRow room key />
                        </For>
                    })}
                    <Later room />
                </div>
                <Unwritten room />
            </div>
            <Jump missed finder />
        </div>
    }
}

/// In place of the log of a room where nobody has written yet.
#[component]
fn Unwritten(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    let (rows, info) = (room.rows(), room.info());
    let place = move || info.with(|info| (info.kind, info.name.clone()));
    let empty = Memo::new(move |_| rows.with(Vec::is_empty));
    move || {
        empty.get().then(|| {
            view! {
                <Empty
                    drawing=Drawing::Cup
                    title=move || t!(i18n, room.empty_title)
                    text=move || match place() {
                        (RoomKind::Direct | RoomKind::Group, _) => {
                            t_string!(i18n, room.empty_few).to_owned()
                        }
                        (_, room) => t_string!(i18n, room.empty_text, room).to_string(),
                    }
                />
            }
        })
    }
}

/// One line of the log. Its kind never changes, its content may.
#[component]
fn LogRow(room: RoomHandle, key: RowKey) -> impl IntoView {
    let now = room.row(key).get_untracked();
    kept(room.id(), &now, move || made(room, key))
}

fn made(room: RoomHandle, key: RowKey) -> impl IntoView {
    let row = room.row(key);
    match row.get_untracked() {
        Row::Day(day) => EitherOf4::A(view! { <DayDivider at=day.at /> }),
        Row::Message(first) => {
            let row = Memo::new(move |_| message(row, &first));
            EitherOf4::B(view! { <Message room id=dom_id(key) row /> })
        }
        Row::Notice(first) => {
            let row = Memo::new(move |_| notice(row, &first));
            EitherOf4::C(view! { <Notice id=dom_id(key) row /> })
        }
        Row::New(new) => EitherOf4::D(view! { <NewDivider at=new.at /> }),
    }
}

fn message(row: Signal<Row>, otherwise: &MessageRow) -> MessageRow {
    row.with(|row| match row {
        Row::Message(message) => message.clone(),
        Row::Day(_) | Row::Notice(_) | Row::New(_) => otherwise.clone(),
    })
}

fn notice(row: Signal<Row>, otherwise: &NoticeRow) -> NoticeRow {
    row.with(|row| match row {
        Row::Notice(notice) => notice.clone(),
        Row::Day(_) | Row::Message(_) | Row::New(_) => otherwise.clone(),
    })
}

pub(super) fn dom_id(key: RowKey) -> String {
    match key {
        RowKey::Day(day) => format!("d{day}"),
        RowKey::Own(nonce) => format!("o{nonce}"),
        RowKey::Message(id) => format!("m{id}"),
        RowKey::Notice(number) => format!("n{number}"),
        RowKey::Event(seq) => format!("e{seq}"),
        RowKey::New => "new".to_owned(),
    }
}

/// History before the first row: comes by itself while scrolling up, or by the button; by a
/// link where there is no JavaScript.
#[component]
fn Earlier(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    let has_earlier = room.has_earlier();
    let first = move || edge(room, |messages| messages.next());
    move || {
        has_earlier.get().then(|| {
            let before = untrack(first).map(|id| HistoryAt::Before(id.into()));
            view! {
                <More
                    room
                    words=move || t_string!(i18n, room.earlier)
                    at=before
                    load=move || room.load_earlier()
                />
            }
        })
    }
}

/// History after the last row, where the reader has gone back in it.
#[component]
fn Later(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    let has_later = room.has_later();
    let last = move || edge(room, |messages| messages.last());
    move || {
        has_later.get().then(|| {
            let after = untrack(last).map(|id| HistoryAt::After(id.into()));
            view! {
                <More
                    room
                    words=move || t_string!(i18n, room.later)
                    at=after
                    load=move || room.load_later()
                />
            }
        })
    }
}

fn edge(
    room: RoomHandle,
    pick: impl Fn(&mut dyn Iterator<Item = MessageId>) -> Option<MessageId>,
) -> Option<MessageId> {
    let rows = room.rows().get();
    let mut ids = rows
        .into_iter()
        .filter_map(|key| match room.row(key).get() {
            Row::Message(message) => message.id,
            Row::Day(_) | Row::Notice(_) | Row::New(_) => None,
        });
    pick(&mut ids)
}

#[component]
fn More(
    room: RoomHandle,
    words: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
    at: Option<HistoryAt>,
    load: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let loading = room.loading();
    let link = at.map(|at| address::at(routes::room_at(room.id(), at)));
    view! {
        <div class="log__earlier">
            <button
                class="button button--plain needs-js"
                type="button"
                aria-busy=move || loading.get().then_some("true")
                on:click=move |_| load()
            >
                {move || match loading.get() {
                    true => t_string!(i18n, room.loading),
                    false => words(),
                }}
            </button>
            <span class="without-js">
                <a class="button button--plain" href=link>
                    {words}
                </a>
            </span>
        </div>
    }
}
