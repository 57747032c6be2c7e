use leptos::prelude::*;

use super::{Icon, form_problem};
use crate::{forms::FormReturn, i18n::*};

/// What is wrong with a form and no field of it in particular.
#[component]
pub(crate) fn FormFault(
    /// The form as it came back, if it did.
    back: Option<FormReturn>,
    /// What to say instead, where this form knows better.
    #[prop(optional, into)]
    says: Option<ViewFn>,
) -> impl IntoView {
    let i18n = use_i18n();
    let error = back.map(|back| back.error)?;
    let text = move || match &says {
        Some(says) => says.run().into_any(),
        None => form_problem(i18n, error).into_any(),
    };
    form_problem(i18n, error).map(|_| {
        view! {
            <p class="form-fault" role="alert">
                <Icon name="circle-alert" size=16 />
                <span>{text}</span>
            </p>
        }
    })
}
