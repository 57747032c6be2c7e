//! The site as a development build leaves it on the disk.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use super::{AssetError, File};

pub(super) struct Source {
    root: PathBuf,
}

impl Source {
    pub(super) fn open(root: &Path) -> Result<Self, AssetError> {
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// Names in the package's folder, newest first: older builds leave theirs behind.
    pub(super) fn package(&self) -> Result<Vec<String>, AssetError> {
        let folder = self.root.join("pkg");
        let unreadable = |error| AssetError::Unreadable(folder.display().to_string(), error);
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let modified = entry
                .metadata()
                .and_then(|meta| meta.modified())
                .map_err(unreadable)?;
            files.push((modified, entry.file_name().to_string_lossy().into_owned()));
        }
        files.sort();
        Ok(files.into_iter().rev().map(|(_, name)| name).collect())
    }

    /// A file by its path, whose parts are plain names.
    pub(super) async fn read(&self, path: &str) -> Option<File> {
        let path = self.root.join(path);
        tokio::task::spawn_blocking(move || {
            let modified = std::fs::metadata(&path)
                .and_then(|meta| meta.modified())
                .ok()?;
            let bytes = std::fs::read(&path).ok()?;
            Some(File {
                tag: tag(modified),
                bytes: Cow::Owned(bytes),
            })
        })
        .await
        .ok()
        .flatten()
    }
}

fn tag(modified: SystemTime) -> String {
    let since_1970 = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:x}", since_1970.as_nanos())
}
