//! How well a name fits what somebody typed of it.

/// A name fits; less is better.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// First how it fits: as its beginning, as that of one of its words, within it, by the
    /// initials of its words, or letter by letter. Then how far from its beginning.
    pub rank: (u8, usize),
    /// Which of its characters were typed, in order.
    pub hits: Vec<usize>,
}

/// How `name` fits `typed`; not at all where it does not have all of its characters, in order.
/// Upper and lower case are one, spaces that were typed say nothing.
#[must_use]
pub fn fit(typed: &str, name: &str) -> Option<Fit> {
    let typed: Vec<char> = folded(typed).filter(|c| !c.is_whitespace()).collect();
    let name: Vec<char> = folded(name).collect();
    let starts = word_starts(&name);
    if typed.is_empty() {
        let (rank, hits) = ((0, 0), Vec::new());
        return Some(Fit { rank, hits });
    }
    whole(&typed, &name, &starts)
        .or_else(|| spread(&typed, &name, 3, |place| starts.contains(&place)))
        .or_else(|| spread(&typed, &name, 4, |_| true))
}

/// One character for one, so that places stay what they are.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|c| c.to_lowercase().next().unwrap_or(c))
}

fn word_starts(name: &[char]) -> Vec<usize> {
    let before = [' '].iter().chain(name);
    let pairs = before.zip(name).enumerate();
    pairs
        .filter(|(_, (before, c))| !before.is_alphanumeric() && c.is_alphanumeric())
        .map(|(place, _)| place)
        .collect()
}

fn whole(typed: &[char], name: &[char], starts: &[usize]) -> Option<Fit> {
    let is_here = |place: &usize| name.iter().skip(*place).zip(typed).all(|(a, b)| a == b);
    let last = name.len().checked_sub(typed.len())?;
    let places = (0..=last).filter(is_here);
    let ranked = places.map(|place| match place {
        0 => (0, 0),
        place if starts.contains(&place) => (1, place),
        place => (2, place),
    });
    let rank = ranked.min()?;
    let end = rank.1.saturating_add(typed.len());
    let hits = (rank.1..end).collect();
    Some(Fit { rank, hits })
}

/// The first places that have what was typed, among those that count.
fn spread(typed: &[char], name: &[char], rank: u8, counts: impl Fn(usize) -> bool) -> Option<Fit> {
    let mut wanted = typed.iter().peekable();
    let mut hits = Vec::new();
    for (place, c) in name.iter().enumerate() {
        if counts(place) && wanted.peek() == Some(&c) {
            wanted.next();
            hits.push(place);
        }
    }
    if wanted.peek().is_some() {
        return None;
    }
    let (first, last) = (hits.first()?, hits.last()?);
    let rank = (rank, last.saturating_sub(*first));
    Some(Fit { rank, hits })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(typed: &str, name: &str) -> Option<(u8, usize)> {
        fit(typed, name).map(|fit| fit.rank)
    }

    #[test]
    fn the_beginning_comes_before_words_and_words_before_what_is_within() {
        assert_eq!(rank("de", "design 设计"), Some((0, 0)));
        assert_eq!(rank("设", "design 设计"), Some((1, 7)));
        assert_eq!(rank("DE", "moderation"), Some((2, 2)));
        assert_eq!(rank("ml", "Maya Lindqvist"), Some((3, 5)));
        assert_eq!(rank("de", "Ines Duarte"), Some((4, 5)));
        assert_eq!(rank("dx", "design"), None);
        assert_eq!(rank("", "design"), Some((0, 0)));
    }

    #[test]
    fn hits_are_the_places_that_were_typed() {
        assert_eq!(fit("a d", "Ada").unwrap().hits, [0, 1]);
        assert_eq!(fit("ml", "Maya Lindqvist").unwrap().hits, [0, 5]);
        assert_eq!(fit("小雨", "林小雨").unwrap().hits, [1, 2]);
    }

    #[test]
    fn longer_than_the_name_fits_nothing() {
        assert_eq!(fit("tea", "te"), None);
        assert_eq!(fit("a", ""), None);
    }
}
