//! Where a house stands on its host: all of it, or below a path that a proxy keeps for it.

use std::{borrow::Cow, fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

/// First segments of the house's own addresses: below one of these, an address of the house could
/// be mistaken for one that still has the base in front of it.
const TAKEN: [&str; 22] = [
    "api",
    "conformance",
    "direct",
    "doctor",
    "healthz",
    "i",
    "invite",
    "join",
    "leave",
    "live",
    "new",
    "p",
    "pkg",
    "preferences",
    "r",
    "readyz",
    "rooms",
    "rpc",
    "settings",
    "setup",
    "sign-in",
    "signup",
];

/// Longest base in bytes.
const LONGEST: usize = 100;

/// What stands in front of every path of the house as browsers see it: nothing, or something like
/// `/chat`, without a slash at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Base(Option<Arc<str>>);

/// A text that is no [`Base`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadBase {
    /// Not segments of letters, digits, `-` and `_`, each with a slash in front of it.
    Malformed,
    /// It begins like an address of the house itself.
    Taken,
}

impl Base {
    /// The text: empty, or a path that begins with a slash and does not end with one.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// Whether the house has its host for itself.
    #[must_use]
    pub const fn is_root(&self) -> bool {
        self.0.is_none()
    }

    /// The address of a path of the house, as browsers see it. What is not a path of this host,
    /// such as an address with a scheme, stays as it is.
    #[must_use]
    pub fn at<'a>(&self, path: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
        let path = path.into();
        let is_ours = path.starts_with('/') && !path.starts_with("//");
        match &self.0 {
            Some(base) if is_ours => Cow::Owned(format!("{base}{path}")),
            _ => path,
        }
    }

    /// The path of the house at a path of its host; `None` where that is not below the base.
    #[must_use]
    pub fn within<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(self.as_str())?;
        match rest.as_bytes().first() {
            Some(b'/') => Some(rest),
            None => Some("/"),
            Some(_) => None,
        }
    }
}

impl FromStr for Base {
    type Err = BadBase;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let base = text.trim_end_matches('/');
        if base.is_empty() {
            return Ok(Self(None));
        }
        let is_name = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
        let is_segment = |segment: &str| !segment.is_empty() && segment.bytes().all(is_name);
        let inner = base.strip_prefix('/').filter(|_| base.len() <= LONGEST);
        let inner = inner.ok_or(BadBase::Malformed)?;
        if !inner.split('/').all(is_segment) {
            return Err(BadBase::Malformed);
        }
        match inner
            .split('/')
            .next()
            .is_some_and(|first| TAKEN.contains(&first))
        {
            true => Err(BadBase::Taken),
            false => Ok(Self(Some(base.into()))),
        }
    }
}

impl fmt::Display for BadBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str(
                "not a path to stand below, as in /chat: letters, digits, '-' and '_', with a \
                 slash in front",
            ),
            Self::Taken => f.write_str(
                "addresses of the server itself begin like that: take another path to stand below",
            ),
        }
    }
}

impl std::error::Error for BadBase {}

impl TryFrom<String> for Base {
    type Error = BadBase;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Base> for String {
    fn from(base: Base) -> Self {
        base.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Base {
        text.parse().unwrap()
    }

    #[test]
    fn paths_and_addresses_are_each_others_opposite() {
        for text in ["/chat", "/chat/", "/teams/tea-house", "", "/"] {
            let base = base(text);
            for path in ["/", "/r/1", "/i/x_y-z"] {
                assert_eq!(base.within(&base.at(path)), Some(path), "{text:?}");
            }
        }
        assert_eq!(base("/chat/").at("/r/1"), "/chat/r/1");
        assert_eq!(base("/").at("/r/1"), "/r/1");
    }

    #[test]
    fn what_stands_elsewhere_stays_there() {
        let chat = base("/chat");
        assert_eq!(chat.within("/chat"), Some("/"));
        for other in ["/", "/chatter", "/r/chat", "chat"] {
            assert_eq!(chat.within(other), None, "{other:?}");
        }
        for other in [
            "https://tea.example/",
            "//tea.example/",
            "#main",
            "?before=1",
        ] {
            assert_eq!(chat.at(other), other);
        }
    }

    #[test]
    fn only_paths_are_bases() {
        for bad in [
            "chat",
            "//chat",
            "/a//b",
            "/..",
            "/icons.svg",
            "/a b",
            "/a;b",
            "/\"",
            "/茶",
            "/a?b",
        ] {
            assert_eq!(bad.parse::<Base>(), Err(BadBase::Malformed), "{bad:?}");
        }
        assert_eq!(
            format!("/{}", "a".repeat(LONGEST)).parse::<Base>(),
            Err(BadBase::Malformed)
        );
        for taken in ["/r", "/live", "/api/v1", "/settings"] {
            assert_eq!(taken.parse::<Base>(), Err(BadBase::Taken), "{taken:?}");
        }
        assert!("/rooms-of-ours".parse::<Base>().is_ok());
    }
}
