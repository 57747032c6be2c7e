//! The bytes of every variant, fixed. A line that changes breaks clients in the field; new
//! variants add lines. `TEAHOUSE_WRITE_GOLDEN=1 cargo test -p shared golden` adds them.

use std::{fmt::Write, fs, path::PathBuf};

use serde::{Serialize, de::DeserializeOwned};
use shared::codec;

use crate::common::samples;

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// The lines of a golden file: bytes, then what they mean.
fn lines(name: &str) -> Vec<(Vec<u8>, String)> {
    let text = fs::read_to_string(golden(name)).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let parts = lines.map(|line| line.split_once(' ').unwrap());
    parts
        .map(|(bytes, meaning)| (unhex(bytes), meaning.to_owned()))
        .collect()
}

fn check<F>(name: &str, samples: &[F], decode: fn(&[u8]) -> Result<F, codec::CodecError>)
where
    F: codec::Encode + codec::Bounded + Serialize + PartialEq + std::fmt::Debug,
{
    let encoded = samples.iter().map(|frame| codec::encode(frame).unwrap());
    let expected: Vec<_> = encoded
        .zip(samples.iter().map(|frame| format!("{frame:?}")))
        .collect();
    let known = lines(name);
    if std::env::var_os("TEAHOUSE_WRITE_GOLDEN").is_some() {
        assert!(expected.starts_with(&known), "known lines must not change");
        let line = |(bytes, meaning): &(Vec<u8>, String)| format!("{} {meaning}\n", hex(bytes));
        let head = "# Frames of version 1. Lines are only ever added.\n";
        let text = expected.iter().map(line).collect::<String>();
        fs::write(golden(name), format!("{head}{text}")).unwrap();
        return;
    }
    assert_eq!(known, expected);
    for ((bytes, _), frame) in known.iter().zip(samples) {
        assert_eq!(decode(bytes).as_ref(), Ok(frame));
    }
}

#[test]
fn commands_keep_their_bytes() {
    check(
        "client.v1.txt",
        &samples::client_samples(),
        codec::decode_client,
    );
}

#[test]
fn server_frames_keep_their_bytes() {
    check(
        "server.v1.txt",
        &samples::server_samples(),
        codec::decode_server,
    );
}

/// Another crate of the same format reads our bytes and writes them again, unchanged: proof
/// that the codec can be replaced without changing a byte on the wire.
fn crosses<F: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    name: &str,
    samples: &[F],
) {
    use serde_wincode::SerdeCompat;
    use wincode::config::{Deserialize as _, Serialize as _};
    let config = wincode::config::Configuration::default().with_varint_encoding();
    let known = lines(name);
    assert_eq!(known.len(), samples.len());
    for ((bytes, _), sample) in known.iter().zip(samples) {
        let (version, body) = bytes.split_first().unwrap();
        assert_eq!(*version, codec::VERSION);
        let frame: F = SerdeCompat::<F>::deserialize(body, config).unwrap();
        assert_eq!(&frame, sample);
        let again = SerdeCompat::<F>::serialize(&frame, config);
        assert_eq!(again.unwrap(), body);
    }
}

#[test]
fn wincode_reads_and_writes_the_same_bytes() {
    crosses("client.v1.txt", &samples::client_samples());
    crosses("server.v1.txt", &samples::server_samples());
}
