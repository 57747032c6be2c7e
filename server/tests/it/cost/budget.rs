//! What the way of a message may cost, and whether it does.

use std::fmt::Write;

use super::recording::Work;

/// Above its budget by this many of a hundred, a figure fails; so far below, it should be renewed.
const MARGIN: f64 = 10.0;

/// What was measured: a message, whoever hears it, and its delivery to each who does.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub message: Figures,
    pub delivery: Figures,
}

/// The work for one.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub instructions: f64,
    pub allocations: f64,
    pub calls: f64,
}

impl Figures {
    /// An equal share of the work for so many.
    pub fn each(work: Work, count: u32) -> Self {
        let share =
            |sum: u64| u32::try_from(sum).map_or(f64::INFINITY, f64::from) / f64::from(count);
        Self {
            instructions: share(work.instructions),
            allocations: share(work.allocations),
            calls: share(work.calls),
        }
    }

    fn rows(self) -> [(&'static str, f64); 3] {
        [
            ("instructions", self.instructions),
            ("allocations", self.allocations),
            ("calls", self.calls),
        ]
    }
}

impl Cost {
    fn rows(&self) -> Vec<(String, f64)> {
        let name = |of: &str, (what, figure)| (format!("{of} {what}"), figure);
        let message = self.message.rows().map(|row| name("message", row));
        let delivery = self.delivery.rows().map(|row| name("delivery", row));
        message.into_iter().chain(delivery).collect()
    }

    /// What is dearer than the budget allows, and what it does not name.
    pub fn complaints(&self, budget: &str) -> Vec<String> {
        let rows = self.rows().into_iter();
        rows.filter_map(|(name, figure)| match allowed(budget, &name) {
            None => Some(format!("the budget says nothing of {name}")),
            Some(budget) if figure > budget * (1.0 + MARGIN / 100.0) => {
                let more = (figure / budget - 1.0) * 100.0;
                Some(format!("{name}: {figure:.2} is {more:.0} % above {budget}"))
            }
            Some(_) => None,
        })
        .collect()
    }

    /// What has become so much cheaper that the budget would not notice if it were lost again.
    pub fn gains(&self, budget: &str) -> Vec<String> {
        let rows = self.rows().into_iter();
        let gain = |(name, figure): (String, f64)| {
            let budget = allowed(budget, &name)?;
            let is_gain = figure < budget * (1.0 - MARGIN / 100.0);
            is_gain.then(|| format!("{name}: {figure:.2}, the budget is {budget}"))
        };
        rows.filter_map(gain).collect()
    }

    /// The same budget with these figures.
    pub fn renewed(&self, budget: &str) -> String {
        let comments = budget.lines().filter(|line| line.starts_with('#'));
        let mut text: String = comments.map(|line| format!("{line}\n")).collect();
        for (name, figure) in self.rows() {
            let _ = writeln!(text, "{name} {figure:.2}");
        }
        text
    }
}

fn allowed(budget: &str, name: &str) -> Option<f64> {
    let figure = |line: &str| line.strip_prefix(name)?.trim().parse().ok();
    budget.lines().find_map(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(factor: f64) -> Cost {
        let figures = Figures {
            instructions: 1_000.0 * factor,
            allocations: 2.0 * factor,
            calls: factor,
        };
        Cost {
            message: figures,
            delivery: figures,
        }
    }

    #[test]
    fn a_tenth_more_is_too_much_and_what_is_not_named_as_well() {
        let budget = cost(1.0).renewed("# Why.\nold 1\n");
        assert!(budget.starts_with("# Why.\nmessage instructions 1000.00\n"));
        assert!(cost(1.0).complaints(&budget).is_empty());
        assert!(cost(1.09).complaints(&budget).is_empty());
        assert_eq!(cost(1.11).complaints(&budget).len(), 6);
        assert_eq!(cost(1.0).complaints("").len(), 6);
        assert!(cost(0.95).gains(&budget).is_empty());
        assert_eq!(cost(0.85).gains(&budget).len(), 6);
    }
}
