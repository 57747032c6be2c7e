//! A certificate that the server asks for by itself, from a directory that speaks ACME (RFC 8555). The
//! directory makes sure that the name leads here by a handshake with the listener for browsers
//! (TLS-ALPN-01, RFC 8737): no other port and no other program has to do with it.

use std::{fmt::Display, future::Future, io, path::PathBuf, sync::Arc, time::Duration};

use axum_server::tls_rustls::RustlsConfig;
use futures_util::{Stream, StreamExt};
use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_acme::{AcmeConfig, AcmeState, Event, EventError, EventOk, acme::ACME_TLS_ALPN_NAME};
use tokio::time::timeout;

use super::{TlsError, Validity, shelf::Shelf};

/// How long asking for a certificate may take, all names together. The library waits for ever.
const ORDER: Duration = Duration::from_secs(15 * 60);

/// How often to begin anew while there is a certificate. Renewing it gets stuck for no longer.
const KEPT: Duration = Duration::from_secs(12 * 60 * 60);

/// How long reading what is kept may take.
const READING: Duration = Duration::from_secs(5);

/// The library doubles its pause after each failure, from a second up to so many times.
const DOUBLED: u32 = 16;

/// Whom to ask, and for what.
#[derive(Clone, Debug)]
pub(crate) struct Acme {
    /// The names that lead here.
    pub names: Vec<String>,
    /// Who answers for them, as a URL.
    pub contact: String,
    /// The directory's URL.
    pub directory: String,
    /// A further authority that the directory is trusted by.
    pub root: Option<PathBuf>,
    /// Where certificates are kept.
    pub folder: PathBuf,
}

type State = AcmeState<io::Error>;

impl Acme {
    /// Speaks TLS from now on: with the certificate of the last time, or with nobody until there is
    /// one. The future gets it, renews it, and is never ready.
    ///
    /// # Errors
    /// [`TlsError`] for what will not change by itself.
    pub async fn open(
        self,
        validity: &Validity,
    ) -> Result<(RustlsConfig, impl Future<Output = ()> + use<>), TlsError> {
        let asking = Asking {
            client: Arc::new(self.client()?),
            shelf: Shelf::open(&self.folder, validity.clone())
                .map_err(|error| self.unusable(error))?,
            acme: self,
        };
        let begun = asking.begin().await;
        let config = RustlsConfig::from_config(server(&begun.state));
        Ok((config.clone(), asking.keep(begun, config)))
    }

    /// How the directory is spoken to.
    fn client(&self) -> Result<ClientConfig, TlsError> {
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        if let Some(path) = &self.root {
            let unusable = |error| TlsError::Root {
                path: path.clone(),
                error,
            };
            let root = CertificateDer::from_pem_file(path).map_err(io::Error::other);
            let root = root.map_err(unusable)?;
            let added = roots.add(root).map_err(io::Error::other);
            added.map_err(unusable)?;
        }
        let builder = ClientConfig::builder().with_root_certificates(roots);
        Ok(builder.with_no_client_auth())
    }

    fn unusable(&self, error: io::Error) -> TlsError {
        let folder = self.folder.clone();
        TlsError::Shelf { folder, error }
    }
}

/// What browsers and the directory find.
fn server(state: &State) -> Arc<ServerConfig> {
    let builder = ServerConfig::builder().with_no_client_auth();
    let mut config = builder.with_cert_resolver(state.resolver());
    let protocols = [b"h2", &b"http/1.1"[..], ACME_TLS_ALPN_NAME];
    config.alpn_protocols = protocols.map(<[u8]>::to_vec).into();
    Arc::new(config)
}

/// Asking that has begun.
struct Begun {
    state: State,
    /// How long silence is normal from here.
    wait: Duration,
}

/// Asking for a certificate, as often as it takes.
struct Asking {
    acme: Acme,
    client: Arc<ClientConfig>,
    shelf: Shelf,
}

impl Asking {
    /// Begins with what is kept. Nobody is asked yet.
    async fn begin(&self) -> Begun {
        let Acme {
            names, directory, ..
        } = &self.acme;
        let config = AcmeConfig::new_with_client_config(names, Arc::clone(&self.client))
            .contact([&self.acme.contact])
            .directory(directory)
            .cache(self.shelf.clone());
        let mut state = config.state();
        let mut wait = ORDER;
        if self.shelf.has_certificate(names, directory)
            && let Ok(Some(event)) = timeout(READING, state.next()).await
        {
            report(&event, 1);
            wait = patience(&event, 1);
        }
        Begun { state, wait }
    }

    async fn keep(self, mut begun: Begun, config: RustlsConfig) {
        loop {
            follow(&mut begun.state, begun.wait, patience).await;
            begun = self.begin().await;
            config.reload_from_config(server(&begun.state));
        }
    }
}

