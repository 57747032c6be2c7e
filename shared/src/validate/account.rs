//! What people sign in with.

use super::Problem;
use crate::limits;

/// Passwords that are tried first by whoever tries any. Shorter ones are refused anyway.
const COMMON: [&str; 40] = [
    "0987654321",
    "12341234",
    "12345678",
    "123123123",
    "123456789",
    "1234567890",
    "1q2w3e4r",
    "1qaz2wsx",
    "5201314520",
    "87654321",
    "987654321",
    "a1234567",
    "a12345678",
    "abc12345",
    "abcd1234",
    "abcdefgh",
    "admin123",
    "administrator",
    "asdfghjk",
    "asdfghjkl",
    "baseball",
    "changeme",
    "computer",
    "football",
    "iloveyou",
    "password",
    "password1",
    "password12",
    "password123",
    "passw0rd",
    "princess",
    "qwerty123",
    "qwertyui",
    "qwertyuiop",
    "sunshine",
    "superman",
    "teahouse",
    "trustno1",
    "welcome1",
    "woaini1314",
];

/// A handle: trimmed, in lower case, [`limits::HANDLE_MIN_CHARS`] to [`limits::HANDLE_CHARS`]
/// of `a-z 0-9 - _ .`, of which the first and the last are letters or digits.
///
/// # Errors
/// The first rule that the text breaks.
pub fn handle(input: &str) -> Result<String, Problem> {
    let text = input.trim().to_ascii_lowercase();
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_allowed = |c: char| is_plain(c) || matches!(c, '-' | '_' | '.');
    if !text.chars().all(is_allowed) || !text.starts_with(is_plain) || !text.ends_with(is_plain) {
        return Err(Problem::Malformed);
    }
    length(&text, limits::HANDLE_MIN_CHARS, limits::HANDLE_CHARS)?;
    Ok(text)
}

/// A password to be used by `handle`: [`limits::PASSWORD_MIN_CHARS`] to
/// [`limits::PASSWORD_CHARS`] scalar values of any kind, neither among the commonest nor the
/// handle itself. Nothing is trimmed: what was typed is what counts.
///
/// # Errors
/// The first rule that the text breaks.
pub fn password(input: &str, handle: &str) -> Result<(), Problem> {
    if input.is_empty() {
        return Err(Problem::Empty);
    }
    length(input, limits::PASSWORD_MIN_CHARS, limits::PASSWORD_CHARS)?;
    let lower = input.to_lowercase();
    let mut chars = lower.chars();
    let first = chars.next();
    let is_one_key = chars.all(|c| Some(c) == first);
    if is_one_key || lower == handle.to_lowercase() || COMMON.contains(&lower.as_str()) {
        return Err(Problem::TooCommon);
    }
    Ok(())
}

fn length(text: &str, min: usize, max: usize) -> Result<(), Problem> {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let chars = text.chars().count();
    if chars < min {
        return Err(Problem::TooShort { min: number(min) });
    }
    if chars > max {
        return Err(Problem::TooLong { max: number(max) });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_ascii_words_in_lower_case() {
        for (typed, kept) in [("maya", "maya"), (" Maya.L-2 ", "maya.l-2"), ("007", "007")] {
            assert_eq!(handle(typed), Ok(kept.to_owned()), "{typed:?}");
        }
        assert_eq!(handle(&"x".repeat(24)), Ok("x".repeat(24)));
        assert_eq!(handle("  "), Err(Problem::Empty));
        assert_eq!(handle("ab"), Err(Problem::TooShort { min: 3 }));
        assert_eq!(handle(&"x".repeat(25)), Err(Problem::TooLong { max: 24 }));
        for typed in [
            "ma ya",
            "mäya",
            "林小雨",
            ".maya",
            "maya.",
            "-ab",
            "a@b",
            "../a",
            "a\0b",
        ] {
            assert_eq!(handle(typed), Err(Problem::Malformed), "{typed:?}");
        }
    }

    #[test]
    fn passwords_are_counted_in_scalar_values_and_kept_as_typed() {
        assert_eq!(password("correct horse", "maya"), Ok(()));
        assert_eq!(password("茶馆茶馆茶水开了", "maya"), Ok(()));
        assert_eq!(password(" 7 chars", "maya"), Ok(()), "blanks count");
        assert_eq!(password("", "maya"), Err(Problem::Empty));
        let short = Problem::TooShort { min: 8 };
        assert_eq!(password("7 chars", "maya"), Err(short));
        assert_eq!(password("🍵🍵🍵🍵🍵🍵🍵", "maya"), Err(short));
        let long = Problem::TooLong { max: 128 };
        assert_eq!(password(&"ab".repeat(65), "maya"), Err(long));
        assert_eq!(password(&"ab".repeat(64), "maya"), Ok(()));
    }

    #[test]
    fn the_first_guesses_are_refused() {
        for guess in [
            "password",
            "PassWord",
            "12345678",
            "aaaaaaaa",
            "maya-lind",
            "MAYA-lind",
        ] {
            let refused = password(guess, "maya-lind");
            assert_eq!(refused, Err(Problem::TooCommon), "{guess}");
        }
        assert_eq!(password("maya-lind-7", "maya-lind"), Ok(()));
    }
}
