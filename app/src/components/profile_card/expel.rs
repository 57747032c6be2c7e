use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::{
    ApiError, Timestamp, UserId,
    model::{RoomChange, RoomInfo, RoomKind},
    rules::Deed,
};

use super::{Cards, role_word};
use crate::{
    browser::{focus, page},
    components::{Dialog, Icon},
    i18n::*,
    live::{FailReason, WishState},
};

/// Somebody is to be put out of the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expulsion {
    user: UserId,
    name: String,
    /// Whether they are to be kept out.
    ban: bool,
}

const HOUR: u32 = 3_600;

/// The foot of the card: what somebody is here, and the way to put them out for those who may.
#[component]
pub(super) fn Strip(cards: Cards, id: UserId) -> impl IntoView {
    let i18n = use_i18n();
    let info = cards.room.info();
    let role = Memo::new(move |_| cards.role(id));
    let place = move || info.with(|info| (info.kind, info.name.clone()));
    let may = Memo::new(move |_| {
        let standing = info.with(|info| info.standing());
        id != cards.me && standing.allows(Deed::Remove(role.get())).is_ok()
    });
    let expel = move |ban| {
        let shown = cards.shown.get_untracked();
        if let Some((person, _)) = shown {
            cards.close();
            cards.room.forget_wish();
            cards.expelling.set(Some(Expulsion {
                user: id,
                name: person.name,
                ban,
            }));
        }
    };
    let line = move || match place() {
        (RoomKind::Direct, _) => None,
        (RoomKind::Group, _) => Some(t_string!(i18n, person.in_group).to_owned()),
        (_, room) => Some(t_string!(i18n, person.in_room, room).to_string()),
    };
    move || {
        line().map(|line| {
            view! {
                <div class="card__foot">
                    <span class="card__place" dir="auto">
                        {line}
                    </span>
                    <span class="tag">{move || role_word(i18n, role.get())}</span>
                    {move || may.get().then(|| view! { <Expel expel is_member=role.get().is_some() /> })}
                </div>
            }
        })
    }
}

#[component]
fn Expel(expel: impl Fn(bool) + Copy + Send + Sync + 'static, is_member: bool) -> impl IntoView {
    let i18n = use_i18n();
    let remove = is_member.then(|| {
        view! {
            <button class="button button--plain button--small" type="button" on:click=move |_| expel(false)>
                <Icon name="user-minus" size=16 />
                {t!(i18n, person.remove)}
            </button>
        }
    });
    view! {
        <div class="card__expel">
            {remove}
            <button
                class="button button--plain button--small button--warning"
                type="button"
                on:click=move |_| expel(true)
            >
                <Icon name="ban" size=16 />
                {t!(i18n, person.ban)}
            </button>
        </div>
    }
}

/// "Remove Jonas from #tea?", until the server has done so, or said why not.
#[component]
pub(crate) fn ExpelDialog(cards: Cards) -> impl IntoView {
    let i18n = use_i18n();
    let Cards {
        room, expelling, ..
    } = cards;
    let lasts = RwSignal::new(None::<u32>);
    let state = room.wish_state();
    let close = move || {
        room.forget_wish();
        expelling.set(None);
        focus::unless_lost();
    };
    Effect::new(move |before: Option<Option<WishState>>| {
        let now = state.get();
        if before.flatten() == Some(WishState::Waiting) && now.is_none() {
            close();
        }
        now
    });
    let what = move |of: fn(&Expulsion) -> bool| expelling.with(|now| now.as_ref().is_some_and(of));
    let is_ban = Memo::new(move |_| what(|now| now.ban));
    let question = move || {
        let now = expelling.get()?;
        Some(room.info().with(|info| asked(i18n, &now, info)))
    };
    let go = move |_| {
        if let Some(Expulsion { user, ban, .. }) = expelling.get_untracked() {
            room.wish(change(user, ban, lasts.get_untracked()));
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || expelling.with(Option::is_some))
            closed=close
            id="expel-title"
            title=question
        >
            <Consequence is_ban lasts state />
            <div class="dialog__buttons">
                <button class="button button--plain" type="button" autofocus on:click=move |_| close()>
                    {t!(i18n, expel.keep)}
                </button>
                <button
                    class="button button--danger"
                    type="button"
                    aria-busy=move || (state.get() == Some(WishState::Waiting)).then_some("true")
                    on:click=go
                >
                    {move || match is_ban.get() {
                        true => t_string!(i18n, expel.ban),
                        false => t_string!(i18n, expel.remove),
                    }}
                </button>
            </div>
        </Dialog>
    }
}

/// The question, which names both.
fn asked(i18n: I18nContext<Locale>, whom: &Expulsion, info: &RoomInfo) -> String {
    let (name, room) = (whom.name.clone(), info.name.clone());
    match (whom.ban, info.kind == RoomKind::Group) {
        (true, true) => t_string!(i18n, expel.ban_group, name).to_string(),
        (false, true) => t_string!(i18n, expel.group, name).to_string(),
        (true, false) => t_string!(i18n, expel.ban_title, name, room).to_string(),
        (false, false) => t_string!(i18n, expel.title, name, room).to_string(),
    }
}

/// What it means, for how long, and what went wrong.
#[component]
fn Consequence(
    is_ban: Memo<bool>,
    lasts: RwSignal<Option<u32>>,
    state: Signal<Option<WishState>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>
            {move || match is_ban.get() {
                true => t_string!(i18n, expel.ban_text),
                false => t_string!(i18n, expel.text),
            }}
        </p>
        {move || is_ban.get().then(|| view! { <Length lasts /> })}
        <p class="dialog__fault" role="alert">
            {move || match state.get() {
                Some(WishState::Failed(reason)) => Some(fault(i18n, reason)),
                _ => None,
            }}
        </p>
    }
}

fn change(user: UserId, ban: bool, lasts: Option<u32>) -> RoomChange {
    if !ban {
        return RoomChange::Remove { user };
    }
    let until = lasts.zip(page::now()).map(|(lasts, now)| {
        let end = now.seconds().saturating_add(lasts);
        Timestamp::from_seconds(end)
    });
    RoomChange::Ban { user, until }
}

/// For how long.
#[component]
fn Length(lasts: RwSignal<Option<u32>>) -> impl IntoView {
    let i18n = use_i18n();
    let choices = [Some(HOUR), Some(24 * HOUR), None];
    let word = move |choice: Option<u32>| match choice {
        Some(HOUR) => t_string!(i18n, expel.hour),
        Some(_) => t_string!(i18n, expel.day),
        None => t_string!(i18n, expel.for_good),
    };
    let choices = choices.map(|choice| {
        view! {
            <label class="check">
                <input
                    class="check__box"
                    type="radio"
                    name="lasts"
                    prop:checked=move || lasts.get() == choice
                    on:change=move |_| lasts.set(choice)
                />
                {move || word(choice)}
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="field__label">{t!(i18n, expel.how_long)}</legend>
            {choices.collect_view()}
        </fieldset>
    }
}

/// Why somebody is still there.
fn fault(i18n: I18nContext<Locale>, reason: FailReason) -> String {
    let words = match reason {
        FailReason::NoAnswer => t_string!(i18n, expel.no_answer),
        FailReason::Refused(ApiError::Forbidden) => t_string!(i18n, expel.forbidden),
        FailReason::Refused(ApiError::NotFound | ApiError::Conflict) => {
            t_string!(i18n, expel.gone)
        }
        FailReason::Refused(_) => t_string!(i18n, problem.busy),
    };
    words.to_owned()
}
