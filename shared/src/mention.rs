//! Who is mentioned in a text: `@` and a handle. One reading for the server, which keeps who
//! was mentioned, and for the pages, which show it.

use crate::limits;

/// The handles that a text mentions, in lower case, in order, each as often as it comes; with
/// the bytes of the text where it stands, `@` included. Whether anybody has such a handle is
/// another question. An `@` inside of a word, as in an address, mentions nobody.
pub fn mentions(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, String)> {
    text.match_indices('@').filter_map(|(start, _)| {
        let before = text.get(..start)?.chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || "_-.@".contains(c)) {
            return None;
        }
        let rest = text.get(start.saturating_add(1)..)?;
        let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        // A full stop or a dash at the end belongs to the sentence.
        let handle = rest.get(..length)?.trim_end_matches(['.', '-', '_']);
        let fits = (limits::HANDLE_MIN_CHARS..=limits::HANDLE_CHARS).contains(&handle.len());
        let end = start.saturating_add(1).saturating_add(handle.len());
        fits.then(|| (start..end, handle.to_ascii_lowercase()))
    })
}

const fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        mentions(text)
            .map(|(range, handle)| (&text[range], handle))
            .collect()
    }

    #[test]
    fn a_handle_after_an_at_is_a_mention_wherever_a_word_begins() {
        let text = "@Maya and (@jonas.k), 你好@lin-1。@maya.";
        let handles: Vec<_> = found(text).into_iter().map(|(_, handle)| handle).collect();
        assert_eq!(handles, ["maya", "jonas.k", "lin-1", "maya"]);
        assert_eq!(found("see @Maya.")[0].0, "@Maya");
    }

    #[test]
    fn addresses_and_lone_signs_mention_nobody() {
        for text in ["a@maya.org", "@", "@ab", "@@maya", "@林小雨", "x-@maya"] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found(&format!("@{}", "a".repeat(25))), []);
    }
}
