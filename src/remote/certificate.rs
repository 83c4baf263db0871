//! Why a host's certificate is refused, in words: that is no fault of the connection, and mended elsewhere.

use rustls::CertificateError;
use rustls::pki_types::UnixTime;
use std::error::Error;
use std::io;

/// The certificate that a host showed is not one that it can be trusted by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the host's certificate was refused: {0}")]
pub struct CertificateFault(String);

impl CertificateFault {
    /// The one that is behind an error, if it is one.
    #[must_use]
    pub fn behind(error: &(dyn Error + 'static)) -> Option<Self> {
        std::iter::successors(Some(error), |&error| error.source()).find_map(|error| {
            if let Some(fault) = error.downcast_ref::<Self>() {
                return Some(fault.clone());
            }
            if let Some(rustls::Error::InvalidCertificate(fault)) = error.downcast_ref() {
                return Some(Self(words(fault)));
            }
            // What is inside of an I/O error is not its source: only the source of what is inside is.
            Self::behind(error.downcast_ref::<io::Error>()?.get_ref()?)
        })
    }
}

fn words(fault: &CertificateError) -> String {
    match fault {
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("it expired on {}", day(*not_after))
        }
        CertificateError::Expired => "it has expired".to_owned(),
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("it is valid only from {} on", day(*not_before))
        }
        CertificateError::NotValidYet => "it is not valid yet".to_owned(),
        CertificateError::NotValidForNameContext { expected, .. } => {
            format!("it is another host's, and not that of `{}`", expected.to_str())
        }
        CertificateError::NotValidForName => "it is another host's".to_owned(),
        CertificateError::UnknownIssuer => {
            "it was signed by nobody whom this machine trusts".to_owned()
        }
        CertificateError::Revoked => "it was revoked".to_owned(),
        other => other.to_string(),
    }
}

fn day(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    let at = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::MAX);
    at.strftime("%F").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::ServerName;
    use std::time::Duration;

    fn said(fault: CertificateError) -> String {
        let deep = io::Error::other(io::Error::other(rustls::Error::InvalidCertificate(fault)));
        CertificateFault::behind(&deep).expect("it is one").to_string()
    }

    fn at(seconds: u64) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    }

    #[test]
    fn each_reason_in_words() {
        let begin = "the host's certificate was refused: ";
        let (time, day) = (at(1_795_350_000), at(1_577_836_800));
        let expected = ServerName::try_from("a.example").unwrap();
        for (fault, words) in [
            (CertificateError::ExpiredContext { time, not_after: day }, "it expired on 2020-01-01"),
            (
                CertificateError::NotValidYetContext { time: day, not_before: time },
                "it is valid only from 2026-11-22 on",
            ),
            (
                CertificateError::NotValidForNameContext { expected, presented: Vec::new() },
                "it is another host's, and not that of `a.example`",
            ),
            (CertificateError::UnknownIssuer, "it was signed by nobody whom this machine trusts"),
            (CertificateError::BadEncoding, "BadEncoding"),
        ] {
            assert_eq!(said(fault), format!("{begin}{words}"));
        }
    }

    #[test]
    fn another_fault_is_none() {
        assert_eq!(CertificateFault::behind(&io::Error::other("a")), None);
        assert_eq!(CertificateFault::behind(&io::Error::other(rustls::Error::DecryptError)), None);
    }
}
