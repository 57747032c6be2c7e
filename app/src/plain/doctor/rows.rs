//! The other checks, as rows and as lines of the report.

use leptos::prelude::*;

use super::{
    Finding,
    checks::{self, Address, Tls},
    diagnosis::Cause,
    words::coded,
};
use crate::{components::Icon, plain::say};

/// What came of a check.
pub(super) struct Row {
    pub(super) is_well: bool,
    pub(super) name: String,
    /// What is to be done about it.
    pub(super) note: Option<String>,
    pub(super) value: String,
}

/// All of them.
pub(super) fn of(finding: &Finding) -> Vec<Row> {
    let clock = finding.tried.map(|tried| clock(finding, tried.clock_ms));
    let others = [host(finding), address(finding), protocol(finding)];
    let first = [tls(finding)].into_iter().chain(clock);
    first.chain(others).collect()
}

fn tls(finding: &Finding) -> Row {
    let l = finding.l;
    let found = checks::tls(finding.seen, finding.origin());
    let value = match found {
        Tls::Own(Some(days)) if days >= 0 => say!(l, doctor.tls_days, n = days),
        Tls::Own(Some(_)) => say!(l, doctor.tls_over),
        Tls::Own(None) => say!(l, doctor.tls_own),
        Tls::Proxy | Tls::NoProto | Tls::NoProxy => say!(l, doctor.tls_proxy),
        Tls::Here => say!(l, doctor.tls_here),
        Tls::Clear => say!(l, doctor.tls_none),
    };
    let note = match found {
        Tls::NoProto => Some(say!(l, doctor.tls_no_proto)),
        Tls::NoProxy => Some(say!(l, doctor.unnamed, from = finding.seen.from.clone())),
        Tls::Clear => Some(say!(l, doctor.tls_clear)),
        Tls::Own(_) | Tls::Proxy | Tls::Here => None,
    };
    Row {
        is_well: found.is_well(),
        name: say!(l, doctor.tls),
        note,
        value,
    }
}

fn clock(finding: &Finding, clock_ms: u64) -> Row {
    let l = finding.l;
    let (off, is_well) = checks::clock(finding.seen, clock_ms, finding.round_trip());
    let tenths = off.saturating_add(50) / 100;
    let s = format!("{}.{}", tenths / 10, tenths % 10);
    Row {
        is_well,
        name: say!(l, doctor.clock),
        note: (!is_well).then(|| say!(l, doctor.clock_wrong)),
        value: say!(l, doctor.clock_off, s),
    }
}

fn address(finding: &Finding) -> Row {
    let l = finding.l;
    let found = checks::address(finding.seen, finding.origin());
    let from = finding.seen.from.clone();
    let note = match found {
        Address::Known => None,
        Address::NoHeader => Some(say!(l, doctor.address_missing)),
        Address::NoProxy => Some(say!(l, doctor.unnamed, from)),
        Address::Neither => Some(say!(l, doctor.address_neither, from)),
    };
    Row {
        is_well: note.is_none(),
        name: say!(l, doctor.address),
        note,
        value: finding.seen.address.clone(),
    }
}

fn host(finding: &Finding) -> Row {
    let l = finding.l;
    let mut causes = finding.websocket.iter().chain(&finding.stream);
    let is_changed = causes.any(|cause| *cause == Cause::Host);
    Row {
        is_well: !is_changed,
        name: say!(l, doctor.host),
        note: is_changed.then(|| say!(l, doctor.host_note)),
        value: finding.seen.host.clone(),
    }
}

fn protocol(finding: &Finding) -> Row {
    Row {
        is_well: true,
        name: say!(finding.l, doctor.protocol),
        note: None,
        value: finding.seen.protocol.clone(),
    }
}

/// The rows on the page.
pub(super) fn view(finding: &Finding) -> String {
    let l = finding.l;
    let rows = of(finding).into_iter().map(|row| {
        let (class, icon, says) = match row.is_well {
            true => (
                "finding finding--well",
                "circle-check",
                say!(l, doctor.fine),
            ),
            false => (
                "finding finding--look",
                "triangle-alert",
                say!(l, doctor.look),
            ),
        };
        view! {
            <li class=class>
                <Icon name=icon size=18 />
                <span class="hidden">{says}</span>
                <div class="finding__what">
                    <p>{row.name}</p>
                    {row.note.map(|note| view! { <p class="finding__note">{coded(&note)}</p> })}
                </div>
                <span class="finding__value num" dir="auto">{row.value}</span>
            </li>
        }
        .into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <h3 class="panel__title finding__title">{say!(l, doctor.other)}</h3>
        <ul>{rows}</ul>
    }
    .to_html()
}
