//! Which language a request asks for.

use http::{HeaderMap, header, request::Parts};
use leptos::prelude::use_context;

use crate::{forms::LANGUAGE_COOKIE, tasks};

/// The language of the cookie, else the first of the accepted ones that the house speaks.
pub(super) fn language() -> Option<String> {
    let parts = use_context::<Parts>()?;
    chosen(&parts.headers).or_else(|| accepted(&parts.headers))
}

/// A request has one language, so nothing has to follow it.
pub(super) fn once<T>(init: impl FnOnce() -> T) -> T {
    tasks::without(init)
}

fn chosen(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == LANGUAGE_COOKIE)
        .and_then(|(_, tag)| spoken(tag))
}

fn accepted(headers: &HeaderMap) -> Option<String> {
    headers
        .get(header::ACCEPT_LANGUAGE)?
        .to_str()
        .ok()?
        .split(',')
        .filter_map(|range| range.split(';').next())
        .find_map(spoken)
}

/// Any Chinese is served in Simplified Chinese and any English in ours: closer than the
/// other language, whatever the region.
fn spoken(tag: &str) -> Option<String> {
    let primary = tag.trim().split('-').next().unwrap_or_default();
    match primary.to_ascii_lowercase().as_str() {
        "zh" => Some("zh-CN".to_owned()),
        "en" => Some("en".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn the_cookie_wins() {
        let asked = headers(&[
            (header::COOKIE, "theme=dark; lang=zh-CN"),
            (header::ACCEPT_LANGUAGE, "en"),
        ]);
        assert_eq!(chosen(&asked).as_deref(), Some("zh-CN"));
    }

    #[test]
    fn the_first_spoken_language_is_taken() {
        let asked = headers(&[(header::ACCEPT_LANGUAGE, "fr-FR, zh-Hans-CN;q=0.9, en;q=0.8")]);
        assert_eq!(accepted(&asked).as_deref(), Some("zh-CN"));
        let asked = headers(&[(header::ACCEPT_LANGUAGE, "fr")]);
        assert_eq!(accepted(&asked), None);
    }

    #[test]
    fn nonsense_in_the_cookie_is_ignored() {
        let asked = headers(&[(header::COOKIE, "lang=<script>; x")]);
        assert_eq!(chosen(&asked), None);
    }
}
