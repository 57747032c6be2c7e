//! The site inside the binary.

use std::{fmt::Write, path::Path};

use rust_embed::RustEmbed;

use super::{AssetError, File};

/// The site as `make release` built it right before this crate.
#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Built;

pub(super) struct Source;

impl Source {
    pub(super) fn open(_: &Path) -> Result<Self, AssetError> {
        Ok(Self)
    }

    pub(super) fn package(&self) -> Result<Vec<String>, AssetError> {
        let names = Built::iter();
        Ok(names
            .filter_map(|name| Some(name.strip_prefix("pkg/")?.to_owned()))
            .collect())
    }

    #[expect(
        clippy::unused_async,
        reason = "the same signature as of a file on the disk"
    )]
    pub(super) async fn read(&self, path: &str) -> Option<File> {
        let file = Built::get(path)?;
        let mut tag = String::with_capacity(32);
        for byte in file.metadata.sha256_hash().iter().take(16) {
            // Writing to a string cannot fail.
            let _ = write!(tag, "{byte:02x}");
        }
        Some(File {
            bytes: file.data,
            tag,
        })
    }
}
