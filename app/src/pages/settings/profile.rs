use leptos::prelude::*;
use shared::{Field as About, limits::NICKNAME_CHARS};

use super::{Done, Section};
use crate::{
    address::at,
    components::{Avatar, Field, FormFault},
    first::{account, refused},
    forms::{self, Form},
    i18n::*,
    pages::house::Me,
};

/// What others see.
#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let i18n = use_i18n();
    let me = use_context::<Me>().map(|me| me.0);
    let back = refused(Form::Profile);
    let problem = back
        .as_ref()
        .and_then(|back| back.problem_of(About::Nickname));
    let typed = back.as_ref().map(|back| back.text("name"));
    let name = typed.or_else(|| me.as_ref().map(|me| me.name.clone()));
    view! {
        <Section
            title=Signal::derive(move || t_string!(i18n, settings.profile).to_owned())
            text=Signal::derive(move || t_string!(i18n, settings.profile_text).to_owned())
        >
            <Done says=|i18n, done, _| {
                (done == "saved").then(|| t_string!(i18n, settings.saved).to_owned())
            } />
            <form class="panel panel--form" method="post" action=at(forms::PROFILE)>
                <div class="panel__who">
                    {me.map(|person| view! { <Avatar person /> })}
                    <p class="panel__handle">
                        {move || match account().handle {
                            Some(handle) => view! { <span dir="ltr">"@" {handle}</span> }.into_any(),
                            None => t!(i18n, areas.guest).into_any(),
                        }}
                    </p>
                </div>
                <Field
                    name="name"
                    label=move || t!(i18n, account.name)
                    hint=move || t!(i18n, settings.renamed_hint)
                    problem=RwSignal::new(problem)
                    value=name.unwrap_or_default()
                    max=NICKNAME_CHARS
                    autocomplete="nickname"
                />
                <FormFault back />
                <button class="button button--primary panel__action" type="submit">
                    {t!(i18n, settings.save_profile)}
                </button>
            </form>
        </Section>
    }
}
