use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::Problem;

use super::{
    Icon, name_problem,
    password::{Meter, Reveal},
};
use crate::i18n::*;

/// A broken rule in words.
pub(crate) type Sentences = fn(I18nContext<Locale>, Problem) -> String;

/// A labelled line of text in a form.
#[component]
pub(crate) fn Field(
    /// Also the id of the input, unless that says otherwise.
    name: &'static str,
    /// Where two fields of one page have the same name.
    #[prop(optional)]
    id: Option<&'static str>,
    /// `text`, `password` or `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The sentences for broken rules.
    #[prop(default = name_problem)]
    says: Sentences,
    /// The label above.
    #[prop(into)]
    label: ViewFn,
    /// The hint below.
    #[prop(into)]
    hint: ViewFn,
    /// What is wrong with what was typed.
    problem: RwSignal<Option<Problem>>,
    /// What was typed before.
    #[prop(optional)]
    value: String,
    /// Most characters, as far as a browser can count them.
    max: usize,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether to say how hard a password is to guess.
    #[prop(optional)]
    measured: bool,
    /// 44 pixels high instead of 40.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let hint_id = format!("{id}-hint");
    let (is_secret, is_text) = (kind == "password", kind == "text");
    let (shown, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let kind = move || if shown.get() { "text" } else { kind };
    // What is not for reading has no direction of its own.
    let direction = if is_text { "auto" } else { "ltr" };
    let wrong = move || problem.with(Option::is_some);
    // A browser counts UTF-16 units: twice as many can never refuse what the server takes.
    let maxlength = max.saturating_mul(2).to_string();
    view! {
        <div class="field" class:field--large=large class:field--wrong=wrong>
            <label class="field__label" for=id>
                {label.run()}
            </label>
            <div class="field__box">
                <input
                    class="field__input"
                    id=id
                    name=name
                    type=kind
                    dir=direction
                    required
                    maxlength=maxlength
                    autocomplete=autocomplete
                    value=value
                    aria-describedby=hint_id.clone()
                    aria-invalid=move || wrong().then_some("true")
                    on:input=move |event| {
                        problem.set(None);
                        if measured {
                            typed.set(event_target_value(&event));
                        }
                    }
                />
                {move || wrong().then(|| view! { <Icon name="circle-alert" size=18 /> })}
                {is_secret.then(|| view! { <Reveal shown of=id /> })}
            </div>
            {measured.then(|| view! { <Meter typed /> })}
            <FieldError id=hint_id problem hint says />
        </div>
    }
}

/// The sentence below a field: how to mend it, or the hint while nothing is wrong.
#[component]
fn FieldError(
    /// The field points here.
    id: String,
    /// What is wrong.
    problem: RwSignal<Option<Problem>>,
    /// What to say otherwise.
    #[prop(into)]
    hint: ViewFn,
    /// The sentences for broken rules.
    says: Sentences,
) -> impl IntoView {
    let i18n = use_i18n();
    let class = move || match problem.with(Option::is_some) {
        true => "field__error",
        false => "field__hint",
    };
    view! {
        <p id=id class=class role=move || problem.with(Option::is_some).then_some("alert")>
            {move || match problem.get() {
                Some(problem) => says(i18n, problem).into_any(),
                None => hint.run(),
            }}
        </p>
    }
}
