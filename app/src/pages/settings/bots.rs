use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::{ApiError, Field as About, limits::NICKNAME_CHARS, model::Bot};

use super::{
    Done, Section,
    issued::{End, IssuedList, IssuedRow, Made},
};
use crate::{
    address::at,
    api::load_bots,
    components::{Field, FormFault, form_problem},
    first::{NewToken, account, fresh_token, refused},
    forms::{self, Form},
    i18n::*,
    pages::{fault::NothingHere, loaded::loaded},
};

/// Not used for this long, a token may be one that nobody needs any more: 90 days.
const FORGOTTEN_S: u32 = 90 * 86_400;

/// The bots of whoever looks. A guest has none, and nothing to make one with.
#[component]
pub(crate) fn BotsPage() -> impl IntoView {
    let i18n = use_i18n();
    if account().handle.is_none() {
        return view! {
            <main class="main" id="main">
                <NothingHere />
            </main>
        }
        .into_any();
    }
    let bots = Resource::new_blocking(|| (), |()| load_bots());
    view! {
        <Section
            title=Signal::derive(move || t_string!(i18n, bots.title).to_owned())
            text=Signal::derive(move || t_string!(i18n, bots.text).to_owned())
        >
            <Done says=|i18n, done, _| match done {
                "revoked" => Some(t_string!(i18n, bots.revoked).to_owned()),
                _ => None,
            } />
            <div class="panel">
                <div class="panel__head">
                    <h3 class="panel__title">{t!(i18n, bots.yours)}</h3>
                    <p class="panel__note">{t!(i18n, bots.note)}</p>
                </div>
                <MadeToken />
                <Suspense>
                    {move || Suspend::new(async move {
                        match loaded(bots).await {
                            Ok(bots) => view! { <List bots /> }.into_any(),
                            Err(_) => view! { <p role="alert">{t!(i18n, settings.failed)}</p> }
                                .into_any(),
                        }
                    })}
                </Suspense>
                <NewBot />
            </div>
        </Section>
    }
    .into_any()
}

/// The token that was just made, until the page is left.
#[component]
fn MadeToken() -> impl IntoView {
    let i18n = use_i18n();
    let fresh = fresh_token();
    // In the browser only: what the server renders from must stay until the page is written.
    Effect::new(move |_| on_cleanup(move || fresh.set(None)));
    move || {
        fresh.get().map(|NewToken { name, token }| {
            let says = move || t_string!(i18n, bots.ready, name = name.clone()).to_string();
            view! {
                <Made says=Signal::derive(says) text=token.clone()>
                    // A field, so that one key selects it whole.
                    <input
                        class="strip__token"
                        type="text"
                        readonly
                        dir="ltr"
                        autocomplete="off"
                        spellcheck="false"
                        aria-label=move || t_string!(i18n, bots.token)
                        value=token
                    />
                </Made>
            }
        })
    }
}

#[component]
fn List(bots: Vec<Bot>) -> impl IntoView {
    let i18n = use_i18n();
    let none = Signal::derive(move || t_string!(i18n, bots.none).to_owned());
    let rows = bots.into_iter();
    let rows = rows
        .map(|bot| view! { <Row bot /> }.into_any())
        .collect::<Vec<_>>();
    view! { <IssuedList none rows /> }
}

#[component]
fn Row(bot: Bot) -> impl IntoView {
    let i18n = use_i18n();
    let Bot {
        person,
        ending,
        seen_ago_s,
        left_s,
    } = bot;
    let is_forgotten = seen_ago_s.is_some_and(|ago| ago > FORGOTTEN_S);
    let name = StoredValue::new(person.name.clone());
    let name = move || name.get_value();
    let end = End {
        id: person.id.get(),
        action: forms::revoke_bot(person.id),
        label: Signal::derive(move || {
            t_string!(i18n, settings.revoke_one, device = name()).to_string()
        }),
        asks: Signal::derive(move || t_string!(i18n, bots.revoke_ask, name = name()).to_string()),
        text: Signal::derive(move || t_string!(i18n, bots.revoke_text).to_owned()),
    };
    let title = view! {
        <bdi>{person.name}</bdi>
        <span class="tag num">{t!(i18n, bots.number, n = person.id.get())}</span>
    };
    let note = view! {
        {t!(i18n, house_settings.ending, ending)} " · "
        <span class:device__advice=is_forgotten>{move || used(i18n, seen_ago_s)}</span> " · "
        {move || left(i18n, left_s)}
    };
    view! { <IssuedRow icon="bot" name=title.into_any() note=note.into_any() end /> }
}

fn used(i18n: I18nContext<Locale>, seen_ago_s: Option<u32>) -> String {
    let (minute, hour, day) = (60, 3_600, 86_400);
    let ago = match seen_ago_s {
        None => return t_string!(i18n, bots.unused).to_owned(),
        Some(s) if s < 2 * minute => t_string!(i18n, settings.just_now).to_owned(),
        Some(s) if s < hour => t_string!(i18n, settings.minutes, n = s / minute).to_string(),
        Some(s) if s < 2 * day => t_string!(i18n, settings.hours, n = s / hour).to_string(),
        Some(s) => t_string!(i18n, settings.days_ago, n = s / day).to_string(),
    };
    t_string!(i18n, bots.used, ago).to_string()
}

fn left(i18n: I18nContext<Locale>, left_s: u32) -> String {
    let (hour, day) = (3_600, 86_400);
    match left_s {
        0 => t_string!(i18n, house_settings.over).to_owned(),
        s if s < 2 * day => t_string!(i18n, house_settings.hours_left, n = s / hour).to_string(),
        s => t_string!(i18n, house_settings.days_left, n = s / day).to_string(),
    }
}

#[component]
fn NewBot() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::Bot);
    let problem = back
        .as_ref()
        .and_then(|back| back.problem_of(About::Nickname));
    let name = back.as_ref().map(|back| back.text("name"));
    let error = back.as_ref().map(|back| back.error);
    view! {
        <form class="panel__foot panel__foot--form" method="post" action=at(forms::BOTS)>
            <Field
                name="name"
                label=move || t!(i18n, bots.name)
                hint=|| ()
                problem=RwSignal::new(problem)
                value=name.unwrap_or_default()
                max=NICKNAME_CHARS
            />
            <Field
                name="days"
                kind="number"
                label=move || t!(i18n, house_settings.days)
                hint=|| ()
                problem=RwSignal::new(None)
                value="90".to_owned()
                max=3
            />
            <FormFault back says=move || fault(i18n, error) />
            <button class="button button--plain" type="submit">
                {t!(i18n, bots.make)}
            </button>
        </form>
    }
}

fn fault(i18n: I18nContext<Locale>, error: Option<ApiError>) -> String {
    match error {
        Some(ApiError::TooLarge) => t_string!(i18n, problem.bots_many).to_owned(),
        Some(ApiError::Invalid { .. }) => t_string!(i18n, problem.bot_days).to_owned(),
        other => other
            .and_then(|error| form_problem(i18n, error))
            .unwrap_or_default(),
    }
}
