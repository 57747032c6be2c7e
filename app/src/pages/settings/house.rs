use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::model::{Invite, SignUp};

use super::{
    Done, Section,
    issued::{End, IssuedList, IssuedRow, Made},
};
use crate::{
    address::at,
    api::load_invites,
    components::{Field, FormFault, HouseFields},
    first::{First, house, refused},
    forms::{self, Form},
    i18n::*,
    pages::{fault::NothingHere, loaded::loaded},
};

/// What only the owner decides. For everybody else there is nothing at this address.
#[component]
pub(crate) fn HousePage() -> impl IntoView {
    let i18n = use_i18n();
    let is_owner = use_context::<First>().is_some_and(|first| first.account.is_owner);
    if !is_owner {
        return view! {
            <main class="main" id="main">
                <NothingHere />
            </main>
        }
        .into_any();
    }
    view! {
        <Section
            title=Signal::derive(move || t_string!(i18n, house_settings.title).to_owned())
            text=Signal::derive(move || t_string!(i18n, house_settings.text).to_owned())
        >
            <Done says=|i18n, done, _| match done {
                "saved" => Some(t_string!(i18n, settings.saved).to_owned()),
                _ => None,
            } />
            <Decisions />
            <Invites />
        </Section>
    }
    .into_any()
}

#[component]
fn Decisions() -> impl IntoView {
    let i18n = use_i18n();
    let house = house();
    let back = refused(Form::House);
    view! {
        <form class="panel panel--form" method="post" action=at(forms::HOUSE)>
            <HouseFields
                back=back.clone()
                name=house.name.unwrap_or_default()
                guests=house.guests
                sign_up=house.sign_up
            />
            <FormFault back />
            <button class="button button--primary panel__action" type="submit">
                {t!(i18n, house_settings.save)}
            </button>
        </form>
    }
}

/// The links that let people make an account.
#[component]
fn Invites() -> impl IntoView {
    let i18n = use_i18n();
    let invites = Resource::new_blocking(|| (), |()| load_invites());
    let made = use_context::<First>().and_then(|first| first.made);
    view! {
        <div class="panel">
            <div class="panel__head">
                <h3 class="panel__title">{t!(i18n, house_settings.invites)}</h3>
                <p class="panel__note">
                    {move || match house().sign_up {
                        SignUp::Invited => t_string!(i18n, house_settings.invites_text),
                        _ => t_string!(i18n, house_settings.not_invited),
                    }}
                </p>
            </div>
            {made.map(|path| view! { <MadeLink path /> })}
            <Suspense>
                {move || Suspend::new(async move {
                    match loaded(invites).await {
                        Ok(invites) => view! { <List invites /> }.into_any(),
                        Err(_) => view! { <p role="alert">{t!(i18n, settings.failed)}</p> }.into_any(),
                    }
                })}
            </Suspense>
            <NewInvite />
        </div>
    }
}

#[component]
fn MadeLink(path: String) -> impl IntoView {
    let i18n = use_i18n();
    let says = Signal::derive(move || t_string!(i18n, house_settings.made).to_owned());
    let href = path.clone();
    view! {
        <Made says text=path.clone()>
            // A link, so that it can be opened and copied whole.
            <a class="link strip__link" href=href rel="external" dir="ltr">
                {path}
            </a>
        </Made>
    }
}

#[component]
fn List(invites: Vec<Invite>) -> impl IntoView {
    let i18n = use_i18n();
    let none = Signal::derive(move || t_string!(i18n, house_settings.none).to_owned());
    let rows = invites.into_iter();
    let rows = rows
        .map(|invite| view! { <Row invite /> }.into_any())
        .collect::<Vec<_>>();
    view! { <IssuedList none rows /> }
}

#[component]
fn Row(invite: Invite) -> impl IntoView {
    let i18n = use_i18n();
    let ending = StoredValue::new(invite.ending.clone());
    let ending = move || ending.get_value();
    let end = End {
        id: invite.id.get(),
        action: forms::revoke_invite(invite.id),
        label: Signal::derive(move || {
            t_string!(i18n, room_settings.revoke_one, ending = ending()).to_string()
        }),
        asks: Signal::derive(move || t_string!(i18n, room_settings.revoke_ask).to_owned()),
        text: Signal::derive(move || t_string!(i18n, house_settings.revoke_text).to_owned()),
    };
    let name = view! { {t!(i18n, house_settings.ending, ending = ending())} };
    let note = move || state(i18n, &invite);
    view! { <IssuedRow name=name.into_any() note=note.into_any() end /> }
}

fn state(i18n: I18nContext<Locale>, invite: &Invite) -> String {
    let (hour, day) = (3_600, 86_400);
    let left = match invite.left_s {
        _ if invite.used >= invite.uses => t_string!(i18n, house_settings.over).to_owned(),
        0 => t_string!(i18n, house_settings.over).to_owned(),
        s if s < 2 * day => t_string!(i18n, house_settings.hours_left, n = s / hour).to_string(),
        s => t_string!(i18n, house_settings.days_left, n = s / day).to_string(),
    };
    let (used, uses) = (invite.used, invite.uses);
    let used = t_string!(i18n, house_settings.used, used, uses).to_string();
    format!("{used} · {left}")
}

#[component]
fn NewInvite() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::Invite);
    view! {
        <form class="panel__foot panel__foot--form" method="post" action=at(forms::INVITES)>
            <Field
                name="days"
                kind="number"
                label=move || t!(i18n, house_settings.days)
                hint=|| ()
                problem=RwSignal::new(None)
                value="3".to_owned()
                max=3
            />
            <Field
                name="uses"
                kind="number"
                label=move || t!(i18n, house_settings.uses)
                hint=|| ()
                problem=RwSignal::new(None)
                value="10".to_owned()
                max=4
            />
            <FormFault back says=move || t!(i18n, problem.invite_bounds) />
            <button class="button button--plain" type="submit">
                {t!(i18n, house_settings.make)}
            </button>
        </form>
    }
}
