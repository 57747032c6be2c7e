use leptos::prelude::*;
use shared::{ApiError, MessageId};

use super::Icon;
use crate::{
    i18n::*,
    live::{ChangeState, FailReason, MessageRow, RoomHandle, SendState, use_live},
};

/// "Sending…" beside a message that takes its time.
#[component]
pub(crate) fn MessageState(state: Memo<SendState>) -> impl IntoView {
    let i18n = use_i18n();
    let status = use_live().status();
    let words = move || match state.get() {
        SendState::Slow => Some(t_string!(i18n, message.sending).to_owned()),
        SendState::Queued if status.get().is_offline() => {
            Some(t_string!(i18n, message.queued).to_owned())
        }
        SendState::Queued => Some(t_string!(i18n, message.waiting).to_owned()),
        SendState::Held { seconds: n } => Some(t_string!(i18n, message.held, n).to_string()),
        SendState::Final | SendState::Pending | SendState::Failed(_) => None,
    };
    move || {
        words().map(|words| {
            view! {
                <span class="message__state">
                    <Icon name="clock" size=14 />
                    {words}
                </span>
            }
        })
    }
}

/// The line under a message that was not sent: why, and what can be done.
#[component]
pub(crate) fn MessageFailed(
    room: RoomHandle,
    row: Signal<MessageRow>,
    state: Memo<SendState>,
) -> impl IntoView {
    let i18n = use_i18n();
    let nonce = move || row.with_untracked(|row| row.nonce);
    let retry = move |_| {
        if let Some(nonce) = nonce() {
            room.retry(nonce);
        }
    };
    let delete = move |_| {
        if let Some(nonce) = nonce() {
            room.delete(nonce);
        }
    };
    move || {
        let SendState::Failed(reason) = state.get() else {
            return None;
        };
        Some(view! {
            <div class="message__failed" role="alert">
                <span class="message__reason">
                    <Icon name="circle-alert" size=16 />
                    {why(reason)}
                </span>
                <button class="text-button" type="button" on:click=retry>
                    {t!(i18n, message.retry)}
                </button>
                <button class="text-button text-button--danger" type="button" on:click=delete>
                    {t!(i18n, message.delete)}
                </button>
            </div>
        })
    }
}

/// The line under a message that could not be deleted.
#[component]
pub(crate) fn ChangeFailed(room: RoomHandle, row: Signal<MessageRow>) -> impl IntoView {
    let i18n = use_i18n();
    let failed = Memo::new(move |_| {
        row.with(|row| matches!(row.change, Some(ChangeState::Failed { text: None, .. })))
    });
    let with_id = move |act: fn(RoomHandle, MessageId)| {
        if let Some(id) = row.with_untracked(|row| row.id) {
            act(room, id);
        }
    };
    move || {
        failed.get().then(|| {
            view! {
                <div class="message__failed" role="alert">
                    <span class="message__reason">
                        <Icon name="circle-alert" size=16 />
                        {t!(i18n, message.not_deleted)}
                    </span>
                    <button
                        class="text-button"
                        type="button"
                        on:click=move |_| with_id(RoomHandle::retry_change)
                    >
                        {t!(i18n, message.retry)}
                    </button>
                    <button
                        class="text-button"
                        type="button"
                        on:click=move |_| with_id(RoomHandle::forget_change)
                    >
                        {t!(i18n, message.cancel)}
                    </button>
                </div>
            }
        })
    }
}

fn why(reason: FailReason) -> AnyView {
    let i18n = use_i18n();
    match reason {
        FailReason::Refused(ApiError::RateLimited { .. }) => t!(i18n, message.too_fast).into_any(),
        FailReason::Refused(
            ApiError::Forbidden
            | ApiError::NotFound
            | ApiError::Invalid { .. }
            | ApiError::TooLarge,
        ) => t!(i18n, message.refused).into_any(),
        FailReason::Refused(_) | FailReason::NoAnswer => t!(i18n, message.not_sent).into_any(),
    }
}
