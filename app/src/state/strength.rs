//! How hard a password is to guess, roughly: enough to tell somebody that a longer one would
//! be better. What is refused is said by [`shared::validate::password`] alone.

use shared::validate;

/// In four steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Refused, or guessed within days.
    Weak,
    /// Better than most.
    Fair,
    /// Takes years.
    Good,
    /// Takes too long for anybody.
    Strong,
}

impl Strength {
    /// How many of four steps.
    #[must_use]
    pub const fn steps(self) -> u8 {
        match self {
            Self::Weak => 1,
            Self::Fair => 2,
            Self::Good => 3,
            Self::Strong => 4,
        }
    }
}

/// The strength of a password; nothing where nothing was typed.
#[must_use]
pub fn strength(password: &str) -> Option<Strength> {
    if password.is_empty() {
        return None;
    }
    if validate::password(password, "").is_err() {
        return Some(Strength::Weak);
    }
    Some(match bits(password) {
        0..45 => Strength::Weak,
        45..60 => Strength::Fair,
        60..80 => Strength::Good,
        _ => Strength::Strong,
    })
}

/// What somebody would have to try who knows which kinds of characters there are, as a power
/// of two. A character that follows from the one before it is worth a quarter.
fn bits(password: &str) -> usize {
    let before = [None].into_iter().chain(password.chars().map(Some));
    let quarters: usize = before
        .zip(password.chars())
        .map(|(before, c)| if follows(before, c) { 1 } else { 4 })
        .sum();
    quarters.saturating_mul(tenths(password)) / 40
}

fn follows(before: Option<char>, c: char) -> bool {
    before.is_some_and(|before| u32::from(before).abs_diff(u32::from(c)) <= 1)
}

/// Whether a character is of a kind.
type Kind = fn(&char) -> bool;

/// Tenths of a bit for one character of these kinds.
fn tenths(password: &str) -> usize {
    let has = |kind: Kind| password.chars().any(|c| kind(&c));
    let kinds: [(Kind, u32); 5] = [
        (char::is_ascii_lowercase, 26),
        (char::is_ascii_uppercase, 26),
        (char::is_ascii_digit, 10),
        (|c| c.is_ascii_punctuation() || *c == ' ', 33),
        (|c| !c.is_ascii(), 2_000),
    ];
    let pool: u32 = kinds
        .iter()
        .filter(|(kind, _)| has(*kind))
        .map(|(_, n)| n)
        .sum();
    match pool {
        0..=10 => 33,
        11..=26 => 47,
        27..=36 => 52,
        37..=52 => 57,
        53..=62 => 60,
        63..=99 => 65,
        _ => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_and_more_varied_is_stronger() {
        assert_eq!(strength(""), None);
        assert_eq!(strength("short"), Some(Strength::Weak));
        assert_eq!(strength("password"), Some(Strength::Weak), "too common");
        assert_eq!(strength("aaaaaaaaaaaaaaaaaaaa"), Some(Strength::Weak));
        assert_eq!(strength("abcdefghijklmnop"), Some(Strength::Weak));
        assert_eq!(strength("kettle-9-sun"), Some(Strength::Good));
        assert_eq!(strength("tq8wz3mfp"), Some(Strength::Fair));
        assert_eq!(
            strength("correct horse battery staple"),
            Some(Strength::Strong)
        );
        assert_eq!(strength("水开了请进坐下聊"), Some(Strength::Strong));
    }
}
