use super::{LEAST_OUTBOX, TOKEN_BYTES};

/// The configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file named by `TEAHOUSE_CONFIG` cannot be read.
    #[error("{0}: {1}")]
    Unreadable(String, std::io::Error),
    /// The file is not TOML, or says something unknown.
    #[error("{0}: {1}")]
    Malformed(String, toml::de::Error),
    /// The set-up token could be guessed.
    #[error("the set-up token must have at least {TOKEN_BYTES} characters")]
    ShortToken,
    /// What has to be sent as a whole would not fit.
    #[error(
        "TEAHOUSE_OUTBOX_BYTES must be {LEAST_OUTBOX} at least: the largest frame, and room beside it"
    )]
    SmallOutbox,
    /// The certificate comes from two places.
    #[error(
        "the certificate comes from files (TEAHOUSE_TLS_CERT) or is asked for \
         (TEAHOUSE_ACME_NAMES), not both"
    )]
    TwoCertificates,
    /// A certificate for nothing.
    #[error("TEAHOUSE_ACME_NAMES is missing: the names to get a certificate for")]
    NoNames,
    /// Nobody to be told.
    #[error(
        "TEAHOUSE_ACME_CONTACT is missing: an address of mail, as in you@chat.example, for \
         whoever gives out certificates to write to"
    )]
    NoContact,
    /// A certificate is for names.
    #[error("{0} is an IP address, and TEAHOUSE_ACME_NAMES takes names only, as in chat.example")]
    AddressForName(String),
    /// Not a name that a certificate can be had for in this way.
    #[error(
        "{0:?} in TEAHOUSE_ACME_NAMES is no name of a host, as in chat.example: without a port, \
         a path or a star"
    )]
    BadName(String),
    /// Not an address of a directory.
    #[error("TEAHOUSE_ACME_DIRECTORY must be an address that begins with https://, not {0}")]
    BadDirectory(String),
    /// The effective configuration cannot be printed.
    #[error("the configuration cannot be printed: {0}")]
    Unprintable(#[from] toml::ser::Error),
}
