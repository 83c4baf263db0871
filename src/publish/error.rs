//! What can keep a publish from coming to its end.

use crate::remote::CertificateFault;
use opendal::ErrorKind;
use std::io;

/// Why nothing, or not everything, was published. Whatever it was, the next publish goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The output folder cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The target refused, or could not be reached.
    #[error("{what}: {}", said(.error))]
    Target {
        /// What was being done.
        what: String,
        /// What the target said.
        error: Box<opendal::Error>,
    },
    /// Another publisher changed the target meanwhile, or is doing so.
    #[error("another publish is at work on {}, until {} if it was killed", group_name(.group), clock(*.until))]
    Claimed {
        /// A locator; empty for the pages of the root.
        group: String,
        /// Until when it has said it would, in seconds since 1970.
        until: i64,
    },
    /// An inventory on the target is not what was put there.
    #[error("`{place}` on the target is not the inventory that was put there")]
    Inventory {
        /// Its path on the target.
        place: String,
    },
    /// An index or an inventory has no room for all of it.
    #[error("there are more files than one inventory can tell of")]
    TooMany,
    /// A file of the output folder changed while it was being published.
    #[error("`{path}` changed while it was being published")]
    Moved {
        /// The file.
        path: camino::Utf8PathBuf,
    },
}

impl PublishError {
    /// An error of the target, and what was being done when it came.
    pub(super) fn target(what: impl Into<String>) -> impl FnOnce(opendal::Error) -> Self {
        let what = what.into();
        move |error| Self::Target { what, error: Box::new(error) }
    }

    /// Whether a conditional write found something else than it was told.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self, Self::Target { error, .. } if matches!(error.kind(), ErrorKind::ConditionNotMatch | ErrorKind::Conflict | ErrorKind::AlreadyExists))
    }

    /// Whether the target does not let these credentials do it.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Target { error, .. } if error.kind() == ErrorKind::PermissionDenied)
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Io(_) => return None,
            Self::Target { error, .. } => Reason::of(error).help().to_owned(),
            Self::Claimed { .. } => "wait for it to end and publish again; nothing of it was overwritten".to_owned(),
            Self::Inventory { .. } => "publish with `--full`: it looks at what the target lists, and puts everything again that is in doubt".to_owned(),
            Self::TooMany => "split the client, or its files".to_owned(),
            Self::Moved { .. } => "let no build run while it is published, and publish again".to_owned(),
        })
    }
}

fn group_name(group: &str) -> String {
    if group.is_empty() { "the pages of the root".to_owned() } else { format!("`{group}`") }
}

fn clock(seconds: i64) -> String {
    let at = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    at.strftime("%H:%M UTC").to_string()
}

/// What the target said, in words for people.
fn said(error: &opendal::Error) -> String {
    let words = match Reason::of(error) {
        Reason::NoCredentials => "there are no credentials for the target",
        Reason::Expired => "the credentials have expired",
        Reason::Refused => "the target refuses access",
        Reason::Clock => "the target says that this machine's clock is wrong",
        Reason::UnknownHost => "no name server knows the target's host",
        Reason::Unreachable => "the target's host does not answer",
        Reason::NotFound => "the target does not know the place",
        Reason::NoBucket => "there is no such bucket",
        Reason::NoVersion => {
            "the target does not say which state of a file it gives (no `ETag`), so nothing would keep two publishers apart"
        }
        Reason::Certificate(fault) => return fault.to_string(),
        Reason::Busy => "the target asks to slow down",
        Reason::Altered => "what arrived is not what was sent",
        Reason::Other => match error.kind() {
            ErrorKind::ConditionNotMatch | ErrorKind::Conflict => {
                "the target holds something else by now"
            }
            ErrorKind::Unsupported => "the target cannot do this",
            _ => return first_cause(error),
        },
    };
    words.to_owned()
}

/// Why a target did not do what it was asked, as far as that tells people what to do.
#[derive(Debug, PartialEq, Eq)]
enum Reason {
    NoCredentials,
    Expired,
    Refused,
    Clock,
    UnknownHost,
    Unreachable,
    NotFound,
    NoBucket,
    NoVersion,
    Certificate(CertificateFault),
    Busy,
    Altered,
    Other,
}

