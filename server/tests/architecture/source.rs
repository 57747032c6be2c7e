//! Sources: finding them, and telling code from prose.

use std::{
    fs,
    path::{Path, PathBuf},
};

pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
pub const CRATES: [&str; 4] = ["shared", "app", "frontend", "server"];

/// A file: its path from the root, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

pub fn read(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            files_below(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// The files below these folders whose names end in `suffix`.
pub fn sources(folders: &[&str], suffix: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    folders
        .iter()
        .for_each(|folder| files_below(&Path::new(ROOT).join(folder), &mut paths));
    let names = paths
        .iter()
        .map(|path| path.strip_prefix(ROOT).unwrap().to_str().unwrap());
    let sources: Vec<_> = names
        .filter(|name| name.ends_with(suffix))
        .map(|name| Source {
            path: name.to_owned(),
            text: read(name),
        })
        .collect();
    assert!(!sources.is_empty(), "no {suffix} below {folders:?}");
    sources
}

pub fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

/// How long the comment or literal is that `rest` begins with, if it begins with one.
fn prose(rest: &str) -> Option<usize> {
    let to = |from: usize, end: &str| {
        rest[from..]
            .find(end)
            .map_or(rest.len(), |at| from + at + end.len())
    };
    let raw = rest
        .strip_prefix('r')
        .map(|raw| raw.len() - raw.trim_start_matches('#').len());
    match raw {
        Some(hashes) if rest[1 + hashes..].starts_with('"') => {
            return Some(to(hashes + 2, &format!("\"{}", "#".repeat(hashes))));
        }
        _ => {}
    }
    match rest.as_bytes() {
        [b'/', b'/', ..] => Some(rest.find('\n').unwrap_or(rest.len())),
        [b'/', b'*', ..] => Some(to(2, "*/")),
        [b'\'', b'\\', ..] => Some(to(3, "'")),
        [b'\'', ..] if rest.chars().nth(2) == Some('\'') => {
            let literal = rest.chars().take(3);
            Some(literal.map(char::len_utf8).sum())
        }
        [b'"', ..] => {
            let mut escaped = false;
            let end = rest.bytes().skip(1).position(|byte| {
                let ends = byte == b'"' && !escaped;
                escaped = byte == b'\\' && !escaped;
                ends
            });
            Some(end.map_or(rest.len(), |at| at + 2))
        }
        _ => None,
    }
}

/// A Rust source without comments and literals, line for line.
pub fn code(text: &str) -> String {
    let (mut rest, mut code) = (text, String::new());
    while let Some(first) = rest.chars().next() {
        let (skipped, kept) = match prose(rest) {
            Some(len) => rest.split_at(len),
            None => {
                code.push(first);
                ("", &rest[first.len_utf8()..])
            }
        };
        code.extend(skipped.chars().filter(|c| *c == '\n'));
        rest = kept;
    }
    code
}
