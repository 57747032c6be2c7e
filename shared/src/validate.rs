//! The rules for what people type. The composer and the server call the same functions, so
//! nothing that the one accepts is refused by the other.

mod account;

pub use account::{handle, password};

use serde::{Deserialize, Serialize};

use crate::{
    codec::{Decode, Encode},
    limits,
};

/// Which rule a text breaks.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize, thiserror::Error,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Problem {
    /// Nothing is left after trimming.
    #[error("it is empty")]
    Empty,
    /// More scalar values than allowed.
    #[error("it is longer than {max} characters")]
    TooLong {
        /// How many are allowed.
        max: u32,
    },
    /// A control character other than those a text of this kind may hold.
    #[error("it holds a control character")]
    ControlCharacter,
    /// Not in the form it must have.
    #[error("it is malformed")]
    Malformed,
    /// Fewer scalar values than needed.
    #[error("it is shorter than {min} characters")]
    TooShort {
        /// How many are needed.
        min: u32,
    },
    /// Somebody else has it.
    #[error("it is taken")]
    Taken,
    /// Among the first that anybody would guess.
    #[error("it is too easy to guess")]
    TooCommon,
    /// Not what it is compared with; what that is stays unsaid.
    #[error("it does not match")]
    Mismatch,
}

/// A message: trimmed, 1 to [`limits::MESSAGE_CHARS`] scalar values. Line breaks and tabs
/// are kept (`\r\n`, as forms send it, becomes `\n`), other control characters are refused.
///
/// # Errors
/// The first rule that the text breaks.
pub fn message_text(input: &str) -> Result<String, Problem> {
    let unified = input.replace("\r\n", "\n");
    let text = checked(&unified, limits::MESSAGE_CHARS, |c| c == '\n' || c == '\t')?;
    Ok(text.to_owned())
}

/// A nickname: trimmed, 1 to [`limits::NICKNAME_CHARS`] scalar values on one line.
///
/// # Errors
/// The first rule that the text breaks.
pub fn nickname(input: &str) -> Result<String, Problem> {
    one_line(input, limits::NICKNAME_CHARS)
}

/// A room's name: trimmed, 1 to [`limits::ROOM_NAME_CHARS`] scalar values on one line.
///
/// # Errors
/// The first rule that the text breaks.
pub fn room_name(input: &str) -> Result<String, Problem> {
    one_line(input, limits::ROOM_NAME_CHARS)
}

/// A room's topic: trimmed, 0 to [`limits::TOPIC_CHARS`] scalar values on one line.
///
/// # Errors
/// The first rule that the text breaks.
pub fn topic(input: &str) -> Result<String, Problem> {
    match one_line(input, limits::TOPIC_CHARS) {
        Err(Problem::Empty) => Ok(String::new()),
        checked => checked,
    }
}

/// The name of the house: trimmed, 1 to [`limits::HOUSE_NAME_CHARS`] scalar values on one line.
///
/// # Errors
/// The first rule that the text breaks.
pub fn house_name(input: &str) -> Result<String, Problem> {
    one_line(input, limits::HOUSE_NAME_CHARS)
}

fn one_line(input: &str, max: usize) -> Result<String, Problem> {
    checked(input, max, |_| false).map(str::to_owned)
}

fn checked(input: &str, max: usize, allowed: fn(char) -> bool) -> Result<&str, Problem> {
    let text = input.trim_matches(is_blank);
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    if text.chars().any(|c| !allowed(c) && is_control(c)) {
        return Err(Problem::ControlCharacter);
    }
    if text.chars().nth(max).is_some() {
        let max = u32::try_from(max).unwrap_or(u32::MAX);
        return Err(Problem::TooLong { max });
    }
    Ok(text)
}

/// White space, and the characters that look like nothing at all: a name made of them alone
/// would be invisible. Inside a text they have uses (joining emoji, Persian), so there they stay.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{3164}' | '\u{00AD}')
}

/// Control characters, and the overrides that would turn the direction of everything after
/// them: the isolates U+2066–U+2069 are harmless (`dir=auto` and `<bdi>` end them), the
/// embeddings and overrides U+202A–U+202E are how one name is made to look like another.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_scalar_values_after_trimming() {
        let longest = "茶".repeat(limits::MESSAGE_CHARS);
        assert_eq!(message_text(&format!("  {longest}\n")), Ok(longest.clone()));
        let too_long = Problem::TooLong { max: 4_000 };
        assert_eq!(message_text(&format!("{longest}x")), Err(too_long));
        assert_eq!(
            nickname(&"🍵".repeat(25)),
            Err(Problem::TooLong { max: 24 })
        );
        assert_eq!(nickname(&"🍵".repeat(24)), Ok("🍵".repeat(24)));
    }

    #[test]
    fn nothing_visible_is_empty() {
        for text in [
            "",
            " \n\t ",
            "\u{200B}",
            "\u{3000}\u{FEFF}",
            "\u{200F}\u{200E}",
        ] {
            assert_eq!(message_text(text), Err(Problem::Empty), "{text:?}");
            assert_eq!(nickname(text), Err(Problem::Empty), "{text:?}");
        }
    }

    #[test]
    fn control_characters_are_refused() {
        for c in [
            '\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{202E}', '\r',
        ] {
            let text = format!("a{c}b");
            assert_eq!(
                message_text(&text),
                Err(Problem::ControlCharacter),
                "{text:?}"
            );
            assert_eq!(room_name(&text), Err(Problem::ControlCharacter), "{text:?}");
        }
    }

    #[test]
    fn line_breaks_belong_to_messages_only() {
        assert_eq!(message_text("a\r\nb\tc"), Ok("a\nb\tc".to_owned()));
        assert_eq!(nickname("a\nb"), Err(Problem::ControlCharacter));
    }

    #[test]
    fn joined_emoji_survive() {
        let family = "👨\u{200D}👩\u{200D}👧";
        assert_eq!(message_text(family), Ok(family.to_owned()));
    }
}
