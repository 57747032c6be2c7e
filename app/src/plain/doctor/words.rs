//! Causes in words. What stands between backticks is said as code.

use leptos::prelude::*;

use super::{
    Finding,
    diagnosis::{Cause, Lacks, host_of},
};
use crate::plain::say;

/// What a cause means to whoever can do something about it.
pub(super) fn of(finding: &Finding, cause: Cause) -> String {
    let l = finding.l;
    match cause {
        Cause::Upgrade(lacks) => dropped(finding, lacks),
        Cause::Host => {
            let origin = finding.origin().unwrap_or_default().to_owned();
            let asked = host_of(&origin).unwrap_or_default().to_owned();
            let told = finding.seen.host.clone();
            say!(l, doctor.host_changed, asked, told, origin)
        }
        Cause::Origin => say!(l, doctor.origin_lost),
        Cause::NeverCame => say!(l, doctor.never),
        Cause::Swallowed => say!(l, doctor.swallowed),
        Cause::Full => say!(l, doctor.full),
        Cause::Crowded => say!(l, doctor.crowded),
        Cause::Restarting => say!(l, doctor.restarting),
        Cause::Answered(status) => say!(l, doctor.answered, status),
        Cause::Buffered => say!(l, doctor.held),
        Cause::Cut => say!(l, doctor.cut),
    }
}

fn dropped(finding: &Finding, lacks: Lacks) -> String {
    let l = finding.l;
    let Lacks {
        upgrade,
        connection,
        version,
        answered: status,
    } = lacks;
    let headers = [(upgrade, "`Upgrade`"), (connection, "`Connection`")];
    let missing: Vec<_> = headers
        .into_iter()
        .filter_map(|(is_missing, name)| is_missing.then_some(name))
        .collect();
    let names = missing.join(", ");
    let said = match missing.len() {
        0 => String::new(),
        1 => say!(l, doctor.dropped, names, status),
        _ => say!(l, doctor.dropped_many, names, status),
    };
    let old = match version {
        true => say!(l, doctor.old),
        false => String::new(),
    };
    format!("{said} {old}").trim().to_owned()
}

/// What the browser is and runs on, as far as that is known.
pub(super) fn browser(finding: &Finding) -> String {
    let l = finding.l;
    match (finding.seen.browser.clone(), finding.seen.system.clone()) {
        (Some(browser), Some(system)) => say!(l, settings.on, browser, system),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => say!(l, doctor.elsewhere),
    }
}

/// A text on the page.
pub(super) fn coded(text: &str) -> AnyView {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(n, part)| {
        let part = part.to_owned();
        match n % 2 {
            0 => part.into_any(),
            _ => view! { <code>{part}</code> }.into_any(),
        }
    });
    parts.collect::<Vec<_>>().into_any()
}

/// The same text where there is no page.
pub(super) fn plain(text: &str) -> String {
    text.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_nothing_else_is_markup() {
        // Markers between texts are none of anybody's business.
        let html = coded("add `Upgrade`, not <b>").to_html().replace("<!>", "");
        assert!(html.contains("<code>Upgrade</code>"), "{html}");
        assert!(html.contains("not &lt;b&gt;"), "{html}");
        assert_eq!(plain("add `Upgrade`"), "add Upgrade");
    }
}
