use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    Field as About,
    limits::{HANDLE_CHARS, NICKNAME_CHARS, PASSWORD_CHARS},
    model::{Lobby, SignUp},
};

use crate::{
    address::{at, use_path},
    components::{Faces, Field, FormFault, Icon, PageTitle, Porch, handle_problem},
    first::{house, refused},
    forms::{self, Form},
    i18n::*,
    routes,
};

/// The way in: pick a name and sit down, or sign in.
#[component]
pub(crate) fn JoinPage(lobby: Lobby) -> impl IntoView {
    let i18n = use_i18n();
    let with_account = with_account();
    view! {
        <PageTitle text=move || t_string!(i18n, join.page).to_owned() />
        <Porch>
            <div>
                <h1 class="join__title">{t!(i18n, join.title)}</h1>
                <p class="join__lead">
                    {move || match with_account {
                        true => t_string!(i18n, join.lead_account),
                        false => t_string!(i18n, join.lead),
                    }}
                </p>
            </div>
            <Here lobby />
            {house().guests.then(|| view! { <Ways with_account /> })}
            {match with_account {
                true => view! { <SignInForm /> }.into_any(),
                false => view! { <JoinForm /> }.into_any(),
            }}
        </Porch>
    }
}

/// Which of the two ways is shown. Only the server knows what was asked for when a form comes
/// back refused.
fn with_account() -> bool {
    let asked = || use_query_map().with_untracked(|query| query.get("with").is_some());
    !house().guests || SharedValue::new(asked).into_inner()
}

/// As a guest, or with an account: two addresses, so that it works without JavaScript.
#[component]
fn Ways(with_account: bool) -> impl IntoView {
    let i18n = use_i18n();
    let next = SharedValue::new(next).into_inner();
    let (guest, account) = match next {
        Some(next) => (
            format!("/?next={next}"),
            format!("/?with=account&next={next}"),
        ),
        None => (routes::LOBBY.to_owned(), "/?with=account".to_owned()),
    };
    let current = |on: bool| on.then_some("page");
    view! {
        <nav class="segments" aria-label=move || t_string!(i18n, join.ways)>
            // Not the router's: the page is made for one of the two.
            <a class="segments__item" rel="external" href=at(guest) aria-current=current(!with_account)>
                {t!(i18n, join.as_guest)}
            </a>
            <a class="segments__item" rel="external" href=at(account) aria-current=current(with_account)>
                {t!(i18n, join.with_account)}
            </a>
        </nav>
    }
}

/// Who is in already.
#[component]
fn Here(lobby: Lobby) -> impl IntoView {
    let i18n = use_i18n();
    let online = lobby.online;
    let bold = |children: ChildrenFn| view! { <strong>{children()}</strong> };
    view! {
        <div class="join__here">
            {(!lobby.faces.is_empty()).then(|| view! { <Faces people=lobby.faces.clone() /> })}
            <span class="num">
                {move || match online {
                    0 => t!(i18n, join.nobody_here).into_any(),
                    1 => t!(i18n, join.one_here, <b> = bold).into_any(),
                    n => t!(i18n, join.many_here, n, <b> = bold).into_any(),
                }}
            </span>
            {(online > 0).then(|| view! { <span class="dot dot--online"></span> })}
        </div>
    }
}

#[component]
fn JoinForm() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::Join);
    let problem = back
        .as_ref()
        .and_then(|back| back.problem_of(About::Nickname));
    let value = back
        .as_ref()
        .map(|back| back.text("nickname"))
        .unwrap_or_default();
    let next = SharedValue::new(next).into_inner();
    let to_room = next.is_some();
    view! {
        <form class="join__form" method="post" action=at(forms::JOIN)>
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            <Field
                name="nickname"
                label=move || t!(i18n, join.nickname)
                hint=move || t!(i18n, join.hint)
                problem=RwSignal::new(problem)
                value
                max=NICKNAME_CHARS
                autocomplete="nickname"
                large=true
            />
            <Keep />
            <FormFault back />
            <button class="button button--primary button--large" type="submit">
                {move || match to_room {
                    true => t_string!(i18n, join.enter_room),
                    false => t_string!(i18n, join.enter),
                }}
                <Icon name="arrow-right" size=18 />
            </button>
        </form>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::SignIn);
    // One sentence for both fields: which of them is wrong stays unsaid.
    let mismatch = back
        .as_ref()
        .and_then(|back| back.problem_of(About::Password));
    let value = back
        .as_ref()
        .map(|back| back.text("handle"))
        .unwrap_or_default();
    let next = SharedValue::new(next).into_inner();
    let sign_up = match &next {
        Some(next) => format!("{}?next={next}", forms::SIGN_UP),
        None => forms::SIGN_UP.to_owned(),
    };
    view! {
        <form class="join__form" method="post" action=at(forms::SIGN_IN)>
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            <Field
                name="handle"
                label=move || t!(i18n, account.handle)
                hint=|| ()
                problem=RwSignal::new(None)
                says=handle_problem
                value
                max=HANDLE_CHARS
                autocomplete="username"
                large=true
            />
            <Field
                name="password"
                kind="password"
                label=move || t!(i18n, account.password)
                hint=|| ()
                problem=RwSignal::new(mismatch)
                says=|i18n, _| t_string!(i18n, problem.no_match).to_owned()
                max=PASSWORD_CHARS
                autocomplete="current-password"
                large=true
            />
            <Keep />
            <FormFault back />
            <button class="button button--primary button--large" type="submit">
                {t!(i18n, account.sign_in)}
                <Icon name="arrow-right" size=18 />
            </button>
            {(house().sign_up == SignUp::Open)
                .then(|| {
                    view! {
                        <p class="join__aside">
                            {t!(i18n, account.no_account)} " "
                            <a class="link" href=at(sign_up)>
                                {t!(i18n, account.make_one)}
                            </a>
                        </p>
                    }
                })}
        </form>
    }
}

/// Whether the session outlives the browser's.
#[component]
pub(super) fn Keep() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <label class="check">
            <input class="check__box" type="checkbox" name="keep" value="on" checked />
            {t!(i18n, join.keep)}
        </label>
    }
}

/// Where to go afterwards: the address asked for, or the one that led here. Only the server
/// knows the address that was asked for when the form comes back refused.
pub(super) fn next() -> Option<String> {
    let path = use_path().get_untracked();
    let asked = use_query_map().with_untracked(|query| query.get("next"));
    let inside = ["/r/", "/settings", forms::ROOMS, forms::ROOM_INVITES];
    let is_inside = inside.iter().any(|start| path.starts_with(start));
    let next = asked.or_else(|| is_inside.then_some(path))?;
    (next != routes::LOBBY).then_some(next)
}
