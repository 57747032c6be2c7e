//! Each rule is a function from sources to complaints, shown by a test to find what breaks it.

use std::{fs, path::Path};

use crate::source::{CRATES, ROOT, Source, code, read, source, sources};

/// Lines whose code says `name`, or a name of the same family such as `name_util`.
fn sayings(source: &Source, name: &str) -> Vec<String> {
    let is_said = |line: &str| {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| {
            word.strip_prefix(name)
                .is_some_and(|more| more.is_empty() || more.starts_with('_'))
        })
    };
    let code = code(&source.text);
    let lines = code.lines().enumerate().filter(|(_, line)| is_said(line));
    lines
        .map(|(n, _)| format!("{}:{} says {name}", source.path, n + 1))
        .collect()
}

/// Where `name` is said outside of the paths that begin with one of `homes`.
fn strays(sources: &[Source], name: &str, homes: &[&str]) -> Vec<String> {
    let is_home = |path: &str| homes.iter().any(|home| path.starts_with(home));
    let others = sources.iter().filter(|source| !is_home(&source.path));
    others.flat_map(|source| sayings(source, name)).collect()
}

fn too_long(sources: &[Source]) -> Vec<String> {
    const LINES: usize = 300;
    let long = sources
        .iter()
        .filter(|source| source.text.lines().count() > LINES);
    long.map(|source| format!("{} has more than {LINES} lines", source.path))
        .collect()
}

fn unlisted(index: &str, records: &[Source]) -> Vec<String> {
    let name = |record: &Source| record.path.rsplit('/').next().unwrap().to_owned();
    let names = records.iter().map(name).filter(|name| name != "README.md");
    names
        .filter(|name| !index.contains(&format!("]({name})")))
        .collect()
}

/// Tests that a page's invariants name as `path::test` and that `read` does not find, and
/// invariants that name none.
fn unbacked(page: &str, read: impl Fn(&str) -> String) -> Vec<String> {
    let mut complaints = Vec::new();
    for invariant in page.split("**Invariant:").skip(1) {
        let paragraph = invariant.split("\n\n").next().unwrap();
        let quoted = paragraph.split('`').skip(1).step_by(2);
        let tests: Vec<_> = quoted
            .filter_map(|quoted| quoted.split_once("::"))
            .filter(|(path, _)| [".rs", ".ts", ".mjs"].iter().any(|end| path.ends_with(end)))
            .collect();
        if tests.is_empty() {
            complaints.push(format!("no test:{}", paragraph.lines().next().unwrap()));
        }
        for (path, test) in tests {
            let text = read(path);
            let heads = [
                format!("fn {test}("),
                format!("test(\"{test}\""),
                format!("test(`{test}`"),
            ];
            if !heads.iter().any(|head| text.contains(head)) {
                complaints.push(format!("{path} has no test {test}"));
            }
        }
    }
    complaints
}

