use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::{Note, Roads, is_testing};
use crate::{
    components::Icon,
    i18n::*,
    live::{LinkStatus, Live, Road},
    state::doctor::{Outcome, Progress, Verdict},
};

/// All roads in one sentence, and what one feels of it.
pub(super) fn head(
    i18n: I18nContext<Locale>,
    live: Live,
    verdict: Verdict,
    is_reached: bool,
) -> AnyView {
    let (kind, icon, title) = match verdict {
        Verdict::Testing => ("testing", "rotate-cw", t_string!(i18n, doctor.testing)),
        Verdict::Open(Road::WebSocket, _) => ("well", "circle-check", t_string!(i18n, doctor.best)),
        Verdict::Open(Road::Stream, _) => ("lower", "route", t_string!(i18n, doctor.second)),
        Verdict::Open(Road::Poll, _) => ("lower", "route", t_string!(i18n, doctor.third)),
        Verdict::Nowhere => ("nowhere", "wifi-off", t_string!(i18n, doctor.nowhere)),
    };
    let text = match verdict {
        Verdict::Testing => t_string!(i18n, doctor.testing_text).to_owned(),
        Verdict::Open(Road::WebSocket, ms) => t_string!(i18n, doctor.best_text, ms).to_string(),
        Verdict::Open(_, ms) => {
            let best = t_string!(i18n, doctor.best_text, ms).to_string();
            t_string!(i18n, doctor.lower_text, best).to_string()
        }
        Verdict::Nowhere if is_reached => t_string!(i18n, doctor.pages_only).to_owned(),
        Verdict::Nowhere if live.status().get().is_offline() => {
            t_string!(i18n, link.offline_banner).to_owned()
        }
        Verdict::Nowhere => t_string!(i18n, doctor.nowhere_text).to_owned(),
    };
    view! {
        <div class=format!("verdict verdict--{kind}")>
            <Icon name=icon />
            <div>
                <h3 class="verdict__title">{title}</h3>
                <p class="num">{text}</p>
            </div>
        </div>
    }
    .into_any()
}

/// A road, what came of it, and what to change about it.
pub(super) fn row(
    i18n: I18nContext<Locale>,
    live: Live,
    roads: Roads,
    (road, place): (Road, usize),
    note: Note,
) -> AnyView {
    let progress = move || roads.get().get(place).copied().unwrap_or_default();
    let words = move || match road {
        Road::WebSocket => (
            t_string!(i18n, doctor.websocket),
            t_string!(i18n, doctor.websocket_text),
        ),
        Road::Stream => (
            t_string!(i18n, doctor.stream),
            t_string!(i18n, doctor.stream_text),
        ),
        Road::Poll => (
            t_string!(i18n, doctor.poll),
            t_string!(i18n, doctor.poll_text),
        ),
    };
    let icon = match road {
        Road::WebSocket => "arrow-right-left",
        Road::Stream => "arrow-right",
        Road::Poll => "clock",
    };
    let in_use = move || {
        let is_used = live.status().get() == LinkStatus::Open && live.road().get() == road;
        is_used.then(|| t_string!(i18n, doctor.in_use))
    };
    let fix = move || match road {
        Road::WebSocket | Road::Stream => note.part(place),
        // There is no other road to take.
        Road::Poll => String::new(),
    };
    view! {
        <li class="road" data-road=road.word()>
            <span class="device__tile">
                <Icon name=icon size=18 />
            </span>
            <div class="road__what">
                <p class="road__name">{move || words().0}</p>
                <p class="road__note">{move || words().1} " " <strong>{in_use}</strong></p>
            </div>
            {move || state(i18n, progress(), note.is_there())}
            <div
                class="road__fix"
                hidden=move || is_testing(roads) || is_well(progress())
                inner_html=fix
            ></div>
        </li>
    }
    .into_any()
}

fn is_well(progress: Progress) -> bool {
    matches!(progress, Progress::Done(Outcome::Works(_)))
}

/// What came of a road. Where the server is not there at all, nothing is blocked.
fn state(i18n: I18nContext<Locale>, progress: Progress, is_reached: bool) -> AnyView {
    let (kind, icon, text) = match progress {
        Progress::Waiting => ("waiting", "minus", t_string!(i18n, doctor.waiting)),
        Progress::Testing => ("testing", "rotate-cw", t_string!(i18n, doctor.testing_one)),
        Progress::Done(Outcome::Works(_)) => ("works", "circle-check", ""),
        Progress::Done(Outcome::Buffered) => {
            ("blocked", "circle-x", t_string!(i18n, doctor.buffered))
        }
        Progress::Done(Outcome::Refused(_)) => {
            ("blocked", "circle-x", t_string!(i18n, doctor.refused))
        }
        Progress::Done(Outcome::Blocked) if is_reached => {
            ("blocked", "circle-x", t_string!(i18n, doctor.blocked))
        }
        Progress::Done(_) => ("blocked", "circle-x", t_string!(i18n, doctor.silent)),
    };
    let text = match progress {
        Progress::Done(Outcome::Works(ms)) => t_string!(i18n, doctor.works, ms).to_string(),
        _ => text.to_owned(),
    };
    view! {
        <span class=format!("road__state road__state--{kind} num")>
            <Icon name=icon size=18 />
            {text}
        </span>
    }
    .into_any()
}
