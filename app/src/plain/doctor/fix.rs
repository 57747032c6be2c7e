//! What to change: in words, and as lines for each proxy.

use leptos::prelude::*;

use super::{
    Finding,
    diagnosis::Cause,
    lines::{self, Proxy},
    words::{self, coded},
};
use crate::{address::at, components::Icon, i18n::Locale, plain::say};

/// What is to be said below a road; nothing where there is nothing.
pub(super) fn view(finding: &Finding, causes: &[Cause], road: &'static str) -> String {
    let views = causes.iter().enumerate().map(|(n, cause)| {
        let cause = *cause;
        let l = finding.l;
        let text = words::of(finding, cause);
        let title = match lines::is_mended(cause) {
            true => say!(l, doctor.change),
            false => say!(l, doctor.known),
        };
        let name = format!("{road}-{n}");
        view! {
            <div class="fix" data-cause=word(cause)>
                <Icon name="lightbulb" size=18 />
                <div class="fix__said">
                    <h3 class="fix__title">{title}</h3>
                    <p>{coded(&text)}</p>
                </div>
                {lines::is_mended(cause).then(|| proxies(l, cause, &name))}
            </div>
        }
        .into_any()
    });
    views.collect::<Vec<_>>().to_html()
}

/// The lines, of which those of one proxy are seen: the browser needs no script for that.
fn proxies(l: Locale, cause: Cause, name: &str) -> impl IntoView + use<> {
    let choices = Proxy::ALL.into_iter().map(|proxy| {
        view! {
            <label class="segments__item fix__choice">
                <input
                    type="radio"
                    name=name.to_owned()
                    value=proxy.name()
                    checked=proxy == Proxy::Nginx
                />
                {proxy.name()}
            </label>
        }
        .into_any()
    });
    let panels = Proxy::ALL.into_iter().filter_map(|proxy| {
        let lines = lines::of(cause, proxy, &at("/"))?;
        Some(panel(l, cause, proxy, lines, name).into_any())
    });
    let choices = choices.collect::<Vec<_>>();
    view! {
        <fieldset class="segments fix__choices">
            <legend class="hidden">{say!(l, doctor.proxies)}</legend>
            {choices}
        </fieldset>
        {panels.collect::<Vec<_>>()}
    }
}

fn panel(
    l: Locale,
    cause: Cause,
    proxy: Proxy,
    lines: String,
    name: &str,
) -> impl IntoView + use<> {
    let id = format!("{name}-{}", proxy.name());
    let says = match proxy.does(cause) {
        true => say!(l, doctor.unasked, proxy = proxy.name()),
        false => say!(l, doctor.lines),
    };
    let label = say!(l, doctor.copy_lines, proxy = proxy.name());
    view! {
        <div class="fix__panel" data-proxy=proxy.name()>
            <p>{says}</p>
            <div class="fix__lines">
                <pre id=id.clone() tabindex="0" dir="ltr">{lines}</pre>
                <button
                    class="icon-button needs-js"
                    type="button"
                    data-copy=id
                    data-copied=say!(l, copy.copied)
                    data-not-copied=say!(l, copy.not_copied)
                    aria-label=label.clone()
                    title=label
                >
                    <Icon name="copy" size=16 />
                </button>
            </div>
        </div>
    }
}

/// A cause for whoever reads the page by program.
pub(super) const fn word(cause: Cause) -> &'static str {
    match cause {
        Cause::Host => "host",
        Cause::Origin => "origin",
        Cause::Upgrade(_) => "upgrade",
        Cause::NeverCame => "never-came",
        Cause::Swallowed => "swallowed",
        Cause::Full => "full",
        Cause::Crowded => "crowded",
        Cause::Restarting => "restarting",
        Cause::Answered(_) => "answered",
        Cause::Buffered => "buffered",
        Cause::Cut => "cut",
    }
}
