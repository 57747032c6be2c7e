use std::time::Duration;

use leptos::prelude::*;

use super::Icon;
use crate::{
    address::at,
    i18n::*,
    live::{ClosedReason, LinkStatus, use_live},
    routes,
};

/// How long a link may be missing before anybody is told.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long "Back online." stays.
const RELIEF: Duration = Duration::from_secs(2);

/// What a banner says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Nothing,
    Offline,
    Final(ClosedReason),
    Lost { retries: bool, why: ClosedReason },
    Connecting,
    Slower,
    Back,
}

/// One line about the link under the header, when there is something to say.
#[component]
pub(crate) fn Banner() -> impl IntoView {
    let live = use_live();
    let said = said(live.status(), live.is_slower());
    move || match said.get() {
        Said::Nothing => ().into_any(),
        Said::Offline => view! { <Offline /> }.into_any(),
        Said::Final(reason) => view! { <Final reason /> }.into_any(),
        Said::Lost { retries, why } => view! { <Lost retries why /> }.into_any(),
        Said::Connecting => view! { <Connecting /> }.into_any(),
        Said::Slower => view! { <Slower /> }.into_any(),
        Said::Back => view! { <Back /> }.into_any(),
    }
}

/// Patience first: a link that comes back within three seconds was never gone.
fn said(status: Signal<LinkStatus>, slower: Signal<bool>) -> Memo<Said> {
    let overdue = RwSignal::new(false);
    let back = RwSignal::new(false);
    let outage = StoredValue::new(0_u32);
    Effect::new(move |before: Option<bool>| {
        let open = status.get() == LinkStatus::Open;
        if before == Some(open) {
            return open;
        }
        let this = outage.get_value().wrapping_add(1);
        outage.set_value(this);
        let current = move || outage.try_get_value() == Some(this);
        if open {
            back.set(overdue.get_untracked());
            overdue.set(false);
            set_timeout(
                move || {
                    if current() {
                        back.set(false);
                    }
                },
                RELIEF,
            );
        } else {
            back.set(false);
            set_timeout(
                move || {
                    if current() {
                        overdue.set(true);
                    }
                },
                PATIENCE,
            );
        }
        open
    });
    Memo::new(move |_| match (status.get(), overdue.get()) {
        (
            LinkStatus::Closed {
                reason: ClosedReason::Offline,
                ..
            },
            _,
        ) => Said::Offline,
        (LinkStatus::Closed { reason, .. }, _) if reason.is_final() => Said::Final(reason),
        (LinkStatus::Closed { retry_in_s, reason }, true) => Said::Lost {
            retries: retry_in_s.is_some(),
            why: reason,
        },
        (LinkStatus::Connecting | LinkStatus::Closing, true) => Said::Connecting,
        (LinkStatus::Open, _) if slower.get() => Said::Slower,
        (LinkStatus::Open, _) if back.get() => Said::Back,
        _ => Said::Nothing,
    })
}

#[component]
fn Offline() -> impl IntoView {
    let i18n = use_i18n();
    let waiting = use_live().waiting();
    let fate = move || match waiting.get() {
        0 => t!(i18n, link.offline_text).into_any(),
        1 => t!(i18n, link.offline_one).into_any(),
        n => t!(i18n, link.offline_many, n).into_any(),
    };
    view! {
        <div class="banner banner--offline" role="alert">
            <Icon name="wifi-off" size=16 />
            <span>
                <strong>{t!(i18n, link.offline_banner)}</strong>
                " "
                {fate}
            </span>
        </div>
    }
}

#[component]
fn Lost(retries: bool, why: ClosedReason) -> impl IntoView {
    let i18n = use_i18n();
    let live = use_live();
    let status = live.status();
    let n = move || match status.get() {
        LinkStatus::Closed { retry_in_s, .. } => retry_in_s.unwrap_or_default(),
        _ => 0,
    };
    let words = match (retries, why) {
        (true, ClosedReason::ServerRestarting) => t!(i18n, link.restarting, n).into_any(),
        (true, ClosedReason::Crowded) => t!(i18n, link.crowded, n).into_any(),
        (true, _) => t!(i18n, link.lost_in, n).into_any(),
        (false, _) => t!(i18n, link.lost).into_any(),
    };
    // Said once; nobody wants to hear every second of the countdown, which is only to be seen.
    view! {
        <div class="banner banner--lost">
            <Icon name="wifi-off" size=16 />
            <span class="num" aria-hidden="true">{words}</span>
            <span class="hidden" role="status">{t!(i18n, link.lost)}</span>
            <button class="text-button" type="button" on:click=move |_| live.retry_now()>
                {t!(i18n, link.retry)}
            </button>
        </div>
    }
}

#[component]
fn Final(reason: ClosedReason) -> impl IntoView {
    let i18n = use_i18n();
    let (class, words, way) = match reason {
        ClosedReason::SignedOut => (
            "banner banner--offline",
            t_string!(i18n, link.signed_out),
            t_string!(i18n, join.page),
        ),
        ClosedReason::NewVersion => (
            "banner banner--back",
            t_string!(i18n, link.new_version),
            t_string!(i18n, link.reload),
        ),
        _ => (
            "banner banner--offline",
            t_string!(i18n, link.refused),
            t_string!(i18n, link.reload),
        ),
    };
    let href = match reason {
        ClosedReason::SignedOut => at(routes::LOBBY),
        _ => "".into(),
    };
    view! {
        <div class=class role="status">
            <Icon name="circle-alert" size=16 />
            <span>{words}</span>
            // An ordinary visit, not the router's: the page has to be loaded again.
            <a class="text-button" href=href rel="external">
                {way}
            </a>
        </div>
    }
}

#[component]
fn Connecting() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="banner banner--connecting" role="status">
            <span class="spinner"></span>
            {t!(i18n, link.connecting)}
        </div>
    }
}

/// Said until it is taken note of, once for all pages of a visit.
#[component]
fn Slower() -> impl IntoView {
    let i18n = use_i18n();
    let live = use_live();
    view! {
        <div class="banner banner--connecting" role="status">
            <Icon name="circle-alert" size=16 />
            <span>{t!(i18n, link.slower)}</span>
            <a class="text-button" href=at(routes::DOCTOR)>
                {t!(i18n, link.test)}
            </a>
            <button class="text-button" type="button" on:click=move |_| live.dismiss_slower()>
                {t!(i18n, link.dismiss)}
            </button>
        </div>
    }
}

#[component]
fn Back() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="banner banner--back" role="status">
            <Icon name="check" size=16 />
            {t!(i18n, link.back)}
        </div>
    }
}
