use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{Field as About, model::SignUp};

use crate::{
    address::at,
    components::{
        AccountFields, Field, FormFault, HouseFields, Icon, Mark, PageTitle, Preferences,
        token_problem,
    },
    first::refused,
    forms::{self, Form, FormReturn},
    i18n::*,
};

/// Most characters of a set-up token, as far as a browser counts them.
const TOKEN_CHARS: usize = 256;

/// The first run: whoever has the token from the log becomes the owner.
#[component]
pub(crate) fn SetUpPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=move || t_string!(i18n, setup.page).to_owned() />
        <div class="setup">
            <header class="setup__steps">
                <Mark />
                <div>
                    <h1 class="setup__title">{t!(i18n, setup.title)}</h1>
                    <p class="setup__lead">{t!(i18n, setup.lead)}</p>
                </div>
                <ol class="steps">
                    <li class="steps__item">
                        <span class="steps__name">{t!(i18n, setup.house)}</span>
                        <span class="steps__text">{t!(i18n, setup.house_text)}</span>
                    </li>
                    <li class="steps__item">
                        <span class="steps__name">{t!(i18n, setup.guests)}</span>
                        <span class="steps__text">{t!(i18n, setup.guests_text)}</span>
                    </li>
                    <li class="steps__item">
                        <span class="steps__name">{t!(i18n, setup.you)}</span>
                        <span class="steps__text">{t!(i18n, setup.you_text)}</span>
                    </li>
                </ol>
                <Preferences row=true />
            </header>
            <main class="setup__main" id="main">
                <SetUpForm />
            </main>
        </div>
    }
}

#[component]
fn SetUpForm() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::SetUp);
    let Before {
        token,
        guests,
        sign_up,
    } = before(back.as_ref());
    let wrong_token = back
        .as_ref()
        .and_then(|back| back.problem_of(About::SetupToken));
    view! {
        <form class="setup__form" method="post" action=at(forms::SET_UP)>
            <Field
                name="token"
                label=move || t!(i18n, setup.token)
                hint=move || t!(i18n, setup.token_hint)
                problem=RwSignal::new(wrong_token)
                says=token_problem
                value=token
                max=TOKEN_CHARS
                large=true
            />
            <h2 class="setup__step">{t!(i18n, setup.house)}</h2>
            <HouseFields back=back.clone() guests sign_up>
                <h2 class="setup__step">{t!(i18n, setup.guests)}</h2>
            </HouseFields>
            <h2 class="setup__step">{t!(i18n, setup.you)}</h2>
            <AccountFields back=back.clone() />
            <FormFault back />
            <button class="button button--primary button--large" type="submit">
                {t!(i18n, setup.open)}
                <Icon name="arrow-right" size=18 />
            </button>
        </form>
    }
}

/// What the form begins with: what was typed, else what is in the address, else the defaults.
struct Before {
    token: String,
    guests: bool,
    sign_up: SignUp,
}

fn before(back: Option<&FormReturn>) -> Before {
    let asked = || use_query_map().with_untracked(|query| query.get("token").unwrap_or_default());
    match back {
        Some(back) => Before {
            token: back.text("token"),
            guests: !back.text("guests").is_empty(),
            sign_up: SignUp::from_word(&back.text("sign_up")).unwrap_or_default(),
        },
        None => Before {
            token: asked(),
            guests: true,
            sign_up: SignUp::Open,
        },
    }
}
