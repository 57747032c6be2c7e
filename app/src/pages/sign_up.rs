use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::model::SignUp;

use super::{
    join::{Keep, next},
    loaded::loaded,
};
use crate::{
    address::at,
    api::load_invited,
    components::{AccountFields, FormFault, Icon, PageTitle, Porch},
    first::{First, account, house, refused},
    forms::{self, Form},
    i18n::*,
    routes,
};

/// Making an account, where everybody may.
#[component]
pub(crate) fn SignUpPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Page>
            {match house().sign_up {
                SignUp::Open => view! { <SignUpForm action=forms::SIGN_UP.to_owned() /> }.into_any(),
                SignUp::Invited => view! {
                    <Refusal
                        title=move || t!(i18n, account.not_open)
                        text=move || t!(i18n, account.not_open_text)
                    />
                }
                .into_any(),
                SignUp::Closed => view! { <Shut /> }.into_any(),
            }}
        </Page>
    }
}

/// Making an account with a link.
#[component]
pub(crate) fn InvitePage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let code = params.with_untracked(|params| params.get("code").unwrap_or_default());
    let action = forms::invite(&code);
    let asked = code.clone();
    let invited = Resource::new_blocking(|| (), move |()| load_invited(asked.clone()));
    view! {
        <Page>
            <Suspense>
                {move || {
                    let action = action.clone();
                    Suspend::new(async move {
                        match (house().sign_up, loaded(invited).await) {
                            (SignUp::Closed, _) => view! { <Shut /> }.into_any(),
                            (_, Ok(true)) => view! { <SignUpForm action /> }.into_any(),
                            (_, _) => view! {
                                <Refusal
                                    title=move || t!(i18n, account.bad_invite)
                                    text=move || t!(i18n, account.bad_invite_text)
                                />
                            }
                            .into_any(),
                        }
                    })
                }}
            </Suspense>
        </Page>
    }
}

/// The frame of both; somebody who has an account needs neither.
#[component]
fn Page(children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let name = use_context::<First>()
        .and_then(|first| first.you)
        .map(|you| you.name);
    view! {
        <PageTitle text=move || t_string!(i18n, account.sign_up_page).to_owned() />
        <Porch>
            {match (account().handle, name) {
                (Some(_), Some(name)) => view! {
                    <div>
                        <h1 class="join__title">{t!(i18n, account.signed_in_as, name)}</h1>
                    </div>
                    <a class="button button--primary button--large" href=at(routes::LOBBY) rel="external">
                        {t!(i18n, account.back)}
                    </a>
                }
                .into_any(),
                _ => children().into_any(),
            }}
        </Porch>
    }
}

#[component]
fn Shut() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Refusal
            title=move || t!(i18n, account.shut)
            text=move || t!(i18n, account.shut_text)
        />
    }
}

#[component]
fn Refusal(#[prop(into)] title: ViewFn, #[prop(into)] text: ViewFn) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div>
            <h1 class="join__title">{title.run()}</h1>
            <p class="join__lead">{text.run()}</p>
        </div>
        <a class="button button--plain button--large" href=at(routes::LOBBY) rel="external">
            {t!(i18n, account.back_in)}
        </a>
    }
}

#[component]
fn SignUpForm(action: String) -> impl IntoView {
    let i18n = use_i18n();
    let you = use_context::<First>().and_then(|first| first.you);
    let back = refused(Form::SignUp);
    let next = SharedValue::new(next).into_inner();
    let is_guest = you.is_some();
    let name = you.map(|you| you.name).unwrap_or_default();
    view! {
        <div>
            <h1 class="join__title">{t!(i18n, account.sign_up_title)}</h1>
            <p class="join__lead">
                {move || match is_guest {
                    true => t_string!(i18n, account.guest_text),
                    false => t_string!(i18n, account.sign_up_lead),
                }}
            </p>
        </div>
        <form class="join__form" method="post" action=at(action)>
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            <AccountFields back=back.clone() name />
            {(!is_guest).then(|| view! { <Keep /> })}
            <FormFault back />
            <button class="button button--primary button--large" type="submit">
                {t!(i18n, account.sign_up)}
                <Icon name="arrow-right" size=18 />
            </button>
        </form>
        {(!is_guest)
            .then(|| {
                view! {
                    <p class="join__aside">
                        {t!(i18n, account.have_one)} " "
                        <a class="link" href=at("/?with=account") rel="external">
                            {t!(i18n, account.sign_in)}
                        </a>
                    </p>
                }
            })}
    }
}
