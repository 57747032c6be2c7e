//! What it takes to ask for a certificate.

use std::net::IpAddr;

use rustls::pki_types::DnsName;

use super::{Config, ConfigError};
use crate::tls::Acme;

/// Let's Encrypt.
pub(super) const DIRECTORY: &str = "https://acme-v02.api.letsencrypt.org/directory";

/// Where certificates are kept, below the folder of the database.
const FOLDER: &str = "acme";

/// Whom to ask for a certificate, and for what; `None` where none is to be asked for.
pub(super) fn acme(config: &Config) -> Result<Option<Acme>, ConfigError> {
    let names = given(&config.acme_names);
    let contact = config.acme_contact.iter().find_map(|text| some(text));
    let directory = config.acme_directory.trim();
    if names.is_empty() {
        let is_meant = contact.is_some() || config.acme_root.is_some() || directory != DIRECTORY;
        return match is_meant {
            true => Err(ConfigError::NoNames),
            false => Ok(None),
        };
    }
    if !directory.starts_with("https://") {
        return Err(ConfigError::BadDirectory(directory.to_owned()));
    }
    Ok(Some(Acme {
        names: names.into_iter().map(name).collect::<Result<_, _>>()?,
        contact: mail(contact.ok_or(ConfigError::NoContact)?),
        directory: directory.to_owned(),
        root: config.acme_root.clone(),
        folder: config.data.join(FOLDER),
    }))
}

/// An empty variable is one that was not set.
fn given(texts: &[String]) -> Vec<&str> {
    texts.iter().filter_map(|text| some(text)).collect()
}

fn some(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn name(text: &str) -> Result<String, ConfigError> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    if bare.parse::<IpAddr>().is_ok() {
        return Err(ConfigError::AddressForName(text.to_owned()));
    }
    let is_name = DnsName::try_from(text).is_ok() && !text.ends_with('.');
    match is_name {
        // As browsers ask for it.
        true => Ok(text.to_ascii_lowercase()),
        false => Err(ConfigError::BadName(text.to_owned())),
    }
}

/// As an address, which may also be one of another kind.
fn mail(contact: &str) -> String {
    match contact.contains(':') {
        true => contact.to_owned(),
        false => format!("mailto:{contact}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(names: &[&str], contact: Option<&str>) -> Config {
        Config {
            acme_names: names.iter().map(|&name| name.to_owned()).collect(),
            acme_contact: contact.map(str::to_owned),
            ..Config::default()
        }
    }

    const CONTACT: Option<&str> = Some("you@chat.example");

    #[test]
    fn names_and_a_contact_are_enough() {
        let asked = acme(&with(&["chat.example", " Tea.Example "], CONTACT));
        let asked = asked.unwrap().unwrap();
        assert_eq!(asked.names, ["chat.example", "tea.example"]);
        assert_eq!(asked.contact, "mailto:you@chat.example");
        assert_eq!(asked.directory, DIRECTORY);
        assert_eq!(asked.folder, Config::default().data.join("acme"));
    }

    #[test]
    fn nothing_is_asked_for_where_nothing_is_set() {
        for names in [&[][..], &[""]] {
            assert!(acme(&with(names, None)).unwrap().is_none());
            assert!(acme(&with(names, Some(""))).unwrap().is_none());
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        for contact in [None, Some(""), Some(" ")] {
            let refused = acme(&with(&["chat.example"], contact)).unwrap_err();
            assert!(matches!(refused, ConfigError::NoContact));
        }
        let refused = acme(&with(&[], CONTACT)).unwrap_err();
        assert!(matches!(refused, ConfigError::NoNames));
        let elsewhere = Config {
            acme_directory: "https://ca.example/dir".to_owned(),
            ..Config::default()
        };
        assert!(matches!(acme(&elsewhere), Err(ConfigError::NoNames)));
    }

    #[test]
    fn addresses_stars_and_urls_are_no_names() {
        for address in ["203.0.113.9", "2001:db8::1", "[2001:db8::1]"] {
            let refused = acme(&with(&["chat.example", address], CONTACT)).unwrap_err();
            assert!(
                matches!(refused, ConfigError::AddressForName(_)),
                "{address}"
            );
            assert!(refused.to_string().contains("is an IP address"));
        }
        for other in [
            "*.chat.example",
            "https://chat.example",
            "chat.example:443",
            "chat.example.",
            "chat example",
            "茶馆.example",
        ] {
            let refused = acme(&with(&[other], CONTACT)).unwrap_err();
            assert!(matches!(refused, ConfigError::BadName(_)), "{other}");
        }
    }

    #[test]
    fn a_directory_is_asked_over_tls() {
        let clear = Config {
            acme_directory: "http://ca.example/dir".to_owned(),
            ..with(&["chat.example"], CONTACT)
        };
        assert!(matches!(acme(&clear), Err(ConfigError::BadDirectory(_))));
    }
}
