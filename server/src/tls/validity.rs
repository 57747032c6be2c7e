//! Until when a certificate is good. The library that shows certificates to browsers need not know.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use rustls::pki_types::{CertificateDer, pem::PemObject};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Until when the certificate in use is good, for whoever shows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Validity(Arc<AtomicI64>);

impl Validity {
    /// What is in this file is in use now.
    pub fn read(&self, chain: &Path) {
        self.learn(&std::fs::read(chain).unwrap_or_default());
    }

    /// The first certificate in this text is in use now, if there is one.
    pub fn learn(&self, pem: &[u8]) {
        let day = CertificateDer::from_pem_slice(pem).ok();
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
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    Some(certificate.validity().not_after.timestamp().div_euclid(DAY))
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
