//! Broken rules, in words that say how to mend them.

use leptos_i18n::I18nContext;
use shared::{ApiError, Field, Problem};

use crate::{i18n::*, live::NotTaken};

/// What is wrong with a nickname or the name of a room.
pub(crate) fn name_problem(i18n: I18nContext<Locale>, problem: Problem) -> String {
    match problem {
        Problem::Empty => t_string!(i18n, problem.name_empty).to_owned(),
        Problem::TooLong { max } => t_string!(i18n, problem.name_long, n = max).to_string(),
        _ => t_string!(i18n, problem.name_control).to_owned(),
    }
}

/// Why a message cannot be sent.
pub(crate) fn not_taken(i18n: I18nContext<Locale>, why: NotTaken) -> String {
    match why {
        NotTaken::Invalid(problem) => text_problem(i18n, problem),
        NotTaken::Full => t_string!(i18n, composer.full).to_owned(),
    }
}

fn text_problem(i18n: I18nContext<Locale>, problem: Problem) -> String {
    match problem {
        Problem::Empty => t_string!(i18n, problem.text_empty).to_owned(),
        Problem::TooLong { max } => t_string!(i18n, problem.text_long, n = max).to_string(),
        _ => t_string!(i18n, problem.text_control).to_owned(),
    }
}

/// What is wrong with a handle.
pub(crate) fn handle_problem(i18n: I18nContext<Locale>, problem: Problem) -> String {
    match problem {
        Problem::Empty => t_string!(i18n, problem.handle_empty).to_owned(),
        Problem::TooShort { min } => t_string!(i18n, problem.handle_short, n = min).to_string(),
        Problem::TooLong { max } => t_string!(i18n, problem.handle_long, n = max).to_string(),
        Problem::Taken => t_string!(i18n, problem.handle_taken).to_owned(),
        _ => t_string!(i18n, problem.handle_form).to_owned(),
    }
}

/// What is wrong with a password that is to be used from now on.
pub(crate) fn password_problem(i18n: I18nContext<Locale>, problem: Problem) -> String {
    match problem {
        Problem::TooShort { min } => t_string!(i18n, problem.password_short, n = min).to_string(),
        Problem::TooLong { max } => t_string!(i18n, problem.password_long, n = max).to_string(),
        Problem::TooCommon => t_string!(i18n, problem.password_common).to_owned(),
        _ => t_string!(i18n, problem.password_empty).to_owned(),
    }
}

/// What is wrong with the password in use, where somebody is signed in.
pub(crate) fn present_problem(i18n: I18nContext<Locale>, _: Problem) -> String {
    t_string!(i18n, problem.present_wrong).to_owned()
}

/// What is wrong with the set-up token.
pub(crate) fn token_problem(i18n: I18nContext<Locale>, _: Problem) -> String {
    t_string!(i18n, problem.token_wrong).to_owned()
}

/// What is wrong with a form as a whole; nothing where a field says it already.
pub(crate) fn form_problem(i18n: I18nContext<Locale>, error: ApiError) -> Option<String> {
    match error {
        ApiError::RateLimited { retry_after_s } => {
            Some(t_string!(i18n, problem.too_many, n = retry_after_s).to_string())
        }
        ApiError::Invalid {
            field: Field::Invite,
            ..
        } => Some(t_string!(i18n, problem.invite_gone).to_owned()),
        ApiError::Invalid {
            field: Field::Choice,
            ..
        } => Some(t_string!(i18n, problem.choose).to_owned()),
        ApiError::Invalid { .. } => None,
        _ => Some(t_string!(i18n, problem.busy).to_owned()),
    }
}
