//! What a browser says it is, as far as the list of devices shows it. Known words only: nothing
//! that a client made up is stored.

use axum::http::{HeaderMap, header};

/// The most telling first: every browser also claims to be the ones it descends from.
const BROWSERS: [(&str, &str); 9] = [
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("MicroMessenger/", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
    ("FreeBSD", "FreeBSD"),
];

/// The browser and the system of a request, where they are known.
pub(super) fn of(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok());
    let agent = agent.unwrap_or_default();
    (known(agent, &BROWSERS), known(agent, &SYSTEMS))
}

fn known(agent: &str, words: &[(&str, &str)]) -> Option<String> {
    let found = words.iter().find(|(mark, _)| agent.contains(mark));
    found.map(|(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(agent: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, agent.parse().unwrap());
        let (browser, system) = of(&headers);
        format!(
            "{} on {}",
            browser.unwrap_or_default(),
            system.unwrap_or_default()
        )
    }

    #[test]
    fn browsers_are_known_by_the_most_telling_of_their_words() {
        let cases = [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari on macOS",
            ),
        ];
        for (agent, expected) in cases {
            assert_eq!(label(agent), expected);
        }
    }

    #[test]
    fn what_is_not_known_is_not_repeated() {
        assert_eq!(label("<script>alert(1)</script>"), " on ");
        assert_eq!(of(&HeaderMap::new()), (None, None));
    }
}
