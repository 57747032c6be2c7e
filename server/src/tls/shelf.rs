//! Where certificates and the keys that ask for them are kept, as files that nobody else may read.

use std::{
    fs::{DirBuilder, File, OpenOptions, Permissions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use rustls_acme::{AccountCache, CertCache};
use sha2::{Digest, Sha256};

use super::Validity;

const OWNER_ENTERS: u32 = 0o700;
const OWNER_READS: u32 = 0o600;

/// Bytes of a digest in a file's name. Nobody would gain from a collision.
const DIGEST: usize = 8;

/// A folder of files, each written as a whole or not at all. Other names, another contact or another
/// directory have files of their own.
#[derive(Clone, Debug)]
pub(super) struct Shelf {
    folder: PathBuf,
    /// Learns until when what is taken from here, or put here, is good.
    validity: Validity,
}

impl Shelf {
    /// Makes the folder where there is none, and takes it from everybody else where there is.
    ///
    /// # Errors
    /// [`io::Error`] where that cannot be done.
    pub fn open(folder: &Path, validity: Validity) -> io::Result<Self> {
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(OWNER_ENTERS).create(folder)?;
        std::fs::set_permissions(folder, Permissions::from_mode(OWNER_ENTERS))?;
        let folder = folder.to_owned();
        Ok(Self { folder, validity })
    }

    /// Whether there is a certificate for these names from this directory, good or not.
    pub fn has_certificate(&self, names: &[String], directory: &str) -> bool {
        self.certificate(names, directory).exists()
    }

    fn certificate(&self, names: &[String], directory: &str) -> PathBuf {
        self.file("certificate", names, directory)
    }

    fn account(&self, contact: &[String], directory: &str) -> PathBuf {
        self.file("account", contact, directory)
    }

    fn file(&self, kind: &str, whose: &[String], directory: &str) -> PathBuf {
        let mut digest = Sha256::new();
        for part in whose.iter().map(String::as_str).chain([directory]) {
            digest.update(part);
            digest.update([0]);
        }
        let digest = HEXLOWER.encode(&digest.finalize());
        let (short, _) = digest.split_at(2 * DIGEST);
        self.folder.join(format!("{kind}-{short}"))
    }
}

#[async_trait]
impl CertCache for Shelf {
    type EC = io::Error;

    async fn load_cert(&self, names: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        let kept = read(self.certificate(names, directory)).await?;
        if let Some(pem) = &kept {
            self.validity.learn(pem);
        }
        Ok(kept)
    }

    async fn store_cert(&self, names: &[String], directory: &str, pem: &[u8]) -> io::Result<()> {
        self.validity.learn(pem);
        write(self.certificate(names, directory), pem.to_owned()).await
    }
}

#[async_trait]
impl AccountCache for Shelf {
    type EA = io::Error;

    async fn load_account(
        &self,
        contact: &[String],
        directory: &str,
    ) -> io::Result<Option<Vec<u8>>> {
        read(self.account(contact, directory)).await
    }

    async fn store_account(
        &self,
        contact: &[String],
        directory: &str,
        key: &[u8],
    ) -> io::Result<()> {
        write(self.account(contact, directory), key.to_owned()).await
    }
}

async fn read(path: PathBuf) -> io::Result<Option<Vec<u8>>> {
    let read = move || match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    tokio::task::spawn_blocking(read).await?
}

/// Whoever pulls the plug finds the file of before, or the new one.
async fn write(path: PathBuf, bytes: Vec<u8>) -> io::Result<()> {
    let write = move || {
        let fresh = path.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let mut file = options.mode(OWNER_READS).open(&fresh)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&fresh, &path)?;
        path.parent()
            .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    tokio::task::spawn_blocking(write).await?
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIRECTORY: &str = "https://ca.example/dir";

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn nobody_else_reads_what_is_kept() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("acme");
        std::fs::create_dir(&folder).unwrap();
        std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        let shelf = Shelf::open(&folder, Validity::default()).unwrap();
        let names = ["chat.example".to_owned()];
        shelf.store_cert(&names, DIRECTORY, b"pem").await.unwrap();
        shelf
            .store_account(&names, DIRECTORY, b"key")
            .await
            .unwrap();
        assert_eq!(mode(&folder), OWNER_ENTERS);
        let files = std::fs::read_dir(&folder).unwrap();
        let modes: Vec<_> = files.map(|file| mode(&file.unwrap().path())).collect();
        assert_eq!(modes, [OWNER_READS, OWNER_READS]);
    }

    #[tokio::test]
    async fn whoever_asks_learns_until_when_what_is_kept_is_good() {
        let (data, names) = (tempfile::tempdir().unwrap(), ["chat.example".to_owned()]);
        let kept = rcgen::generate_simple_self_signed(names.clone()).unwrap();
        let pem = kept.signing_key.serialize_pem() + &kept.cert.pem();
        let [first, second] = [(); 2].map(|()| Validity::default());
        let shelf = Shelf::open(data.path(), first.clone()).unwrap();
        assert_eq!(first.days_left(0), None);
        let stored = shelf.store_cert(&names, DIRECTORY, pem.as_bytes());
        stored.await.unwrap();
        assert!(first.days_left(0).is_some());
        let shelf = Shelf::open(data.path(), second.clone()).unwrap();
        shelf.load_cert(&names, DIRECTORY).await.unwrap();
        assert_eq!(second.days_left(0), first.days_left(0));
    }

    #[tokio::test]
    async fn what_is_kept_is_found_under_its_own_names_only() {
        let data = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(data.path(), Validity::default()).unwrap();
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>()
        };
        let ours = names(&["chat.example", "tea.example"]);
        assert!(!shelf.has_certificate(&ours, DIRECTORY));
        assert_eq!(shelf.load_cert(&ours, DIRECTORY).await.unwrap(), None);
        for text in [&b"first"[..], b"second"] {
            shelf.store_cert(&ours, DIRECTORY, text).await.unwrap();
            let kept = shelf.load_cert(&ours, DIRECTORY).await.unwrap();
            assert_eq!(kept.as_deref(), Some(text));
        }
        assert!(shelf.has_certificate(&ours, DIRECTORY));
        for others in [
            names(&["chat.example"]),
            names(&["chat.exampletea.example"]),
        ] {
            assert!(!shelf.has_certificate(&others, DIRECTORY), "{others:?}");
        }
        assert!(!shelf.has_certificate(&ours, "https://other.example/dir"));
        assert_eq!(shelf.load_account(&ours, DIRECTORY).await.unwrap(), None);
    }
}
