use serde::{Deserialize, Serialize};
use shared::{Nonce, RoomId, Timestamp};

use crate::state::FailReason;

/// An own message as it is kept beyond the page that it was written on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where to.
    pub room: RoomId,
    /// Its name for good: sent twice by two pages, it is stored once.
    pub nonce: Nonce,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
    /// Why it waits for a decision, if it does.
    #[serde(default)]
    pub failed: Option<FailReason>,
}

/// What happens to the messages that are kept, which stand in the order they were added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upkeep {
    /// One more, after all others.
    Add(Kept),
    /// This is how it stands now. One that is kept no more, since another tab had its
    /// acknowledgement, stays away.
    Mark(Kept),
    /// It is stored by the server, or was given up.
    Remove(Nonce),
}

impl Kept {
    /// As a line of text. The names in it are for ever: a newer app reads what an older one
    /// kept.
    #[must_use]
    pub fn to_line(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// From a line of text; `None` for one that a newer app wrote in a way of its own.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}

#[cfg(test)]
mod tests {
    use shared::ApiError;

    use super::*;

    const LINE: &str = r#"{"room":7,"nonce":"01010101010101010101010101010101","text":"茶 \"tea\"\n","at":1000,"failed":null}"#;

    fn kept(failed: Option<FailReason>) -> Kept {
        Kept {
            room: RoomId::new(7),
            nonce: Nonce::from_bytes([1; 16]),
            text: "茶 \"tea\"\n".into(),
            at: Timestamp::from_seconds(1_000),
            failed,
        }
    }

    #[test]
    fn what_was_kept_is_read_again_with_its_reason() {
        let reasons = [
            None,
            Some(FailReason::NoAnswer),
            Some(FailReason::Refused(ApiError::RateLimited {
                retry_after_s: 3,
            })),
        ];
        for kept in reasons.map(kept) {
            let line = kept.to_line().unwrap();
            assert_eq!(Kept::from_line(&line), Some(kept));
        }
    }

    #[test]
    fn lines_of_older_apps_are_read_and_others_left_alone() {
        assert_eq!(kept(None).to_line().as_deref(), Some(LINE));
        assert_eq!(Kept::from_line(LINE), Some(kept(None)));
        let without = LINE.replace(r#","failed":null"#, "");
        assert_eq!(Kept::from_line(&without), Some(kept(None)));
        assert_eq!(Kept::from_line(r#"{"room":7}"#), None);
    }
}
