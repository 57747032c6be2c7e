//! The built site: embedded in release binaries, read from the disk in development.
//!
//! Files under `/pkg` carry a hash of their content in their name and may be kept for ever;
//! everything else is asked about again with its entity tag.

use std::{borrow::Cow, io, path::Path};

use app::backend::Assets;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

#[cfg(not(feature = "embed"))]
mod disk;
#[cfg(feature = "embed")]
mod embedded;

#[cfg(not(feature = "embed"))]
use disk as source;
#[cfg(feature = "embed")]
use embedded as source;

/// The site cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// A file of the built app is missing.
    #[error("the built site has no {0} file; build it with `make run` or `make release`")]
    Missing(&'static str),
    /// The folder of the built site cannot be read.
    #[error("the built site in {0} cannot be read: {1}")]
    Unreadable(String, io::Error),
}

/// A file as it is stored.
pub(super) struct File {
    bytes: Cow<'static, [u8]>,
    tag: String,
}

/// The built site.
pub struct Site {
    source: source::Source,
    assets: Assets,
}

impl Site {
    /// Finds the site: in the binary, or in `root`.
    ///
    /// # Errors
    /// [`AssetError`] when it is not complete.
    pub fn open(root: &Path) -> Result<Self, AssetError> {
        let source = source::Source::open(root)?;
        let names = source.package()?;
        let named = |start: &str, extension: &str| {
            let is_it = |name: &&String| name.starts_with(start) && name.ends_with(extension);
            let name = names.iter().find(is_it);
            name.map(|name| format!("/pkg/{name}"))
        };
        let find = |extension| named(MAIN, extension).ok_or(AssetError::Missing(extension));
        let assets = Assets {
            js: find(".js")?,
            wasm: find(".wasm")?,
            parts: named(PARTS, ".wasm"),
            css: find(".css")?,
        };
        Ok(Self { source, assets })
    }

    /// Where the app's own files are.
    #[must_use]
    pub fn assets(&self) -> Assets {
        self.assets.clone()
    }
}

/// How the names of the files begin that every page has.
const MAIN: &str = "teahouse.";

/// How the name of the file begins that the other parts are in.
const PARTS: &str = "split_parts.";

/// Compressed forms, best first, as left beside the files by the build.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The file that a request asks for, if there is one.
pub(super) async fn serve(site: &Site, request: &Parts) -> Option<Response> {
    if !matches!(request.method, Method::GET | Method::HEAD) {
        return None;
    }
    let path = request.uri.path().strip_prefix('/')?;
    if path.is_empty() || !path.split('/').all(is_plain) {
        return None;
    }
    let accepted = accepted_encodings(&request.headers);
    for (name, suffix) in ENCODINGS
        .into_iter()
        .filter(|(name, _)| accepted.contains(name))
    {
        if let Some(file) = site.source.read(&format!("{path}{suffix}")).await {
            return Some(respond(request, path, file, Some(name)));
        }
    }
    let file = site.source.read(path).await?;
    Some(respond(request, path, file, None))
}

/// A name within the site: not empty, not hidden, no way up or out.
fn is_plain(part: &str) -> bool {
    let is_name_byte = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    !part.is_empty() && !part.starts_with('.') && part.bytes().all(is_name_byte)
}

/// Encodings that the client takes; one with `q=0` is refused by it.
fn accepted_encodings(headers: &HeaderMap) -> Vec<&str> {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let items = values
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','));
    let named = items.map(|item| item.split_once(';').unwrap_or((item, "")));
    named
        .filter(|(_, weight)| !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        .map(|(name, _)| name.trim())
        .collect()
}

fn respond(request: &Parts, path: &str, file: File, encoding: Option<&str>) -> Response {
    let tag = format!("\"{}{}\"", file.tag, encoding.unwrap_or_default());
    let query = request.uri.query().unwrap_or_default();
    let is_versioned = query.starts_with("v=");
    let known = request
        .headers
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.bytes.into_owned()).into_response()
    };
    let caching = if is_hashed(path) {
        "public, max-age=31536000, immutable"
    } else if is_versioned {
        // Pages name these with the version, so that icons are there while offline too.
        "public, max-age=86400"
    } else {
        "public, no-cache"
    };
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &with_charset(mime.as_ref()));
    set(header::CACHE_CONTROL, caching);
    set(header::ETAG, &tag);
    set(header::VARY, "Accept-Encoding");
    if let Some(encoding) = encoding {
        set(header::CONTENT_ENCODING, encoding);
    }
    response
}

fn with_charset(mime: &str) -> String {
    let is_text = mime.starts_with("text/") || mime == "image/svg+xml";
    if is_text {
        format!("{mime}; charset=utf-8")
    } else {
        mime.to_owned()
    }
}

/// `pkg/name.HASH.ext`: the build puts a hash between the name and the extension.
fn is_hashed(path: &str) -> bool {
    let Some(name) = path.strip_prefix("pkg/") else {
        return false;
    };
    let mut parts = name.split('.');
    let hash = parts.nth(1).filter(|_| parts.next().is_some());
    let is_hash = |hash: &str| hash.len() >= 16 && hash.bytes().any(|b| b != b'_');
    hash.is_some_and(is_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(is_hashed("pkg/teahouse.JdWv3GRHPLJ0hRmUDrxJ7A.wasm"));
        for path in [
            "pkg/teahouse.wasm",
            "pkg/__wasm_split.______________________.js",
            "icons.svg",
            "a/teahouse.JdWv3GRHPLJ0hRmUDrxJ7A.js",
        ] {
            assert!(!is_hashed(path), "{path}");
        }
    }

    #[test]
    fn nothing_outside_the_site_has_a_plain_path() {
        for path in ["..", ".env", "a/../b", "a//b", "a\\b", "a%2fb", "ä"] {
            assert!(!path.split('/').all(is_plain), "{path}");
        }
    }

    #[test]
    fn a_weight_of_zero_refuses_an_encoding() {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_static("gzip;q=0, br;q=0.5, deflate");
        headers.insert(header::ACCEPT_ENCODING, value);
        assert_eq!(accepted_encodings(&headers), ["br", "deflate"]);
    }
}
