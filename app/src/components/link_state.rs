use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::kept::kept_piece;
use crate::{
    address::at,
    i18n::*,
    live::{ClosedReason, LinkStatus, Road, use_live},
    routes,
};

/// The state of the live link, in words.
#[component]
pub(crate) fn LinkState() -> impl IntoView {
    // A server has no link, so everybody's is the same there.
    kept_piece("link", String::new, || view! { <State /> })
}

#[component]
fn State() -> impl IntoView {
    let i18n = use_i18n();
    let live = use_live();
    let (status, road) = (live.status(), live.road());
    let waiting = move || {
        matches!(
            status.get(),
            LinkStatus::Closed {
                retry_in_s: Some(_),
                ..
            }
        )
    };
    view! {
        <div class="link-state needs-js">
            <span class=move || dot(status.get())></span>
            {move || {
                let (status, road) = (status.get(), road.get());
                let words = words(i18n, status, road);
                match (status, road) {
                    // Somebody may want to know why.
                    (LinkStatus::Open, Road::Stream | Road::Poll) => view! {
                        <a href=at(routes::DOCTOR)>{words}</a>
                    }
                    .into_any(),
                    _ => view! { <span class="num">{words}</span> }.into_any(),
                }
            }}
            {move || {
                waiting().then(|| view! {
                    <button class="text-button" type="button" on:click=move |_| live.retry_now()>
                        {t!(i18n, link.retry)}
                    </button>
                })
            }}
        </div>
    }
}

fn dot(status: LinkStatus) -> &'static str {
    match status {
        LinkStatus::Open => "dot dot--online",
        LinkStatus::Connecting | LinkStatus::Closing => "dot dot--away",
        LinkStatus::Closed { .. } => "dot dot--off",
    }
}

/// The state in one line.
pub(super) fn words(i18n: I18nContext<Locale>, status: LinkStatus, road: Road) -> String {
    match status {
        LinkStatus::Open => match road {
            Road::WebSocket => t_string!(i18n, link.open).to_owned(),
            Road::Stream => t_string!(i18n, link.over_stream).to_owned(),
            Road::Poll => t_string!(i18n, link.over_poll).to_owned(),
        },
        LinkStatus::Connecting => t_string!(i18n, link.connecting).to_owned(),
        LinkStatus::Closing => t_string!(i18n, link.closing).to_owned(),
        LinkStatus::Closed {
            reason: ClosedReason::Offline,
            ..
        } => t_string!(i18n, link.offline).to_owned(),
        LinkStatus::Closed {
            retry_in_s: Some(n),
            ..
        } => t_string!(i18n, link.closed_in, n).to_string(),
        LinkStatus::Closed {
            retry_in_s: None, ..
        } => t_string!(i18n, link.closed).to_owned(),
    }
}
