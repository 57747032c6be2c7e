//! Until when a certificate is good. The library that shows certificates to browsers need not
//! know, and one that reads all of them would bring a dozen others: this reads the one field
//! (RFC 5280, section 4.1) and gives up on whatever looks different.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use rustls::pki_types::{CertificateDer, pem::PemObject};
use time::{Date, Month};

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The first of January 1970, as a Julian day.
const EPOCH: i32 = 2_440_588;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Until when the certificate in use is good, for whoever shows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Validity(Arc<AtomicI64>);

impl Validity {
    /// Another certificate is in use.
    pub fn read(&self, chain: &Path) {
        let day = CertificateDer::from_pem_file(chain).ok();
        let day = day.and_then(|certificate| last_day(&certificate));
        self.0.store(day.unwrap_or_default(), Ordering::Relaxed);
    }

    /// Whole days that are left at a time in seconds since 1970; less than none where it is over.
    /// `None` where there is no certificate, or none that says.
    pub fn days_left(&self, now: u64) -> Option<i64> {
        let today = i64::try_from(now).ok()?.div_euclid(DAY);
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            day => day.checked_sub(today),
        }
    }
}

/// The last day of a certificate, counted from 1970.
fn last_day(certificate: &[u8]) -> Option<i64> {
    let (certificate, _) = part(certificate, SEQUENCE)?;
    let (mut body, _) = part(certificate, SEQUENCE)?;
    if let Some((_, rest)) = part(body, VERSION) {
        body = rest;
    }
    // Its number, how it is signed, and by whom.
    for tag in [INTEGER, SEQUENCE, SEQUENCE] {
        body = part(body, tag)?.1;
    }
    let (validity, _) = part(body, SEQUENCE)?;
    let (_, end) = any_part(validity)?;
    part(end, UTC_TIME)
        .and_then(|(text, _)| day(text, 2))
        .or_else(|| part(end, GENERALIZED_TIME).and_then(|(text, _)| day(text, 4)))
}

/// What a part holds, if it is of this kind, and what follows it.
fn part(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    (bytes.first() == Some(&tag)).then(|| any_part(bytes))?
}

/// What a part holds, and what follows it.
fn any_part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (_, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match usize::from(*first) {
        short @ ..0x80 => (short, rest),
        long => {
            let (digits, rest) = rest.split_at_checked(long.checked_sub(0x80)?)?;
            let add = |sum: usize, byte: &u8| sum.checked_mul(256)?.checked_add((*byte).into());
            (digits.iter().try_fold(0, add)?, rest)
        }
    };
    rest.split_at_checked(length)
}

/// The day of a time such as `261121180000Z`, whose year has this many digits.
fn day(text: &[u8], digits: usize) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i32>().ok();
    let month = digits.checked_add(2)?;
    let year = number(0, digits)?;
    let year = match (digits, year) {
        (2, ..50) => year.checked_add(2_000)?,
        (2, _) => year.checked_add(1_900)?,
        _ => year,
    };
    let of_year = u8::try_from(number(digits, month)?).ok()?;
    let of_month = u8::try_from(number(month, month.checked_add(2)?)?).ok()?;
    let date = Date::from_calendar_date(year, Month::try_from(of_year).ok()?, of_month).ok()?;
    let since = date.to_julian_day().checked_sub(EPOCH)?;
    Some(i64::from(since))
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::*;

    fn until(year: i32, month: u8, of_month: u8) -> Vec<u8> {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_after = date_time_ymd(year, month, of_month);
        let key = KeyPair::generate().unwrap();
        params.self_signed(&key).unwrap().der().to_vec()
    }

    #[test]
    fn the_last_day_is_read_from_any_certificate() {
        assert_eq!(last_day(&until(2027, 1, 20)), Some(20_838));
        assert_eq!(last_day(&until(2049, 12, 31)), Some(29_219));
        assert_eq!(
            last_day(&until(2050, 1, 1)),
            Some(29_220),
            "the other way to write it"
        );
        assert_eq!(last_day(&until(4096, 1, 1)), Some(776_506));
    }

    #[test]
    fn what_is_no_certificate_says_nothing() {
        let good = until(2027, 1, 20);
        for end in 0..good.len() {
            assert_eq!(last_day(&good[..end]), None, "{end}");
        }
        for place in 0..120 {
            let mut bad = good.clone();
            bad[place] = 0xff;
            let _ = last_day(&bad);
        }
        assert_eq!(last_day(b"\x30\x84\xff\xff\xff\xff"), None);
    }

    #[test]
    fn days_are_counted_from_today() {
        let folder = tempfile::tempdir().unwrap();
        let chain = folder.path().join("cert.pem");
        let validity = Validity::default();
        assert_eq!(validity.days_left(0), None, "there is none");
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_after = date_time_ymd(2027, 1, 20);
        std::fs::write(&chain, params.self_signed(&key).unwrap().pem()).unwrap();
        validity.read(&chain);
        let noon = |day: u64| day * 86_400 + 43_200;
        assert_eq!(validity.days_left(noon(20_777)), Some(61));
        assert_eq!(validity.days_left(noon(20_838)), Some(0));
        assert_eq!(validity.days_left(noon(20_839)), Some(-1));
        std::fs::write(&chain, "no certificate").unwrap();
        validity.read(&chain);
        assert_eq!(validity.days_left(noon(20_777)), None);
    }
}
