//! Numbers as people read them.

/// A number as people read it: thousands apart, and no more digits than say something.
pub fn number(value: f64) -> String {
    let digits = match value.abs() {
        large if large >= 10_000.0 => 0,
        large if large >= 100.0 => 1,
        large if large >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(whole) => ("-", whole),
        None => ("", whole),
    };
    let mut apart = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && whole.len().saturating_sub(n).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{apart}{point}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_say_something() {
        let said = [
            0.0,
            0.2,
            1.5,
            20.25,
            999.96,
            4_001.5,
            811_234.4,
            -1_234_567.0,
        ]
        .map(number);
        let read = [
            "0",
            "0.2",
            "1.5",
            "20.25",
            "1,000",
            "4,001.5",
            "811,234",
            "-1,234,567",
        ];
        assert_eq!(said, read.map(str::to_owned));
    }
}
