//! What the room is.

use leptos::prelude::*;
use shared::{
    Field, Problem,
    limits::{ROOM_NAME_CHARS, TOPIC_CHARS},
    model::{RoomKind, Writers},
    rules::Deed,
};

use super::{
    frame::{Section, Sheet},
    parts::Line,
    say,
};
use crate::{address::at, components::Icon, forms, i18n::Locale};

pub(super) fn sheet(made: &Section) -> Sheet {
    let standing = made.overview.info.standing();
    let may_govern = standing.allows(Deed::Govern).is_ok();
    let decisions = match may_govern {
        true => form(made).into_any(),
        false => told(made).into_any(),
    };
    Sheet {
        body: view! {
            {decisions}
            <div class="rows">{may_govern.then(|| archive(made))} {leave(made)}</div>
        }
        .into_any(),
        foot: foot(made, may_govern).into_any(),
    }
}

fn form(made: &Section) -> impl IntoView + use<> {
    let (l, info) = (made.request.l, &made.overview.info);
    let only = match made.refused("save") {
        Some(back) => back.text("writers") == "moderators",
        None => info.writers == Writers::Moderators,
    };
    let [name, topic] = lines(made);
    let kind = view! { <span class="row__value">{kind_name(l, info.kind)}</span> };
    view! {
        <form class="sheet__form" method="post" action=at(made.path.clone()) id="general">
            <input type="hidden" name="do" value="save" />
            <div class="sheet__pair">{name.view()} {topic.view()}</div>
            <div class="rows">
                {row(say!(l, room_settings.kind), kind_text(l, info.kind), kind)} {writers(l, only)}
            </div>
        </form>
    }
}

/// The name and the topic, as they are or as they were typed.
fn lines(made: &Section) -> [Line; 2] {
    let (l, info) = (made.request.l, &made.overview.info);
    let back = made.refused("save");
    let typed = |name: &str, now: &str| match back {
        Some(back) => back.text(name),
        None => now.to_owned(),
    };
    let wrong = |field| back.and_then(|back| back.problem_of(field));
    let name = Line {
        name: "name",
        label: say!(l, room_settings.name),
        hint: say!(l, room_settings.name_hint),
        wrong: wrong(Field::RoomName).map(|problem| name_problem(l, problem)),
        value: typed("name", &info.name),
        max: ROOM_NAME_CHARS,
        required: true,
    };
    let topic = Line {
        name: "topic",
        label: say!(l, room_settings.topic),
        hint: say!(l, room_settings.topic_hint),
        wrong: wrong(Field::Topic).map(|problem| topic_problem(l, problem)),
        value: typed("topic", &info.topic),
        max: TOPIC_CHARS,
        required: false,
    };
    [name, topic]
}

fn writers(l: Locale, only_moderators: bool) -> impl IntoView {
    view! {
        <div class="row">
            <div class="row__what">
                <label class="row__name" for="writers">
                    {say!(l, room_settings.writers)}
                </label>
                <p class="row__hint" id="writers-hint">
                    {say!(l, room_settings.writers_text)}
                </p>
            </div>
            <select class="select" id="writers" name="writers" aria-describedby="writers-hint">
                <option value="everyone" selected=!only_moderators>
                    {say!(l, room_settings.everyone)}
                </option>
                <option value="moderators" selected=only_moderators>
                    {say!(l, room_settings.moderators)}
                </option>
            </select>
        </div>
    }
}

/// The same for those who may only read it.
fn told(made: &Section) -> impl IntoView + use<> {
    let (l, info) = (made.request.l, &made.overview.info);
    let topic = match info.topic.as_str() {
        "" => say!(l, room_settings.no_topic),
        topic => topic.to_owned(),
    };
    let writers = match info.writers {
        Writers::Everyone => say!(l, room_settings.everyone),
        Writers::Moderators => say!(l, room_settings.moderators),
    };
    let value = |text: String| view! { <span class="row__value" dir="auto">{text}</span> };
    view! {
        <div class="rows">
            {row(say!(l, room_settings.name), String::new(), value(info.name.clone()))}
            {row(say!(l, room_settings.topic), String::new(), value(topic))}
            {row(
                say!(l, room_settings.kind),
                kind_text(l, info.kind),
                value(kind_name(l, info.kind)),
            )}
            {row(
                say!(l, room_settings.writers),
                say!(l, room_settings.writers_text),
                value(writers),
            )}
        </div>
    }
}

fn row(name: String, hint: String, control: impl IntoView) -> impl IntoView {
    view! {
        <div class="row">
            <div class="row__what">
                <p class="row__name">{name}</p>
                {(!hint.is_empty()).then(|| view! { <p class="row__hint">{hint}</p> })}
            </div>
            {control.into_view()}
        </div>
    }
}

fn archive(made: &Section) -> impl IntoView + use<> {
    let (l, archived) = (made.request.l, made.overview.info.archived);
    let (label, text, to) = match archived {
        true => (
            say!(l, room_settings.restore),
            say!(l, room_settings.restore_text),
            "restore",
        ),
        false => (
            say!(l, room_settings.archive),
            say!(l, room_settings.archive_text),
            "archive",
        ),
    };
    let button = view! {
        <form method="post" action=at(made.path.clone())>
            <input type="hidden" name="do" value=to />
            <button class="button button--plain" type="submit">
                <Icon name="archive" size=16 />
                {label.clone()}
            </button>
        </form>
    };
    row(label, text, button)
}

fn leave(made: &Section) -> impl IntoView + use<> {
    let l = made.request.l;
    let link = view! {
        <a
            class="button button--plain button--warning"
            href=at(forms::room_settings(made.room, "leave"))
        >
            <Icon name="log-out" size=16 />
            {say!(l, room_settings.leave)}
        </a>
    };
    row(
        say!(l, room_settings.leave),
        say!(l, room_settings.leave_text),
        link,
    )
}

fn foot(made: &Section, may_govern: bool) -> impl IntoView + use<> {
    let l = made.request.l;
    match may_govern {
        true => view! {
            <span class="sheet__hint"></span>
            <a class="button button--ghost" href=at(made.out())>{say!(l, room_settings.cancel)}</a>
            <button class="button button--primary" type="submit" form="general">
                {say!(l, room_settings.save)}
            </button>
        }
        .into_any(),
        false => super::frame::finished(made, say!(l, room_settings.owners_decide)),
    }
}

fn kind_name(l: Locale, kind: RoomKind) -> String {
    match kind {
        RoomKind::Open => say!(l, room_settings.open),
        _ => say!(l, room_settings.private),
    }
}

fn kind_text(l: Locale, kind: RoomKind) -> String {
    match kind {
        RoomKind::Open => say!(l, room_settings.open_text),
        _ => say!(l, room_settings.private_text),
    }
}

pub(super) fn name_problem(l: Locale, problem: Problem) -> String {
    match problem {
        Problem::Empty => say!(l, problem.name_empty),
        Problem::TooLong { max } => say!(l, problem.name_long, n = max),
        _ => say!(l, problem.name_control),
    }
}

fn topic_problem(l: Locale, problem: Problem) -> String {
    match problem {
        Problem::TooLong { max } => say!(l, room_settings.topic_long, n = max),
        _ => say!(l, room_settings.topic_control),
    }
}
