use leptos::prelude::*;
use shared::{Field as About, limits::PASSWORD_CHARS, model::SignUp};

use super::{Done, Section};
use crate::{
    address::at,
    components::{AccountFields, Field, FormFault, password_problem, present_problem},
    first::{account, house, refused},
    forms::{self, Form},
    i18n::*,
    pages::house::Me,
};

/// How one proves who one is: a password, or an account to be made.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Section
            title=Signal::derive(move || t_string!(i18n, settings.sign_in).to_owned())
            text=Signal::derive(move || t_string!(i18n, settings.sign_in_text).to_owned())
        >
            <Done says=|i18n, done, _| match done {
                "password" => Some(t_string!(i18n, settings.changed).to_owned()),
                "account" => Some(t_string!(i18n, settings.promoted).to_owned()),
                _ => None,
            } />
            {match (account().handle, house().sign_up) {
                (Some(_), _) => view! { <ChangePassword /> }.into_any(),
                (None, SignUp::Open) => view! { <Promote /> }.into_any(),
                (None, SignUp::Invited) => view! {
                    <div class="panel panel--form">
                        <p>{t!(i18n, account.not_open)} " " {t!(i18n, account.not_open_text)}</p>
                    </div>
                }
                .into_any(),
                (None, SignUp::Closed) => view! {
                    <div class="panel panel--form">
                        <p>{t!(i18n, account.shut)}</p>
                    </div>
                }
                .into_any(),
            }}
        </Section>
    }
}

#[component]
fn ChangePassword() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::Password);
    let problem = |about| RwSignal::new(back.as_ref().and_then(|back| back.problem_of(about)));
    let (wrong, unfit) = (problem(About::Password), problem(About::NewPassword));
    view! {
        <form class="panel panel--form" method="post" action=at(forms::PASSWORD)>
            // Tells password managers whose password this is.
            <input
                class="hidden"
                type="text"
                name="username"
                autocomplete="username"
                value=account().handle
                tabindex="-1"
                aria-hidden="true"
                readonly
            />
            <Field
                name="present"
                kind="password"
                label=move || t!(i18n, settings.present)
                hint=|| ()
                problem=wrong
                says=present_problem
                max=PASSWORD_CHARS
                autocomplete="current-password"
            />
            <Field
                name="new"
                measured=true
                kind="password"
                label=move || t!(i18n, settings.new_password)
                hint=move || t!(i18n, account.password_hint)
                problem=unfit
                says=password_problem
                max=PASSWORD_CHARS
                autocomplete="new-password"
            />
            <FormFault back />
            <p class="panel__note">{t!(i18n, settings.change_text)}</p>
            <button class="button button--primary panel__action" type="submit">
                {t!(i18n, settings.change)}
            </button>
        </form>
    }
}

/// A guest makes an account and stays who they are.
#[component]
fn Promote() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::SignUp);
    let name = use_context::<Me>().map(|me| me.0.name).unwrap_or_default();
    view! {
        <form class="panel panel--form" method="post" action=at(forms::PROMOTE)>
            <p>{t!(i18n, account.guest_text)}</p>
            <AccountFields back=back.clone() name />
            <FormFault back />
            <button class="button button--primary panel__action" type="submit">
                {t!(i18n, account.sign_up)}
            </button>
        </form>
    }
}
