//! From values to places on a picture, and the marks that let a reader find the way back.

use crate::number::number;

/// About how many marks an axis has.
const MARKS: f64 = 5.0;

/// How values become places.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// From nothing up to this.
    Linear(f64),
    /// From a power of ten to another.
    Log(f64, f64),
    /// One place for each name.
    Named(Vec<String>),
}

impl Scale {
    /// Up to a round number that none of these exceeds.
    pub fn linear(values: impl IntoIterator<Item = f64>) -> Self {
        let most = values.into_iter().fold(0.0, f64::max);
        let above = |step: f64| (most / step).ceil() * step;
        // What is round may want a larger step than what it was rounded from.
        let top = above(step(above(step(most))));
        Self::Linear(if top > 0.0 { top } else { 1.0 })
    }

    /// From the power of ten below all of these to that above.
    pub fn log(values: impl IntoIterator<Item = f64>) -> Self {
        let logs = values.into_iter().filter(|value| *value > 0.0);
        let (low, high) = logs
            .map(f64::log10)
            .fold((f64::MAX, f64::MIN), |(low, high), log| {
                (low.min(log), high.max(log))
            });
        if low > high {
            return Self::Log(1.0, 10.0);
        }
        // What lies on a power of ten, or nearly, needs no more beyond it.
        let (low, high) = ((low + 0.01).floor(), (high - 0.01).ceil());
        Self::Log(10_f64.powf(low), 10_f64.powf(high.max(low + 1.0)))
    }

    /// Where a value is between the beginning, 0, and the end, 1.
    pub fn at(&self, value: f64) -> f64 {
        let place = match self {
            Self::Linear(top) => value / top,
            Self::Log(low, high) => {
                let value = value.max(*low);
                (value / low).log10() / (high / low).log10()
            }
            Self::Named(names) => (value + 0.5) / count(names.len()).max(1.0),
        };
        place.clamp(0.0, 1.0)
    }

    /// Values with what is written beside them.
    pub fn marks(&self) -> Vec<(f64, String)> {
        let values = match self {
            Self::Linear(top) => multiples(step(*top), *top),
            Self::Log(low, high) => powers(*low, *high),
            Self::Named(names) => {
                let names = names.iter().enumerate();
                return names.map(|(n, name)| (count(n), name.clone())).collect();
            }
        };
        let values = values.into_iter();
        values.map(|value| (value, number(value))).collect()
    }
}

/// A count as a value.
pub fn count(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// A round step between marks up to this.
fn step(top: f64) -> f64 {
    if top <= 0.0 {
        return 1.0;
    }
    let rough = top / MARKS;
    let power = 10_f64.powf(rough.log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    // A rough one that is round already may be a little more than itself.
    let fits = |step: &f64| *step >= rough * 0.999;
    round.into_iter().find(fits).unwrap_or(rough)
}

fn multiples(step: f64, top: f64) -> Vec<f64> {
    let marks = std::iter::successors(Some(0_u32), |n| n.checked_add(1));
    let marks = marks.map(|n| f64::from(n) * step);
    marks.take_while(|mark| *mark <= top * 1.001).collect()
}

fn powers(low: f64, high: f64) -> Vec<f64> {
    let powers = std::iter::successors(Some(low), |power| Some(power * 10.0));
    powers.take_while(|power| *power <= high * 1.001).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn a_linear_scale_begins_at_nothing_and_ends_at_a_round_number() {
        let scale = Scale::linear([3.0, 811_234.0]);
        assert_eq!(scale, Scale::Linear(1_000_000.0));
        assert!(is_near(scale.at(0.0), 0.0) && is_near(scale.at(500_000.0), 0.5));
        let marks: Vec<_> = scale.marks().into_iter().map(|mark| mark.1).collect();
        assert_eq!(
            marks,
            ["0", "200,000", "400,000", "600,000", "800,000", "1,000,000"]
        );
        assert_eq!(Scale::linear([0.26]), Scale::Linear(0.30000000000000004));
        assert_eq!(Scale::linear([]), Scale::Linear(1.0));
        for most in [0.1001, 0.26, 7.0, 61.0, 999.0, 540_459.0] {
            let scale = Scale::linear([most]);
            let last = scale.marks().last().map(|mark| scale.at(mark.0));
            assert!(is_near(last.unwrap(), 1.0), "{most}: the end has a mark");
        }
        assert!(is_near(scale.at(9e9), 1.0), "beyond the end is at the end");
    }

    #[test]
    fn a_logarithmic_scale_goes_from_power_to_power() {
        let Scale::Log(low, high) = Scale::log([120.0, 5_000.0, 0.0]) else {
            panic!("another scale")
        };
        assert!(is_near(low, 100.0) && is_near(high, 10_000.0));
        let scale = Scale::Log(low, high);
        assert!(is_near(scale.at(1_000.0), 0.5) && is_near(scale.at(1.0), 0.0));
        let marks: Vec<_> = scale.marks().into_iter().map(|mark| mark.1).collect();
        assert_eq!(marks, ["100", "1,000", "10,000"]);
        let exact = Scale::log([1_000.0, 100_000.0]).marks();
        assert_eq!(exact.len(), 3, "what is a power already needs no other");
        assert_eq!(Scale::log([]), Scale::Log(1.0, 10.0));
        assert_eq!(Scale::log([7.0]).marks().len(), 2);
    }

    #[test]
    fn names_share_the_width() {
        let scale = Scale::Named(vec!["a".to_owned(), "b".to_owned()]);
        assert!(is_near(scale.at(0.0), 0.25) && is_near(scale.at(1.0), 0.75));
        assert_eq!(scale.marks()[1], (1.0, "b".to_owned()));
    }
}
