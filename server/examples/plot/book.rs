//! What many runs found.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::number::number;

/// All runs of one sitting.
#[derive(Debug, Deserialize)]
pub struct Book {
    /// When, where and of what.
    pub made: Map<String, Value>,
    pub runs: Vec<Run>,
}

/// One run of one program.
#[derive(Debug, Deserialize)]
pub struct Run {
    /// The program.
    pub run: String,
    #[serde(default)]
    setting: Map<String, Value>,
    figures: Map<String, Value>,
}

impl Book {
    /// The runs of one program.
    pub fn of<'a>(&'a self, program: &'a str) -> impl Iterator<Item = &'a Run> {
        self.runs.iter().filter(move |run| run.run == program)
    }
}

impl Run {
    pub fn setting(&self, name: &str) -> Option<f64> {
        self.setting.get(name)?.as_f64()
    }

    pub fn figure(&self, name: &str) -> Option<f64> {
        self.figures.get(name)?.as_f64()
    }

    /// All figures with their names.
    pub fn figures(&self) -> impl Iterator<Item = (&str, f64)> {
        let figures = self.figures.iter();
        figures.filter_map(|(name, figure)| Some((name.as_str(), figure.as_f64()?)))
    }

    /// What a reader calls it.
    pub fn name(&self) -> String {
        let say = |name: &str| self.setting(name).map(number).unwrap_or_default();
        match self.run.as_str() {
            "load" => format!(
                "{} clients, {} room{}, {}",
                say("clients"),
                say("rooms"),
                if say("rooms") == "1" { "" } else { "s" },
                match self.setting("rate") {
                    Some(rate) => format!("{}/s into each", number(rate)),
                    None => format!("window {}", say("window")),
                }
            ),
            "idle" => format!("{} connections", say("connections")),
            "history" => format!("{} messages", say("messages")),
            "pages" => format!("{} connections", say("connections")),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
pub mod tests {
    use serde_json::json;

    use super::*;

    /// A small one with a run of each kind.
    pub fn book() -> Book {
        let load = |clients: u64, rooms: u64, rate: Option<u64>, window: u64| {
            json!({
                "run": "load",
                "setting": { "clients": clients, "rooms": rooms, "senders": 1, "rate": rate,
                    "window": window },
                "figures": { "deliveries/s": 1_000 * clients, "durable/s": 1_000, "cores": 0.5,
                    "p50 ms": 1.5, "p90 ms": 2.5, "p99 ms": 9.0, "max ms": 20.25 },
            })
        };
        let value = json!({
            "made": { "at": "2026-01-02", "cores": 2 },
            "runs": [
                load(100, 1, None, 16),
                load(1_000, 1, None, 16),
                load(100, 1, None, 64),
                load(1_000, 100, None, 16),
                load(1_000, 1, Some(20), 16),
                { "run": "idle", "setting": { "connections": 1_000 },
                    "figures": { "before KiB": 2_048, "after KiB": 6_144, "KiB each": 4.1 } },
                { "run": "history", "setting": { "messages": 10_000 },
                    "figures": { "server, newest, p50 ms": 0.2, "store, newest, p50 ms": 0.1 } },
                { "run": "doors", "figures": { "WebSocket: links a second": 4_001.5 } },
            ],
        });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn runs_are_called_by_their_settings() {
        let book = book();
        let names: Vec<_> = book.runs.iter().map(Run::name).collect();
        assert_eq!(names[0], "100 clients, 1 room, window 16");
        assert_eq!(names[3], "1,000 clients, 100 rooms, window 16");
        assert_eq!(names[4], "1,000 clients, 1 room, 20/s into each");
        assert_eq!(names[5], "1,000 connections");
        assert_eq!(book.of("load").count(), 5);
        assert_eq!(book.runs[0].figure("nothing"), None);
    }
}
