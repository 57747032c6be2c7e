//! A run as one line of JSON, for programs that make tables and pictures of many.

use std::{fmt, time::Duration};

use hdrhistogram::Histogram;
use serde_json::{Map, Number, Value, json};

/// What was run, with which settings, and what came of it.
#[derive(Clone, Debug)]
pub struct Sheet {
    run: &'static str,
    setting: Map<String, Value>,
    figures: Map<String, Value>,
}

impl Sheet {
    /// An empty one for the program `run`.
    pub fn new(run: &'static str) -> Self {
        let (setting, figures) = (Map::new(), Map::new());
        Self {
            run,
            setting,
            figures,
        }
    }

    /// Adds a setting.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.setting.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a figure; its name ends in the unit.
    pub fn figure(&mut self, name: impl Into<String>, figure: f64) {
        let rounded = (figure * 1e3).round() / 1e3;
        let value = Number::from_f64(rounded).map_or(Value::Null, Value::Number);
        self.figures.insert(name.into(), value);
    }

    /// Adds what of many spans of time in nanoseconds so many of a hundred do not exceed.
    pub fn times(&mut self, what: &str, took: &Histogram<u64>) {
        for (name, quantile) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1.0)] {
            let span = Duration::from_nanos(took.value_at_quantile(quantile));
            self.figure(format!("{what}{name} ms"), span.as_secs_f64() * 1e3);
        }
    }
}

impl Sheet {
    /// Prints the figures, one in each line.
    pub fn list(&self) {
        for (name, figure) in &self.figures {
            println!("{name:<20} {figure}");
        }
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            run,
            setting,
            figures,
        } = self;
        let line = json!({ "run": run, "setting": setting, "figures": figures });
        write!(f, "{line}")
    }
}