/// Codes of S3, Azure and those that speak their protocols, and what they mean.
const CODES: [(&str, Reason); 13] = [
    ("ExpiredToken", Reason::Expired),
    ("TokenRefreshRequired", Reason::Expired),
    ("InvalidToken", Reason::Expired),
    ("RequestTimeTooSkewed", Reason::Clock),
    ("RequestExpired", Reason::Clock),
    ("Request date header too old", Reason::Clock),
    ("BadDigest", Reason::Altered),
    ("InvalidDigest", Reason::Altered),
    ("XAmzContentChecksumMismatch", Reason::Altered),
    ("XAmzContentSHA256Mismatch", Reason::Altered),
    ("Md5Mismatch", Reason::Altered),
    ("NoSuchBucket", Reason::NoBucket),
    ("ContainerNotFound", Reason::NoBucket),
];

impl Reason {
    fn of(error: &opendal::Error) -> Self {
        let text = format!("{error:?}");
        if let Some((_, reason)) = CODES.into_iter().find(|(code, _)| text.contains(code)) {
            return reason;
        }
        if text.contains("reqsign::") {
            return Self::NoCredentials;
        }
        if text.contains("dns error") {
            return Self::UnknownHost;
        }
        if let Some(fault) = CertificateFault::behind(error) {
            return Self::Certificate(fault);
        }
        if is_unconnected(error) {
            return Self::Unreachable;
        }
        match error.kind() {
            ErrorKind::PermissionDenied => Self::Refused,
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::ConfigInvalid if error.message().starts_with("if_not_changed") => {
                Self::NoVersion
            }
            ErrorKind::RateLimited => Self::Busy,
            _ => Self::Other,
        }
    }

    fn help(&self) -> &'static str {
        match self {
            Self::NoCredentials => {
                "set them in the environment (for S3 `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, for Google \
                 `GOOGLE_APPLICATION_CREDENTIALS`, for Azure `AZBLOB_ACCOUNT_NAME` and `AZBLOB_ACCOUNT_KEY`), or \
                 sign in with the provider's own tool"
            }
            Self::Expired => "get new ones and publish again: it goes on where it stopped",
            Self::Refused => {
                "check the credentials in the environment: they are missing, wrong, expired, or may \
                 not do this on the target"
            }
            Self::Clock => "set the clock of this machine, and publish again",
            Self::UnknownHost => {
                "check the address in `keyfolio.yaml` and the connection to the internet"
            }
            Self::Unreachable => {
                "check the address in `keyfolio.yaml` and the connection, and publish again"
            }
            Self::NotFound | Self::NoBucket => {
                "check the bucket's name, the region and the endpoint in `keyfolio.yaml`"
            }
            Self::NoVersion => {
                "publish to the storage itself: a proxy between may take the header out of its answers"
            }
            Self::Certificate(_) => {
                "let it show one for this name, in its time, with the whole chain; where a company's own authority signs it, let this machine trust that (docs/publishing.md)"
            }
            Self::Busy => {
                "wait a moment, or publish with a lower `--parallel`; what was uploaded is kept"
            }
            Self::Altered | Self::Other => {
                "publish again: it goes on where it stopped, and clients see the last whole state meanwhile"
            }
        }
    }
}

fn causes(error: &opendal::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(std::error::Error::source(error), |cause| cause.source())
}

/// Whether there was no connection to the host at all.
fn is_unconnected(error: &opendal::Error) -> bool {
    let mut requests = causes(error).filter_map(|cause| cause.downcast_ref::<reqwest::Error>());
    requests.any(reqwest::Error::is_connect)
}

/// What was at the bottom of it, without the request's details.
fn first_cause(error: &opendal::Error) -> String {
    let mut causes =
        std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    match causes.by_ref().last() {
        Some(cause) => cause.to_string(),
        None => error.message().lines().next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_is_refused_is_no_fault_of_the_connection() {
        let refused = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        let error = opendal::Error::new(ErrorKind::Unexpected, "send http request");
        let error = PublishError::target("the target cannot be read")(
            error.set_source(io::Error::other(refused)),
        );
        assert_eq!(
            error.to_string(),
            "the target cannot be read: the host's certificate was refused: it was signed by nobody whom this \
             machine trusts"
        );
        assert!(error.help().is_some_and(|help| help.contains("authority")));
    }
}
