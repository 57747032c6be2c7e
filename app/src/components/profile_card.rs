//! The card of a person, beside their name in a room.

use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_i18n::I18nContext;
use shared::{
    ApiError, UserId,
    model::{Person, Profile, Role},
};

use super::{Avatar, Icon};
use crate::{
    address::at,
    api::{CallError, load_profile},
    browser::{
        focus, modal,
        place::{self, Place},
    },
    forms,
    i18n::*,
    live::RoomHandle,
    parts::{LaterDialog, Part},
};

mod expel;

pub(crate) use expel::ExpelDialog;
use expel::{Expulsion, Strip};

/// How wide a card is, as in its style.
const WIDTH: f64 = 316.0;

/// Whose card is open. In context on a room's page.
#[derive(Clone, Copy)]
pub(crate) struct Cards {
    room: RoomHandle,
    me: UserId,
    shown: RwSignal<Option<(Person, Option<Place>)>>,
    /// What the server said; nothing while it has not, or could not.
    found: RwSignal<Option<Found>>,
    expelling: RwSignal<Option<Expulsion>>,
}

/// What the server says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    Profile(Profile),
    /// They share no room with whoever looks any more.
    Gone,
}

/// Makes [`Cards`] and puts them into context.
pub(crate) fn provide_cards(room: RoomHandle, me: UserId) -> Cards {
    let cards = Cards {
        room,
        me,
        shown: RwSignal::new(None),
        found: RwSignal::new(None),
        expelling: RwSignal::new(None),
    };
    provide_context(cards);
    cards
}

impl Cards {
    /// Opens somebody's card beside what was pressed. What the page does not know of them
    /// comes a moment later.
    pub(crate) fn show(self, person: Person, event: &ev::MouseEvent) {
        let (id, room) = (person.id, self.room.id());
        self.found.set(None);
        self.shown.set(Some((person, place::beside(event, WIDTH))));
        spawn_local(async move {
            let found = match load_profile(id, Some(room)).await {
                Ok(profile) => Some(Found::Profile(profile)),
                Err(CallError::Refused(ApiError::NotFound)) => Some(Found::Gone),
                Err(_) => None,
            };
            let is_shown = self
                .shown
                .try_get_untracked()
                .flatten()
                .is_some_and(|(person, _)| person.id == id);
            if is_shown {
                self.found.try_set(found);
            }
        });
    }

    fn close(self) {
        self.shown.set(None);
        focus::unless_lost();
    }

    /// What somebody is in the room: as members are told, or as the server said where not
    /// all of them are listed.
    fn role(self, user: UserId) -> Option<Role> {
        let listed = self.room.roles().with(|roles| roles.get(&user).copied());
        let asked = || self.found.with(|found| profile(found)?.role);
        listed.or_else(asked)
    }
}

/// The card, and the dialog that it leads to.
#[component]
pub(crate) fn CardDialogs(cards: Cards) -> impl IntoView {
    let Cards {
        shown, expelling, ..
    } = cards;
    view! {
        <LaterDialog
            open=Signal::derive(move || shown.with(Option::is_some))
            closed=move |()| cards.close()
            part=Part::Card(cards)
        />
        <LaterDialog
            open=Signal::derive(move || expelling.with(Option::is_some))
            closed=move |()| expelling.set(None)
            part=Part::Expel(cards)
        />
    }
}

/// The card that is open, if one is. The browser keeps the focus in it and gives it back.
#[component]
pub(crate) fn ProfileCard(cards: Cards) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let shown = cards.shown.get();
        if let Some(dialog) = node.get() {
            if let Some((_, Some(place))) = &shown {
                place::put(&dialog, *place);
            }
            modal::show(&dialog, shown.is_some());
        }
    });
    let pressed = move |event: ev::MouseEvent| {
        if modal::is_backdrop(&event) {
            cards.close();
        }
    };
    let person = move || cards.shown.get().map(|(person, _)| person);
    view! {
        <dialog
            class="card"
            node_ref=node
            aria-labelledby="card-name"
            on:close=move |_| cards.close()
            on:click=pressed
        >
            {move || person().map(|person| view! { <Card cards person /> })}
        </dialog>
    }
}

#[component]
fn Card(cards: Cards, person: Person) -> impl IntoView {
    let id = person.id;
    let i18n = use_i18n();
    let found = cards.found;
    let known = Signal::derive(move || found.with(|found| profile(found).cloned()));
    let is_gone = Memo::new(move |_| found.with(|found| *found == Some(Found::Gone)));
    view! {
        <div class="card__inside">
            <Who person known />
            {move || match is_gone.get() {
                true => view! { <p class="card__gone">{t!(i18n, person.gone)}</p> }.into_any(),
                false => view! { <Ways id is_me=id == cards.me /> }.into_any(),
            }}
        </div>
        <Strip cards id />
    }
}

const fn profile(found: &Option<Found>) -> Option<&Profile> {
    match found {
        Some(Found::Profile(profile)) => Some(profile),
        _ => None,
    }
}

/// Face, name, and whether they have an account.
#[component]
pub(crate) fn Who(
    /// Who.
    person: Person,
    /// What else is known of them, once it is.
    known: Signal<Option<Profile>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = person.name.clone();
    view! {
        <div class="card__who">
            <Avatar person size=56 />
            <div class="card__names">
                <h2 class="card__name" id="card-name" dir="auto">
                    {name}
                </h2>
                <p class="card__handle">
                    {move || known.get().map(|known| match (known.handle, known.is_bot) {
                        (Some(handle), _) => view! { <bdi dir="ltr">"@" {handle}</bdi> }.into_any(),
                        (None, true) => t!(i18n, person.bot).into_any(),
                        (None, false) => t!(i18n, person.guest).into_any(),
                    })}
                </p>
            </div>
        </div>
    }
}

/// What to do with somebody: talk to them, or, where it is oneself, change how one looks.
#[component]
pub(crate) fn Ways(id: UserId, is_me: bool) -> impl IntoView {
    let i18n = use_i18n();
    if is_me {
        return view! {
            <div class="card__ways">
                <a class="button button--plain" href=at(forms::PROFILE) autofocus>
                    <Icon name="pencil" size=16 />
                    {t!(i18n, person.edit)}
                </a>
            </div>
        }
        .into_any();
    }
    view! {
        <form class="card__ways" method="post" action=at(forms::direct(id))>
            <button class="button button--primary" type="submit" autofocus>
                <Icon name="message-square" size=16 />
                {t!(i18n, person.message)}
            </button>
        </form>
    }
    .into_any()
}

/// A role in a word.
pub(crate) fn role_word(i18n: I18nContext<Locale>, role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Owner) => t_string!(i18n, room.owner),
        Some(Role::Moderator) => t_string!(i18n, room.moderator),
        Some(Role::Member) => t_string!(i18n, person.member),
        None => t_string!(i18n, person.no_member),
    }
}