/// Environment variables that a page does not mention.
fn unmentioned(config: &str, page: &str) -> Vec<String> {
    let names = config
        .split("env = \"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    names
        .filter(|name| !page.contains(&format!("`{name}`")))
        .map(str::to_owned)
        .collect()
}

/// Routes that are added to the router after the guard of origins, so that it does not stand
/// before them, and that take more than a question. The API has its own way of not taking orders
/// from pages.
fn unguarded(router: &str) -> Vec<&str> {
    let (_, after) = router.split_once("guard::pages").unwrap();
    let routes = after.lines().map(str::trim);
    let adds = [".route", ".nest", ".merge", ".fallback"];
    routes
        .filter(|line| adds.iter().any(|add| line.starts_with(add)))
        .filter(|line| !line.contains(", get(") && *line != ".merge(api::routes(&state.base))")
        .collect()
}

const NONE: [&str; 0] = [];

#[test]
fn only_code_counts_as_code() {
    let text = "a // b\n/* c\nd */ e \"f\\\"g\" h r#\"i\"j\"# k 'l' '茶' '\\'' m<'n> \"o\np\" q";
    assert_eq!(
        code(text).split_whitespace().collect::<String>(),
        "aehkm<'n>q"
    );
    assert_eq!(code(text).lines().count(), text.lines().count());
    assert_eq!(
        sayings(
            &source("x", "// tokio\n\"tokio\"; mytokio::x; leptos_tokio"),
            "tokio"
        ),
        NONE
    );
    assert_eq!(
        sayings(&source("x", "\nuse tokio_util::x;"), "tokio"),
        ["x:2 says tokio"]
    );
}

#[test]
fn each_dependency_stays_in_its_place() {
    let rules: [(&str, &[&str], &[&str]); 8] = [
        ("bincode", &CRATES, &["shared/src/codec.rs"]),
        (
            "rusqlite",
            &CRATES,
            &[
                "server/src/store/sqlite",
                "server/tests/it/crash/database.rs",
            ],
        ),
        (
            "web_sys",
            &CRATES,
            &["app/src/browser", "app/src/live", "frontend/"],
        ),
        (
            "js_sys",
            &CRATES,
            &["app/src/browser", "app/src/live", "frontend/"],
        ),
        (
            "wasm_bindgen",
            &CRATES,
            &["app/src/browser", "app/src/live", "frontend/"],
        ),
        ("rustls_acme", &CRATES, &["server/src/tls"]),
        ("tokio", &["shared", "app", "frontend"], &[]),
        ("axum", &["shared", "app", "frontend"], &[]),
    ];
    for (name, folders, homes) in rules {
        let rust = sources(folders, ".rs");
        assert_eq!(strays(&rust, name, homes), NONE);
        // A rule about nothing would hold for ever.
        let at_home = strays(&rust, name, &[]).len();
        assert_eq!(at_home > 0, !homes.is_empty(), "{name}");
        let stray = [source("shared/src/model.rs", &format!("use {name}::x;"))];
        assert_eq!(strays(&stray, name, homes).len(), 1, "{name}");
    }
}

#[test]
fn no_source_is_longer_than_a_reader_s_patience() {
    assert_eq!(too_long(&sources(&CRATES, ".rs")), NONE);
    assert_eq!(too_long(&sources(&["style"], ".scss")), NONE);
    assert_eq!(too_long(&[source("x", &"\n".repeat(300))]), NONE);
    assert_eq!(too_long(&[source("x", &"\n".repeat(301))]).len(), 1);
}

#[test]
fn every_decision_is_listed() {
    assert_eq!(
        unlisted(&read("docs/adr/README.md"), &sources(&["docs/adr"], ".md")),
        NONE
    );
    let records = [
        source("docs/adr/0001-a.md", ""),
        source("docs/adr/0002-b.md", ""),
    ];
    assert_eq!(
        unlisted("[A](0001-a.md), 0002-b.md", &records),
        ["0002-b.md"]
    );
}

#[test]
fn every_invariant_has_a_test_that_exists() {
    let page = read("ARCHITECTURE.md");
    assert!(page.contains("**Invariant:"));
    let existing = |path: &str| fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_default();
    assert_eq!(unbacked(&page, existing), NONE);
    let page = "**Invariant: a.** `x.rs::here`, `y.ts::also here`.\n\n\
                **Invariant: b.** `x.rs::gone`.\n\n**Invariant: c.** `x::y`.";
    let read = |_: &str| "fn here() {} test(\"also here\", …)".to_owned();
    assert_eq!(
        unbacked(page, read),
        ["x.rs has no test gone", "no test: c.** `x::y`."]
    );
}

#[test]
fn routes_outside_of_the_guard_only_read() {
    let router = read("server/src/http/router.rs");
    assert_eq!(unguarded(&router), NONE);
    assert!(router.contains(".route(\"/healthz\", get("));
    let guarded = ".route(\"/a\", post(a))\n.layer(guard::pages)\n.route(\"/b\", get(b))";
    assert_eq!(unguarded(guarded), NONE);
    for late in [".route(\"/c\", post(c))", ".merge(others())"] {
        assert_eq!(unguarded(&format!("{guarded}\n  {late}")), [late]);
    }
}

#[test]
fn every_setting_is_in_the_readme() {
    let config = read("server/src/config/settings.rs");
    assert!(config.contains("env = \"TEAHOUSE_LISTEN\""));
    assert_eq!(unmentioned(&config, &read("README.md")), NONE);
    assert_eq!(unmentioned("env = \"A\", env = \"B\"", "`A`"), ["B"]);
}
