//! The certificate of this server, as files that somebody else renews.

use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use axum_server::tls_rustls::RustlsConfig;

/// How often to look whether there is another certificate.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// The certificate cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the certificate in {} and the key in {} cannot be used: {error}", chain.display(), key.display())]
pub struct TlsError {
    chain: PathBuf,
    key: PathBuf,
    error: io::Error,
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
    /// Reads it: TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1.
    ///
    /// # Errors
    /// [`TlsError`] where a file cannot be read or does not hold what it should.
    pub async fn open(&self) -> Result<RustlsConfig, TlsError> {
        // Fails where one is chosen already, and it is this one: there is no other in the tree.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = RustlsConfig::from_pem_file(&self.chain, &self.key).await;
        config.map_err(|error| self.unusable(error))
    }

    /// Looks again and again whether there is another one, which those who come from then on
    /// get; whoever is here stays. One that cannot be used is reported, and the last good one
    /// stays. Never ready.
    pub async fn follow(self, config: RustlsConfig) {
        let mut known = self.age();
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let now = self.age();
            if now == known {
                continue;
            }
            known = now;
            match config.reload_from_pem_file(&self.chain, &self.key).await {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(error) => tracing::error!(error = %self.unusable(error), "still the old one"),
            }
        }
    }

    fn age(&self) -> [Option<SystemTime>; 2] {
        [&self.chain, &self.key].map(|path| changed(path))
    }

    fn unusable(&self, error: io::Error) -> TlsError {
        let Self { chain, key } = self.clone();
        TlsError { chain, key, error }
    }
}

fn changed(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}
