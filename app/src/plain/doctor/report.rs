//! All that was found, as text to be sent to whoever runs the house: no names, no messages, no
//! tokens.

use leptos::prelude::*;

use super::{Finding, diagnosis::Cause, lines, lines::Proxy, rows, words};
use crate::{
    address::at,
    components::{Icon, clock},
    plain::say,
    state::doctor::{TIME, Tried},
};

/// The id of the report.
const REPORT: &str = "report";

/// The report, a button that takes it along, and when and where it was made; nothing where nothing
/// was tried.
pub(super) fn view(finding: &Finding) -> String {
    let Some(tried) = finding.tried else {
        return String::new();
    };
    let l = finding.l;
    let browser = words::browser(finding);
    view! {
        <button
            class="button button--plain"
            type="button"
            data-copy=REPORT
            data-copied=say!(l, copy.copied)
            data-not-copied=say!(l, copy.not_copied)
        >
            <Icon name="copy" size=16 />
            {say!(l, doctor.copy)}
        </button>
        <p class="settings__text num">{say!(l, doctor.tested, time = TIME, browser)}</p>
        <p class="settings__text" role="status" data-said=""></p>
        <pre id=REPORT hidden>{text(finding, tried)}</pre>
    }
    .to_html()
}

fn text(finding: &Finding, tried: &Tried) -> String {
    let l = finding.l;
    let seconds = u32::try_from(finding.seen.now_ms / 1_000).unwrap_or_default();
    let at = clock::iso(shared::Timestamp::from_seconds(seconds));
    let browser = words::browser(finding);
    let mut lines = vec![format!(
        "Teahouse {} · {at} · {browser}",
        env!("CARGO_PKG_VERSION")
    )];
    lines.push(tried.origin.clone());
    let [websocket, stream, poll] = tried.roads;
    let roads = [
        (say!(l, doctor.websocket), websocket),
        (say!(l, doctor.stream), stream),
        (say!(l, doctor.poll), poll),
    ];
    lines.extend(roads.map(|(name, outcome)| format!("{name}: {outcome}")));
    for cause in finding.websocket.iter().chain(&finding.stream) {
        lines.push(String::new());
        lines.extend(cause_lines(finding, *cause));
    }
    lines.push(String::new());
    for row in rows::of(finding) {
        let note = row.note.map(|note| words::plain(&note)).unwrap_or_default();
        let line = format!("{}: {}. {note}", row.name, row.value);
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n") + "\n"
}

/// A cause, and the lines for the proxy that most have.
fn cause_lines(finding: &Finding, cause: Cause) -> Vec<String> {
    let said = words::plain(&words::of(finding, cause));
    let mend = lines::of(cause, Proxy::Nginx, &at("/"));
    let mend = mend.map(|mend| format!("nginx:\n{mend}"));
    [said].into_iter().chain(mend).collect()
}
