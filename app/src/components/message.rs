use leptos::prelude::*;
use shared::model::Person;

use super::{
    Announcer, Avatar,
    clock::{iso, use_clock},
    message_state::{MessageFailed, MessageState},
};
use crate::{
    i18n::*,
    live::{MessageRow, RoomHandle, SendState},
};

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
    let text = Memo::new(move |_| row.with(|row| row.text.clone()));
    let waiting = move || matches!(state.get(), SendState::Slow | SendState::Queued);
    let (name_id, time_id, text_id) = (format!("{id}-n"), format!("{id}-t"), format!("{id}-x"));
    let label = format!("{name_id} {time_id} {text_id}");
    say_when_sent(state);
    view! {
        <article
            class="message"
            class:message--head=head
            class:message--waiting=waiting
            id=id
            tabindex="-1"
            data-state=move || word(state.get())
            aria-labelledby=label
        >
            <Side head author />
            <header class="message__head">
                <span class="message__name" id=name_id>
                    <bdi>{move || author.get().name}</bdi>
                </span>
                <Time row id=time_id />
            </header>
            <div class="message__body">
                <div class="message__text" dir="auto" id=text_id>
                    {move || text.get()}
                </div>
                <MessageState state />
            </div>
            <MessageFailed room row state />
        </article>
    }
}

/// The state as tests read it: nothing visible tells a stored message from one that has
/// only just left.
const fn word(state: SendState) -> &'static str {
    match state {
        SendState::Final => "final",
        SendState::Pending | SendState::Slow => "pending",
        SendState::Queued => "queued",
        SendState::Failed(_) => "failed",
    }
}

/// The avatar of a head; the time of a continuation, for those who look for it.
#[component]
fn Side(head: Memo<bool>, author: Memo<Person>) -> impl IntoView {
    view! {
        <div class="message__side">
            {move || head.get().then(|| view! { <Avatar person=author.get() /> })}
        </div>
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
            Some(SendState::Slow | SendState::Queued | SendState::Failed(_))
        );
        if let (true, SendState::Final, Some(announcer)) = (waited, now, announcer) {
            announcer.say(t_string!(i18n, message.sent).to_owned());
        }
        now
    });
}
