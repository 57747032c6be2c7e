use leptos::{ev, html, prelude::*};
use shared::{ApiError, MessageId, Problem};

use super::changing::Changing;
use crate::{
    browser::{composition, focus},
    components::{Icon, not_taken},
    i18n::*,
    live::{ChangeState, FailReason, MessageRow, NotTaken, RoomHandle, use_live},
};

/// The text of a message as a field, in its place.
#[component]
pub(super) fn EditMessage(
    /// Where.
    room: RoomHandle,
    /// Which message.
    id: MessageId,
    /// As it stands.
    row: Signal<MessageRow>,
    /// Where its change is shown.
    changing: Changing,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Textarea>::new();
    let problem = RwSignal::new(None);
    let edit = Edit {
        room,
        id,
        changing,
        field,
        problem,
    };
    let failed = Memo::new(move |_| {
        row.with(|row| match row.change {
            Some(ChangeState::Failed { reason, .. }) => Some(reason),
            _ => None,
        })
    });
    let first = row.with_untracked(MessageRow::wanted_text);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _length = focus::grown(&field);
            focus::at_end(&field);
        }
    });
    view! {
        <div class="edit">
            <div class="composer__grow edit__box">
                <textarea
                    class="composer__text"
                    rows="1"
                    dir="auto"
                    autocomplete="off"
                    node_ref=field
                    prop:value=first
                    aria-label=move || t_string!(i18n, message.edit_label)
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    on:input=move |_| edit.measure()
                    on:keydown=move |event| edit.key(&event)
                ></textarea>
            </div>
            <div class="edit__foot">
                <Note edit failed />
                <Buttons edit failed />
            </div>
        </div>
    }
}

/// A message being edited.
#[derive(Clone, Copy)]
struct Edit {
    room: RoomHandle,
    id: MessageId,
    changing: Changing,
    field: NodeRef<html::Textarea>,
    problem: RwSignal<Option<NotTaken>>,
}

impl Edit {
    fn key(self, event: &ev::KeyboardEvent) {
        if composition::sends(event) {
            event.prevent_default();
            self.save();
        } else if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            self.cancel();
        }
    }

    fn text(self) -> String {
        let field = self.field.get_untracked();
        field.map(|field| field.value()).unwrap_or_default()
    }

    fn measure(self) {
        self.problem.set(None);
        if let Some(field) = self.field.get_untracked() {
            let _length = focus::grown(&field);
        }
    }

    /// Sends what the field says. An empty one is a wish to delete.
    fn save(self) {
        match self.room.edit(self.id, &self.text()) {
            Ok(()) => self.changing.finish(),
            Err(Problem::Empty) => self.changing.ask_to_delete(self.id),
            Err(problem) => self.problem.set(Some(NotTaken::Invalid(problem))),
        }
    }

    fn cancel(self) {
        self.room.forget_change(self.id);
        self.changing.finish();
    }

    /// What was to be in a message that is gone becomes one of its own.
    fn send_as_new(self) {
        match self.room.send(&self.text()) {
            Ok(()) => self.cancel(),
            Err(why) => self.problem.set(Some(why)),
        }
    }
}

/// What is wrong, or which keys do what.
#[component]
fn Note(edit: Edit, failed: Memo<Option<FailReason>>) -> impl IntoView {
    let i18n = use_i18n();
    let status = use_live().status();
    let words = move || match (edit.problem.get(), failed.get()) {
        (Some(why), _) => Some(not_taken(i18n, why)),
        (None, Some(reason)) if is_gone(reason) => Some(t_string!(i18n, message.gone).to_owned()),
        (None, Some(_)) if status.get().is_offline() => {
            Some(t_string!(i18n, message.not_saved_offline).to_owned())
        }
        (None, Some(_)) => Some(t_string!(i18n, message.not_saved).to_owned()),
        (None, None) => None,
    };
    move || match words() {
        Some(words) => view! {
            <span class="message__reason" role="alert">
                <Icon name="circle-alert" size=16 />
                {words}
            </span>
        }
        .into_any(),
        None => view! {
            <span class="composer__hint">
                <kbd class="key">{t!(i18n, composer.enter)}</kbd>
                " "
                {t!(i18n, message.saves)}
                " "
                <kbd class="key">"Esc"</kbd>
                " "
                {t!(i18n, message.cancels)}
            </span>
        }
        .into_any(),
    }
}

#[component]
fn Buttons(edit: Edit, failed: Memo<Option<FailReason>>) -> impl IntoView {
    let i18n = use_i18n();
    let gone = Memo::new(move |_| failed.get().is_some_and(is_gone));
    let cancel = move || match gone.get() {
        true => t_string!(i18n, message.discard),
        false => t_string!(i18n, message.cancel),
    };
    let save = move || match (gone.get(), failed.get()) {
        (true, _) => t_string!(i18n, message.send_as_new),
        (false, Some(_)) => t_string!(i18n, message.retry),
        (false, None) => t_string!(i18n, message.save),
    };
    let go = move |_| match gone.get_untracked() {
        true => edit.send_as_new(),
        false => edit.save(),
    };
    view! {
        <span class="edit__buttons">
            <button
                class="button button--ghost button--small"
                type="button"
                on:click=move |_| edit.cancel()
            >
                {cancel}
            </button>
            <button class="button button--primary button--small" type="button" on:click=go>
                {save}
            </button>
        </span>
    }
}

/// Somebody deleted the message meanwhile.
fn is_gone(reason: FailReason) -> bool {
    let FailReason::Refused(error) = reason else {
        return false;
    };
    matches!(error, ApiError::Conflict | ApiError::NotFound)
}
