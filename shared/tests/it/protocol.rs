//! `docs/protocol.md` and the golden files name every variant, code and limit there is.

use std::fs;

use shared::{frame::CloseReason, limits};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn read(path: &str) -> String {
    fs::read_to_string(format!("{ROOT}/{path}")).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The variants of an enum in their order, from its source.
fn variants(path: &str, name: &str) -> Vec<String> {
    let source = read(path);
    let start = source.find(&format!("pub enum {name} {{")).unwrap();
    let lines = source[start..]
        .lines()
        .skip(1)
        .take_while(|line| *line != "}");
    let depth_one = lines.filter(|line| line.starts_with("    ") && !line.starts_with("     "));
    let names = depth_one
        .map(|line| line.trim())
        .filter(|line| line.starts_with(char::is_uppercase));
    names
        .map(|line| {
            line.split(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

fn documented(path: &str, name: &str) {
    let protocol = read("docs/protocol.md");
    let names = variants(path, name);
    assert!(!names.is_empty(), "{name} has no variants");
    for (number, variant) in names.iter().enumerate() {
        let row = format!("| {number} | `{variant}` |");
        assert!(
            protocol.contains(&row),
            "docs/protocol.md lacks the row {row} of {name}"
        );
    }
    let beyond = format!("| {} | `", names.len());
    let section = protocol.split(&format!("`{name}`")).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    assert!(
        !section.contains(&beyond),
        "docs/protocol.md documents more of {name} than there is"
    );
}

#[test]
fn every_variant_is_documented_with_its_number() {
    documented("shared/src/frame/client.rs", "ClientFrame");
    documented("shared/src/frame/server.rs", "ServerFrame");
    documented("shared/src/frame/event.rs", "RoomEvent");
    documented("shared/src/frame/server.rs", "Replay");
    documented("shared/src/frame/server.rs", "Subject");
    documented("shared/src/model/member.rs", "RoomChange");
    documented("shared/src/error.rs", "ApiError");
    documented("shared/src/error.rs", "Field");
    documented("shared/src/validate.rs", "Problem");
}

#[test]
fn every_variant_has_a_golden_line() {
    let of = |name: &str| variants("shared/src/frame/server.rs", name);
    let server = read("shared/tests/golden/server.v1.txt");
    let client = read("shared/tests/golden/client.v1.txt");
    for name in of("ServerFrame") {
        assert!(
            server
                .lines()
                .any(|line| line.contains(&format!(" {name}"))),
            "{name}"
        );
    }
    for name in variants("shared/src/frame/client.rs", "ClientFrame") {
        assert!(
            client
                .lines()
                .any(|line| line.contains(&format!(" {name}"))),
            "{name}"
        );
    }
    let nested = [
        variants("shared/src/frame/event.rs", "RoomEvent"),
        of("Subject"),
        variants("shared/src/error.rs", "ApiError"),
    ];
    for name in nested.into_iter().flatten() {
        assert!(server.contains(&name), "{name}");
    }
}

#[test]
fn every_close_reason_is_documented() {
    let protocol = read("docs/protocol.md");
    for reason in CloseReason::ALL {
        let row = format!(
            "| {} | `{reason:?}` | {:?} |",
            reason.code(),
            reason.reconnect()
        );
        assert!(protocol.contains(&row), "docs/protocol.md lacks {row}");
    }
}

#[test]
fn every_limit_is_documented() {
    let protocol = read("docs/protocol.md");
    let numbers = [
        ("FRAME_BYTES", limits::FRAME_BYTES),
        ("MESSAGE_CHARS", limits::MESSAGE_CHARS),
        ("NICKNAME_CHARS", limits::NICKNAME_CHARS),
        ("ROOM_NAME_CHARS", limits::ROOM_NAME_CHARS),
        ("PAGE_MESSAGES", limits::PAGE_MESSAGES),
        ("LISTED_PEOPLE", limits::LISTED_PEOPLE),
        ("LISTED_ROOMS", limits::LISTED_ROOMS),
        ("LISTED_MY_ROOMS", limits::LISTED_MY_ROOMS),
        ("LISTED_MENTIONS", limits::LISTED_MENTIONS),
        ("MENTIONED_PEOPLE", limits::MENTIONED_PEOPLE),
        ("PAGE_NOTICES", limits::PAGE_NOTICES),
        ("ASKED_PEOPLE", limits::ASKED_PEOPLE),
        ("ROOMS_PER_CONNECTION", limits::ROOMS_PER_CONNECTION),
    ];
    for name in [limits::SUBPROTOCOL, limits::SUBPROTOCOL_JSON] {
        assert!(protocol.contains(&format!("`{name}`")), "{name}");
    }
    for (name, number) in numbers {
        let row = format!("| `{name}` | {number} |");
        assert!(protocol.contains(&row), "docs/protocol.md lacks {row}");
    }
}
