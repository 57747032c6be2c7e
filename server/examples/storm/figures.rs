//! Spans of time by rank, and the table of a run.

use std::{fmt, time::Duration};

use hdrhistogram::Histogram;
use serde_json::{Map, Value, json};

use crate::{
    ledger::{Ledger, Wrong},
    support::Failure,
};

/// Many spans of time.
pub struct Times(Histogram<u64>);

impl Times {
    pub fn new() -> Result<Self, Failure> {
        Ok(Self(Histogram::new(3)?))
    }

    /// Of all of these.
    pub fn of(spans: impl IntoIterator<Item = Duration>) -> Result<Self, Failure> {
        let mut times = Self::new()?;
        spans.into_iter().for_each(|span| times.add(span));
        Ok(times)
    }

    pub fn add(&mut self, span: Duration) {
        let nanos = u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
        // Beyond what it holds only after hours.
        let _ = self.0.record(nanos.max(1));
    }

    /// The span that so many of a hundred do not exceed, in milliseconds; to three digits.
    pub fn ms(&self, percent: f64) -> f64 {
        let nanos = self.0.value_at_quantile(percent / 100.0);
        Duration::from_nanos(nanos).as_secs_f64() * 1e3
    }
}

/// The one in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[expect(
    clippy::as_conversions,
    reason = "counts become fractions only to be printed"
)]
pub fn fraction(count: u64) -> f64 {
    count as f64
}

/// What a run found, in the order of its table.
#[derive(Default)]
pub struct Report {
    name: &'static str,
    rows: Vec<(String, Value)>,
    wrong: Wrong,
    missed: Vec<String>,
}

impl Report {
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    pub fn count(&mut self, what: impl Into<String>, count: impl TryInto<u64>) {
        let count = count.try_into().unwrap_or(u64::MAX);
        self.rows.push((what.into(), json!(count)));
    }

    pub fn number(&mut self, what: impl Into<String>, number: f64) {
        let number = (number * 100.0).round() / 100.0;
        self.rows.push((what.into(), json!(number)));
    }

    /// The median, the slowest hundredth and the last, in milliseconds.
    pub fn times(&mut self, what: &str, times: &Times) {
        for (name, percent) in [("p50", 50.0), ("p99", 99.0), ("last", 100.0)] {
            self.number(format!("{what}, {name}, ms"), times.ms(percent));
        }
    }

    /// A promise that the run was to show; said at the end where it did not.
    pub fn goal(&mut self, is_reached: bool, goal: impl Into<String>) {
        if !is_reached {
            self.missed.push(goal.into());
        }
    }

    /// What the ledger says at the end.
    pub fn settle(&mut self, ledger: &Ledger) {
        let wrong = ledger.wrong();
        self.count("messages kept", ledger.kept());
        self.count("deliveries", ledger.deliveries());
        self.count("lost", wrong.lost);
        self.count("doubled", wrong.doubled);
        self.count("differing", wrong.differing);
        self.check(ledger);
    }

    /// The same without a line for it.
    pub fn check(&mut self, ledger: &Ledger) {
        let wrong = ledger.wrong();
        self.wrong.lost += wrong.lost;
        self.wrong.doubled += wrong.doubled;
        self.wrong.differing += wrong.differing;
    }

    pub fn json(&self) -> Value {
        let rows: Map<_, _> = self.rows.iter().cloned().collect();
        json!({ "run": self.name, "figures": rows, "missed": self.missed })
    }

    /// # Errors
    /// Where messages were lost, doubled or heard differently.
    pub fn verdict(&self) -> Result<(), Failure> {
        match self.wrong {
            Wrong::NOTHING => Ok(()),
            wrong => Err(format!("the delivery contract was broken: {wrong:?}").into()),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| {} | |", self.name)?;
        writeln!(f, "|---|---|")?;
        for (what, value) in &self.rows {
            writeln!(f, "| {what} | {value} |")?;
        }
        for goal in &self.missed {
            writeln!(f, "not reached: {goal}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_those_of_the_sorted_spans() {
        let times = Times::of((1..=1_000).rev().map(Duration::from_millis)).unwrap();
        for (percent, ms) in [(50.0, 500.0), (99.0, 990.0), (100.0, 1_000.0)] {
            let found = times.ms(percent);
            assert!((found / ms - 1.0).abs() < 0.002, "{found} is not {ms}");
        }
        let one_late = Times::of((1..=100).map(|n| Duration::from_millis(n / 100 * 999 + 1)));
        let one_late = one_late.unwrap();
        assert!(one_late.ms(99.0) < 2.0 && one_late.ms(100.0) > 999.0);
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert!((median(vec![9.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn a_run_fails_for_what_is_lost_and_says_what_it_missed() {
        let mut ledger = Ledger::default();
        let mut report = Report::new("run");
        report.settle(&ledger);
        report.goal(true, "kept");
        assert!(report.verdict().is_ok());
        ledger.begins(1, 1, 0);
        ledger.begins(2, 1, 1);
        report.settle(&ledger);
        report.goal(false, "too late");
        assert!(report.verdict().is_err());
        let (text, json) = (report.to_string(), report.json());
        assert!(text.contains("| lost | 1 |") && text.contains("not reached: too late"));
        assert_eq!(json["missed"], json!(["too late"]));
    }
}
