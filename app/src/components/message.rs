use leptos::{ev, prelude::*};
use shared::{
    MessageId, limits, mention,
    model::{Fate, Person},
    rules::Deed,
};

use super::{
    Announcer, Avatar, Finder, PersonLink,
    clock::{iso, use_clock},
    message_state::{ChangeFailed, MessageFailed, MessageState},
};
use crate::{
    browser::focus,
    first::account,
    i18n::*,
    live::{ChangeState, MessageRow, RoomHandle, SendState},
};

mod changing;
mod edit;
mod history;
mod tools;

pub(crate) use changing::{ChangeDialogs, Changing, DeleteDialog, provide_changing};
use edit::EditMessage;
use history::Edited;
pub(crate) use history::HistoryDialog;
use tools::Tools;

/// What somebody said. The node stays the same from the keystroke to the stored message;
/// only its marks change.
#[component]
pub(crate) fn Message(
    /// Where it was said.
    room: RoomHandle,
    /// The id of the node.
    id: String,
    /// The message.
    #[prop(into)]
    row: Signal<MessageRow>,
) -> impl IntoView {
    let head = Memo::new(move |_| row.with(|row| row.head));
    let author = Memo::new(move |_| row.with(|row| row.author.clone()));
    let state = Memo::new(move |_| row.with(|row| row.state));
    let waiting = move || {
        let saving = row.with(|row| matches!(row.change, Some(ChangeState::Saving { .. })));
        saving
            || matches!(
                state.get(),
                SendState::Slow | SendState::Queued | SendState::Held { .. }
            )
    };
    let open = RwSignal::new(false);
    let changing = use_context::<Changing>();
    let finder = use_context::<Finder>();
    let found = move || finder.is_some_and(|finder| finder.is_found(row.with(|row| row.id)));
    let (name_id, time_id, text_id) = (format!("{id}-n"), format!("{id}-t"), format!("{id}-x"));
    let label = format!("{name_id} {time_id} {text_id}");
    say_when_sent(state);
    view! {
        <article
            class="message"
            class:message--head=head
            class:message--waiting=waiting
            class:message--for-me=move || row.with(|row| row.for_me && !row.is_deleted())
            class:message--found=found
            id=id
            tabindex="-1"
            data-state=move || word(state.get())
            aria-labelledby=label
            on:keydown=move |event| pressed(&event, room, row, changing, open)
        >
            <Anchor row />
            <Side room head author />
            <header class="message__head">
                <Author room head author id=name_id />
                <Time row id=time_id />
            </header>
            <div class="message__body">
                <Body room row changing text_id />
                <MessageState state />
            </div>
            <MessageFailed room row state />
            <ChangeFailed room row />
            {move || changing.zip(actionable(row)).map(|(changing, id)| {
                let own = row.with_untracked(|row| row.own);
                let deletes = own || moderates(room);
                view! { <Tools room id own deletes changing open /> }
            })}
        </article>
    }
}

/// The message that something can be done with: one that is stored, and there.
fn actionable(row: Signal<MessageRow>) -> Option<MessageId> {
    row.with(|row| {
        let is_stored = row.state == SendState::Final && !row.is_deleted();
        row.id.filter(|_| is_stored)
    })
}

/// Whether whoever looks may take back what others said.
fn moderates(room: RoomHandle) -> bool {
    let info = room.info();
    info.with(|info| info.standing().allows(Deed::DeleteOther).is_ok())
}

/// Where a link to a message leads in a browser without JavaScript. The row of an own message
/// goes by another id, which it has before the message has one.
#[component]
fn Anchor(row: Signal<MessageRow>) -> impl IntoView {
    let id = Memo::new(move |_| row.with(|row| row.id.filter(|_| row.nonce.is_some())));
    move || {
        id.get()
            .map(|id| view! { <span class="message__anchor" id=format!("m{id}")></span> })
    }
}

/// Enter on a row that has the focus opens its actions, Del asks whether it is to go.
fn pressed(
    event: &ev::KeyboardEvent,
    room: RoomHandle,
    row: Signal<MessageRow>,
    changing: Option<Changing>,
    open: RwSignal<bool>,
) {
    if !focus::is_on_row(event) {
        return;
    }
    let Some(id) = untrack(|| actionable(row)) else {
        return;
    };
    match event.key().as_str() {
        "Enter" => open.set(true),
        "Delete" => {
            let deletes = untrack(|| row.with(|row| row.own) || moderates(room));
            if let Some(changing) = changing.filter(|_| deletes) {
                changing.ask_to_delete(id);
            }
        }
        _ => return,
    }
    event.prevent_default();
}