/// Reports what happens, and is ready when nothing did for longer than one should wait: `first`, and
/// from then on what `patience` says about the last event and the failures without a success.
async fn follow<E: std::fmt::Debug + Display>(
    mut events: impl Stream<Item = Event<E, E>> + Unpin,
    first: Duration,
    patience: impl Fn(&Event<E, E>, u32) -> Duration,
) {
    let (mut wait, mut failures) = (first, 0_u32);
    while let Ok(Some(event)) = timeout(wait, events.next()).await {
        failures = match event {
            Ok(_) => 0,
            Err(_) => failures.saturating_add(1),
        };
        report(&event, failures);
        wait = patience(&event, failures);
    }
    tracing::debug!("looking after the certificate begins anew");
}

fn report<E: std::fmt::Debug + Display>(event: &Event<E, E>, failures: u32) {
    match event {
        Ok(EventOk::DeployedNewCert) => tracing::info!("there is a new certificate"),
        Ok(EventOk::DeployedCachedCert) => tracing::info!("the certificate was read"),
        Ok(EventOk::CertCacheStore | EventOk::AccountCacheStore) => {}
        Err(error) => tracing::error!(failures, %error, "no new certificate: trying again"),
    }
}

/// How long silence is normal after an event, with so many failures before.
fn patience<E: std::fmt::Debug>(event: &Event<E, E>, failures: u32) -> Duration {
    match event {
        // What could not be kept is lost to whoever begins anew, and there are not many to be had.
        Err(EventError::CertCacheStore(_)) => Duration::MAX,
        Ok(EventOk::AccountCacheStore) => ORDER,
        Ok(_) => KEPT,
        Err(_) => {
            let doubled = failures.saturating_sub(1).min(DOUBLED);
            ORDER + Duration::from_secs(2_u64.saturating_pow(doubled))
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use rustls_acme::{CertCache, OrderError};

    use super::*;

    type Told = Event<io::Error, io::Error>;

    fn refused() -> EventError<io::Error, io::Error> {
        EventError::Order(OrderError::TooManyAttemptsAuth("chat.example".to_owned()))
    }

    #[test]
    fn silence_is_normal_for_as_long_as_the_library_pauses_and_an_order_takes() {
        let after = |failures| patience(&Err(refused()), failures).as_secs() - ORDER.as_secs();
        assert_eq!([after(1), after(2), after(5)], [1, 2, 16]);
        assert_eq!([after(17), after(1_000)], [65_536; 2]);
        assert_eq!(
            patience::<io::Error>(&Ok(EventOk::AccountCacheStore), 0),
            ORDER
        );
        assert_eq!(
            patience::<io::Error>(&Ok(EventOk::DeployedCachedCert), 0),
            KEPT
        );
    }

    #[tokio::test]
    async fn what_is_kept_is_looked_after_twice_a_day_and_what_is_missing_at_once() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let data = tempfile::tempdir().unwrap();
        let acme = Acme {
            names: vec!["chat.example".to_owned()],
            contact: "mailto:you@chat.example".to_owned(),
            directory: "https://ca.example/dir".to_owned(),
            root: None,
            folder: data.path().to_owned(),
        };
        let asking = Asking {
            client: Arc::new(acme.client().unwrap()),
            shelf: Shelf::open(&acme.folder, Validity::default()).unwrap(),
            acme,
        };
        let wait = async || asking.begin().await.wait;
        let keep = async |pem: String| {
            let Acme {
                names, directory, ..
            } = &asking.acme;
            let kept = asking.shelf.store_cert(names, directory, pem.as_bytes());
            kept.await.unwrap();
        };
        assert_eq!(wait().await, ORDER, "nothing is kept");
        keep("no certificate".to_owned()).await;
        assert!(
            (ORDER..KEPT).contains(&wait().await),
            "what is kept is none"
        );
        let made = rcgen::generate_simple_self_signed(asking.acme.names.clone()).unwrap();
        keep(made.signing_key.serialize_pem() + &made.cert.pem()).await;
        assert_eq!(wait().await, KEPT);
    }

    #[test]
    fn a_certificate_that_could_not_be_kept_is_not_given_up() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let unkept: Told = Err(EventError::CertCacheStore(full));
        assert_eq!(patience(&unkept, 1), Duration::MAX);
    }

    #[tokio::test]
    async fn whoever_gets_stuck_is_given_up_and_failures_in_a_row_are_counted() {
        let seen = parking_lot::Mutex::new(Vec::new());
        let told = [
            Err(refused()),
            Err(refused()),
            Ok(EventOk::DeployedNewCert),
            Err(refused()),
        ];
        let stuck = stream::iter(told).chain(stream::pending());
        let short = |_: &Told, failures| {
            seen.lock().push(failures);
            Duration::from_millis(1)
        };
        follow(stuck, Duration::from_secs(60), short).await;
        assert_eq!(*seen.lock(), [1, 2, 0, 1]);
    }
}
