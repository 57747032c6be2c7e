//! The certificate of this server: files that somebody else renews, or one that the server gets for
//! itself ([`acme`]).

use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use axum_server::tls_rustls::RustlsConfig;
use tokio_util::task::AbortOnDropHandle;

mod acme;
mod shelf;
mod validity;

pub(crate) use acme::Acme;
pub(crate) use validity::Validity;

/// How often to look whether there is another certificate.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Browsers cannot come over TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The files of the certificate.
    #[error("the certificate in {} and the key in {} cannot be used: {error}", chain.display(), key.display())]
    Files {
        /// The certificate.
        chain: PathBuf,
        /// Its key.
        key: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// The further authority that an ACME directory is trusted by.
    #[error("the root certificate in {} cannot be used: {error}", path.display())]
    Root {
        /// The authority's own certificate.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// The place for certificates.
    #[error("certificates cannot be kept in {}: {error}", folder.display())]
    Shelf {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        error: io::Error,
    },
}

/// Where the certificate comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// Somebody puts it there, and renews it.
    Files(Certificate),
    /// The server asks for it, and renews it.
    Acme(Acme),
}

/// What browsers' connections are encrypted with.
pub(crate) struct Tls {
    /// What newcomers get.
    pub config: RustlsConfig,
    /// Whoever puts another certificate there in time, for as long as this is kept.
    _keeper: AbortOnDropHandle<()>,
}

impl Source {
    /// Reads what there is, and begins to look after it; `validity` learns until when it is good.
    ///
    /// # Errors
    /// [`TlsError`] for what will not change by itself. That there is no certificate yet is none.
    pub async fn open(self, validity: &Validity) -> Result<Tls, TlsError> {
        // Fails where one is chosen already, and it is this one: there is no other in the tree.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (config, keeper) = match self {
            Self::Files(certificate) => {
                let config = certificate.open(validity).await?;
                let following = certificate.follow(config.clone(), validity.clone());
                (config, tokio::spawn(following))
            }
            Self::Acme(acme) => {
                let (config, keeping) = acme.open(validity).await?;
                (config, tokio::spawn(keeping))
            }
        };
        let _keeper = AbortOnDropHandle::new(keeper);
        Ok(Tls { config, _keeper })
    }
}

/// Where the certificate is.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    /// With those that vouch for it.
    pub chain: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

impl Certificate {
    /// Reads it, and until when it is good: TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1.
    ///
    /// # Errors
    /// [`TlsError::Files`] where a file cannot be read or does not hold what it should.
    async fn open(&self, validity: &Validity) -> Result<RustlsConfig, TlsError> {
        let config = RustlsConfig::from_pem_file(&self.chain, &self.key).await;
        let config = config.map_err(|error| self.unusable(error))?;
        validity.read(&self.chain);
        Ok(config)
    }

    /// Looks again and again whether there is another one, which those who come from then on
    /// get; whoever is here stays. One that cannot be used is reported, and the last good one
    /// stays. Never ready.
    async fn follow(self, config: RustlsConfig, validity: Validity) {
        let mut known = self.age();
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let now = self.age();
            if now == known {
                continue;
            }
            known = now;
            match config.reload_from_pem_file(&self.chain, &self.key).await {
                Ok(()) => {
                    validity.read(&self.chain);
                    tracing::info!("the certificate was read again");
                }
                Err(error) => tracing::error!(error = %self.unusable(error), "still the old one"),
            }
        }
    }

    fn age(&self) -> [Option<SystemTime>; 2] {
        [&self.chain, &self.key].map(|path| changed(path))
    }

    fn unusable(&self, error: io::Error) -> TlsError {
        let Self { chain, key } = self.clone();
        TlsError::Files { chain, key, error }
    }
}

fn changed(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}
