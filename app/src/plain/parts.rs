//! What several of these pages are made of.

use leptos::prelude::*;
use shared::model::Person;

use super::say;
use crate::{
    address::at,
    components::{Avatar, Icon},
    i18n::Locale,
};

/// A labelled line of text.
pub(super) struct Line {
    /// Also its id.
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) hint: String,
    /// How to mend what was typed, in the place of the hint.
    pub(super) wrong: Option<String>,
    pub(super) value: String,
    /// Most characters, as far as a browser can count them.
    pub(super) max: usize,
    pub(super) required: bool,
}

impl Line {
    pub(super) fn view(self) -> impl IntoView {
        let hint_id = format!("{}-hint", self.name);
        let is_wrong = self.wrong.is_some();
        let maxlength = self.max.saturating_mul(2).to_string();
        let (class, text) = match self.wrong {
            Some(wrong) => ("field__error", wrong),
            None => ("field__hint", self.hint),
        };
        view! {
            <div class=if is_wrong { "field field--wrong" } else { "field" }>
                <label class="field__label" for=self.name>{self.label}</label>
                <div class="field__box">
                    <input
                        class="field__input"
                        id=self.name
                        name=self.name
                        type="text"
                        dir="auto"
                        required=self.required
                        maxlength=maxlength
                        autocomplete="off"
                        value=self.value
                        aria-describedby=hint_id.clone()
                        aria-invalid=is_wrong.then_some("true")
                    />
                </div>
                <p id=hint_id class=class role=is_wrong.then_some("alert")>{text}</p>
            </div>
        }
    }
}

/// Says once what was just done.
pub(super) fn done(text: Option<String>) -> impl IntoView {
    view! {
        <p class="settings__done" role="status">
            {text.map(|text| view! { <Icon name="check" size=16 /><span>{text}</span> })}
        </p>
    }
}

/// Says why something was not done.
pub(super) fn fault(text: Option<String>) -> impl IntoView {
    text.map(|text| {
        view! {
            <p class="form-fault" role="alert">
                <Icon name="circle-alert" size=16 />
                <span>{text}</span>
            </p>
        }
    })
}

/// Somebody, always with what tells two of one name apart.
pub(super) fn who(
    l: Locale,
    person: Person,
    handle: Option<&String>,
    is_bot: bool,
    is_me: bool,
) -> impl IntoView + use<> {
    let name = person.name.clone();
    let handle = match handle {
        Some(handle) => {
            let handle = format!("@{handle}");
            view! { <span class="who__handle" dir="ltr">{handle}</span> }.into_any()
        }
        None => view! { <span class="tag">{nature(l, is_bot)}</span> }.into_any(),
    };
    view! {
        <Avatar person />
        <span class="who__names">
            <bdi class="who__name">{name}</bdi>
            {handle}
            {is_me.then(|| view! { <span class="tag">{say!(l, room.you)}</span> })}
        </span>
    }
}

/// Somebody in words, for the names of buttons.
pub(super) fn spoken(l: Locale, person: &Person, handle: Option<&String>, is_bot: bool) -> String {
    match handle {
        Some(handle) => format!("{}, @{handle}", person.name),
        None => format!("{}, {}", person.name, nature(l, is_bot)),
    }
}

/// What somebody without a handle is.
fn nature(l: Locale, is_bot: bool) -> String {
    match is_bot {
        true => say!(l, room.bot),
        false => say!(l, room.guest),
    }
}

/// Links to the pages of a list before and after this one.
pub(super) fn pager(
    l: Locale,
    path: &str,
    words: &str,
    page: usize,
    has_more: bool,
) -> impl IntoView + use<> {
    let link = |page: usize| {
        let words = query_value(words);
        at(format!("{path}?q={words}&page={page}"))
    };
    let before = page.checked_sub(1).map(link);
    let after = has_more.then(|| link(page.saturating_add(1)));
    (before.is_some() || after.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=say!(l, directory.pages)>
                {before
                    .map(|href| {
                        view! {
                            <a class="button button--plain" href=href rel="prev">
                                {say!(l, directory.before)}
                            </a>
                        }
                    })}
                {after
                    .map(|href| {
                        view! {
                            <a class="button button--plain" href=href rel="next">
                                {say!(l, directory.more)}
                            </a>
                        }
                    })}
            </nav>
        }
    })
}

/// Text as it stands in a query.
pub(super) fn query_value(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes().fold(String::new(), |mut value, byte| {
        if plain(&byte) {
            value.push(char::from(byte));
        } else {
            value.push_str(&format!("%{byte:02X}"));
        }
        value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_cannot_leave_its_place_in_a_query() {
        assert_eq!(query_value("tea & 茶#?"), "tea%20%26%20%E8%8C%B6%23%3F");
    }
}