/// What it says, what it said, or the field in which that is changed.
#[component]
fn Body(
    room: RoomHandle,
    row: Signal<MessageRow>,
    changing: Option<Changing>,
    text_id: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = Memo::new(move |_| row.with(|row| row.text.clone()));
    let edited = Memo::new(move |_| row.with(|row| matches!(row.fate, Fate::Edited { .. })));
    let shown = Memo::new(move |_| {
        let id = row.with(|row| row.id);
        // A field somebody writes in stays, even where the message is gone meanwhile.
        let is_open = changing.is_some_and(|changing| changing.is_editing(id));
        row.with(|row| match (is_open || row.unsaved(), row.is_deleted()) {
            (true, _) => Shown::Field,
            (false, true) => Shown::Gone,
            (false, false) => Shown::Text,
        })
    });
    move || match (shown.get(), row.with_untracked(|row| row.id).zip(changing)) {
        (Shown::Field, Some((id, changing))) => {
            view! { <EditMessage room id row changing /> }.into_any()
        }
        (Shown::Gone, _) => view! {
            <p class="message__gone" id=text_id.clone()>
                {t!(i18n, message.deleted)}
            </p>
        }
        .into_any(),
        (Shown::Text | Shown::Field, _) => view! {
            <div class="message__text" dir="auto" id=text_id.clone()>
                {move || text.with(|text| mentioning(text))}
            </div>
            {move || edited.get().then(|| view! { <Edited row changing /> })}
        }
        .into_any(),
    }
}

/// A text with those marked whom it mentions.
fn mentioning(text: &str) -> AnyView {
    if !text.contains('@') {
        return text.to_owned().into_any();
    }
    let me = account().handle;
    let mut parts = Vec::new();
    let mut rest = 0;
    for (range, handle) in mention::mentions(text).take(limits::MENTIONED_PEOPLE) {
        let plain = text.get(rest..range.start).unwrap_or_default().to_owned();
        let name = text.get(range.clone()).unwrap_or_default().to_owned();
        let class = match me.as_ref() == Some(&handle) {
            true => "mention mention--me",
            false => "mention",
        };
        parts.push((plain, view! { <span class=class>{name}</span> }).into_any());
        rest = range.end;
    }
    parts.push(text.get(rest..).unwrap_or_default().to_owned().into_any());
    parts.into_any()
}

/// What stands in the place of a message's text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Text,
    Gone,
    Field,
}

/// The state as tests read it: nothing visible tells a stored message from one that has
/// only just left.
const fn word(state: SendState) -> &'static str {
    match state {
        SendState::Final => "final",
        SendState::Pending | SendState::Slow => "pending",
        SendState::Queued | SendState::Held { .. } => "queued",
        SendState::Failed(_) => "failed",
    }
}

/// The avatar of a head; the time of a continuation, for those who look for it.
#[component]
fn Side(room: RoomHandle, head: Memo<bool>, author: Memo<Person>) -> impl IntoView {
    let room = room.id();
    view! {
        <div class="message__side">
            {move || head.get().then(|| view! {
                <PersonLink person=author room again=true class="message__face">
                    {move || view! { <Avatar person=author.get() /> }}
                </PersonLink>
            })}
        </div>
    }
}

/// Whose message it is: a link where it is seen, words where it is only read out.
#[component]
fn Author(room: RoomHandle, head: Memo<bool>, author: Memo<Person>, id: String) -> impl IntoView {
    let room = room.id();
    let name = move || author.get().name;
    view! {
        <span class="message__name" id=id>
            {move || match head.get() {
                true => view! {
                    <PersonLink person=author room class="message__author">
                        <bdi>{name}</bdi>
                    </PersonLink>
                }
                .into_any(),
                false => view! { <bdi>{name}</bdi> }.into_any(),
            }}
        </span>
    }
}

#[component]
fn Time(row: Signal<MessageRow>, id: String) -> impl IntoView {
    let clock = use_clock();
    let at = Memo::new(move |_| row.with(|row| row.at));
    view! {
        <time class="message__time num" id=id datetime=move || iso(at.get())>
            {move || clock.time(at.get())}
        </time>
    }
}

/// Tells screen readers that a message which had to wait was sent after all.
fn say_when_sent(state: Memo<SendState>) {
    let (i18n, announcer) = (use_i18n(), use_context::<Announcer>());
    Effect::new(move |before: Option<SendState>| {
        let now = state.get();
        let waited = matches!(
            before,
            Some(
                SendState::Slow | SendState::Queued | SendState::Held { .. } | SendState::Failed(_)
            )
        );
        if let (true, SendState::Final, Some(announcer)) = (waited, now, announcer) {
            announcer.say(t_string!(i18n, message.sent).to_owned());
        }
        now
    });
}
