use clap::Parser;

use super::*;

fn load(flags: &[&str]) -> Result<Config, ConfigError> {
    let arguments = ["teahouse"].iter().chain(flags);
    Config::load(Flags::try_parse_from(arguments).unwrap())
}

#[test]
fn a_flag_counts_more_than_the_file_and_the_file_more_than_the_default() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("teahouse.toml");
    std::fs::write(&path, "data = '/from/file'\nlisten = '[::1]:1'\n").unwrap();
    let file = path.to_str().unwrap();
    let config = load(&["--config", file, "--listen", "127.0.0.1:9"]).unwrap();
    assert_eq!(config.listen.port(), 9);
    assert_eq!(config.data, PathBuf::from("/from/file"));
    assert_eq!(config.shutdown_s, 10);
}

#[test]
fn a_setting_that_does_not_exist_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("teahouse.toml");
    std::fs::write(&path, "lisen = '[::1]:1'\n").unwrap();
    let error = load(&["--config", path.to_str().unwrap()]).unwrap_err();
    assert!(error.to_string().contains("lisen"), "{error}");
}

#[test]
fn a_set_up_token_is_long_and_is_never_printed() {
    let short = load(&["--setup-token", "short"]).unwrap_err();
    assert!(matches!(short, ConfigError::ShortToken));
    assert_eq!(load(&["--setup-token", ""]).unwrap().setup_token, None);
    let token = "a-token-that-is-long-enough";
    let config = load(&["--setup-token", token]).unwrap();
    assert_eq!(config.setup_token.as_deref(), Some(token));
    assert!(!config.to_toml().unwrap().contains(token));
}

#[test]
fn an_outbox_holds_whatever_is_sent_as_a_whole() {
    let small = load(&["--outbox-bytes", "131071"]).unwrap_err();
    assert!(matches!(small, ConfigError::SmallOutbox), "{small}");
    let least = load(&["--outbox-bytes", "131072"]).unwrap();
    assert_eq!(least.outbox_bytes, 131_072);
}

#[test]
fn a_certificate_comes_from_one_place() {
    let files = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];
    let asked = [
        "--acme-names",
        "chat.example,tea.example",
        "--acme-contact",
        "you@chat.example",
    ];
    let source = |flags: &[&str]| load(flags).and_then(|config| config.certificate());
    assert!(matches!(source(&[]), Ok(None)));
    assert!(matches!(source(&files), Ok(Some(Source::Files(_)))));
    let acme = source(&asked).unwrap().unwrap();
    assert!(matches!(acme, Source::Acme(acme) if acme.names.len() == 2));
    let both = load(&[files, asked].concat()).unwrap_err();
    assert!(matches!(both, ConfigError::TwoCertificates), "{both}");
    let alone = load(&asked[..2]).unwrap_err();
    assert!(matches!(alone, ConfigError::NoContact), "{alone}");
}

#[test]
fn proxies_are_addresses_or_networks() {
    let config = load(&["--trusted-proxies", "127.0.0.1,10.0.0.0/8,::1"]).unwrap();
    let printed: Vec<_> = config.trusted_proxies.iter().map(Network::net).collect();
    let nets = ["127.0.0.1/32", "10.0.0.0/8", "::1/128"];
    assert!(printed.into_iter().eq(nets.map(|net| net.parse().unwrap())));
}

#[test]
fn the_printed_configuration_can_be_read_again() {
    let printed = Config::default().to_toml().unwrap();
    let settings: Settings = toml::from_str(&printed).unwrap();
    assert_eq!(settings.outbox_bytes, Some(1024 * 1024));
}
