//! Groups of fields that several forms share.

use leptos::prelude::*;
use shared::{
    Field as About,
    limits::{HANDLE_CHARS, HOUSE_NAME_CHARS, NICKNAME_CHARS, PASSWORD_CHARS},
    model::SignUp,
};

use super::{Field, handle_problem, password_problem};
use crate::{forms::FormReturn, i18n::*};

/// Handle, display name and a password, as a new account needs them.
#[component]
pub(crate) fn AccountFields(
    /// The form as it came back, if it did.
    back: Option<FormReturn>,
    /// The name to begin with.
    #[prop(optional)]
    name: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let problem = |about| RwSignal::new(back.as_ref().and_then(|back| back.problem_of(about)));
    let (wrong_name, wrong_handle) = (problem(About::Nickname), problem(About::Handle));
    let wrong_password = problem(About::NewPassword);
    let typed = |name| back.as_ref().map(|back| back.text(name));
    view! {
        <Field
            name="name"
            id="account-name"
            label=move || t!(i18n, account.name)
            hint=move || t!(i18n, account.name_hint)
            problem=wrong_name
            value=typed("name").unwrap_or(name)
            max=NICKNAME_CHARS
            autocomplete="nickname"
            large=true
        />
        <Field
            name="handle"
            label=move || t!(i18n, account.handle)
            hint=move || t!(i18n, account.handle_hint)
            problem=wrong_handle
            says=handle_problem
            value=typed("handle").unwrap_or_default()
            max=HANDLE_CHARS
            autocomplete="username"
            large=true
        />
        <Field
            name="password"
            kind="password"
            measured=true
            label=move || t!(i18n, account.password)
            hint=move || t!(i18n, account.password_hint)
            problem=wrong_password
            says=password_problem
            max=PASSWORD_CHARS
            autocomplete="new-password"
            large=true
        />
    }
}

/// The name of the place, as the owner decides it.
#[component]
pub(crate) fn HouseFields(
    /// The form as it came back, if it did.
    back: Option<FormReturn>,
    /// The name to begin with.
    #[prop(optional)]
    name: String,
    /// Whether guests are let in.
    guests: bool,
    /// Who may make an account.
    sign_up: SignUp,
    /// Between the name and the choices.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let problem = back
        .as_ref()
        .and_then(|back| back.problem_of(About::HouseName));
    let typed = back.as_ref().map(|back| back.text("house"));
    view! {
        <Field
            name="house"
            label=move || t!(i18n, house_settings.name)
            hint=move || t!(i18n, house_settings.name_hint)
            problem=RwSignal::new(problem)
            value=typed.unwrap_or(name)
            max=HOUSE_NAME_CHARS
            large=true
        />
        {children.map(|children| children())}
        <label class="check">
            <input class="check__box" type="checkbox" name="guests" value="on" checked=guests />
            {t!(i18n, house_settings.guests)}
        </label>
        <fieldset class="choices">
            <legend class="field__label">{t!(i18n, house_settings.sign_up)}</legend>
            <Choice is=SignUp::Open chosen=sign_up />
            <Choice is=SignUp::Invited chosen=sign_up />
            <Choice is=SignUp::Closed chosen=sign_up />
        </fieldset>
    }
}

#[component]
fn Choice(is: SignUp, chosen: SignUp) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || match is {
        SignUp::Open => t_string!(i18n, house_settings.open),
        SignUp::Invited => t_string!(i18n, house_settings.invited),
        SignUp::Closed => t_string!(i18n, house_settings.closed),
    };
    view! {
        <label class="check">
            <input
                class="check__box"
                type="radio"
                name="sign_up"
                value=is.word()
                checked=is == chosen
            />
            {text}
        </label>
    }
}
