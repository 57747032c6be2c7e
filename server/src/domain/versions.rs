//! What messages said before they were edited, and what became of their words.

use std::time::Duration;

use shared::{
    ApiError, MessageId, RoomId, UserId, limits,
    model::{Part, PartKind, Version},
};
use similar::{ChangeTag, TextDiff};

use super::{House, refusal, rooms::look};
use crate::store::StoredVersion;

/// Comparing two long texts that have nothing in common is given up after this long; what it
/// found until then is right, only not the shortest way to say it.
const PATIENCE: Duration = Duration::from_millis(20);

impl House {
    /// What a message says and said, newest first, at most [`limits::VERSIONS`]. Whoever may
    /// read the room may see it.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] also for a message that was taken back,
    /// [`ApiError::Unavailable`].
    pub async fn versions(
        &self,
        who: UserId,
        room: RoomId,
        message: MessageId,
    ) -> Result<Vec<Version>, ApiError> {
        // One more than is shown: what the last one is compared with.
        let most = limits::VERSIONS.saturating_add(1);
        let stored = self.store.versions(look(who, room), message, most).await;
        let stored = stored.map_err(refusal)?;
        let compared = tokio::task::spawn_blocking(move || compare(&stored));
        compared.await.map_err(|error| {
            tracing::error!(%error, "versions were not compared");
            ApiError::Internal
        })
    }
}

fn compare(stored: &[StoredVersion]) -> Vec<Version> {
    let before = stored.iter().skip(1).map(Some).chain([None]);
    let pairs = stored.iter().zip(before).take(limits::VERSIONS);
    pairs
        .map(|(version, before)| Version {
            at: version.at,
            is_first: before.is_none(),
            parts: before.map_or_else(
                || vec![part(PartKind::Kept, &version.text)],
                |before| parts(&before.text, &version.text),
            ),
        })
        .collect()
}

/// The words of `after`, told apart from those of `before`.
fn parts(before: &str, after: &str) -> Vec<Part> {
    let mut config = TextDiff::configure();
    let diff = config.timeout(PATIENCE).diff_unicode_words(before, after);
    let mut parts: Vec<Part> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PartKind::Kept,
            ChangeTag::Insert => PartKind::Added,
            ChangeTag::Delete => PartKind::Removed,
        };
        match parts.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.text.push_str(change.value()),
            None => parts.push(part(kind, change.value())),
        }
    }
    parts
}

fn part(kind: PartKind, text: &str) -> Part {
    let text = text.to_owned();
    Part { kind, text }
}

#[cfg(test)]
mod tests {
    use shared::Timestamp;

    use super::*;

    /// `[added]` and `{removed}`.
    fn drawn(before: &str, after: &str) -> String {
        let draw = |part: Part| match part.kind {
            PartKind::Kept => part.text,
            PartKind::Added => format!("[{}]", part.text),
            PartKind::Removed => format!("{{{}}}", part.text),
        };
        parts(before, after).into_iter().map(draw).collect()
    }

    #[test]
    fn words_are_compared_in_any_script() {
        assert_eq!(drawn("at three", "at four"), "at {three}[four]");
        assert_eq!(drawn("水开了", "水已开了"), "水[已]开了");
        assert_eq!(drawn("same", "same"), "same");
        assert_eq!(drawn("", "new"), "[new]");
    }

    #[test]
    fn at_most_so_many_are_shown_and_only_the_first_is_the_first() {
        let version = |n: u32| StoredVersion {
            at: Timestamp::from_seconds(n),
            text: n.to_string(),
        };
        let all: Vec<_> = (0..=20).rev().map(version).collect();
        let shown = compare(&all);
        assert_eq!(shown.len(), limits::VERSIONS);
        assert!(shown.iter().all(|version| !version.is_first));
        let shown = compare(&all[19..]);
        assert_eq!(shown.len(), 2);
        assert!(shown[1].is_first && !shown[0].is_first);
        assert_eq!(shown[1].parts, [part(PartKind::Kept, "0")]);
    }
}
