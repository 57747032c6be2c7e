//! Broken rules, in words that say how to mend them.

use leptos_i18n::I18nContext;
use shared::Problem;

use crate::{i18n::*, live::NotTaken};

/// What is wrong with a nickname or the name of a room.
pub(crate) fn name_problem(i18n: I18nContext<Locale>, problem: Problem) -> String {
    match problem {
        Problem::Empty => t_string!(i18n, problem.name_empty).to_owned(),
        Problem::TooLong { max } => t_string!(i18n, problem.name_long, n = max).to_string(),
        Problem::ControlCharacter | Problem::Malformed => {
            t_string!(i18n, problem.name_control).to_owned()
        }
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
        Problem::ControlCharacter | Problem::Malformed => {
            t_string!(i18n, problem.text_control).to_owned()
        }
    }
}
