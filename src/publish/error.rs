//! What can keep a publish from coming to its end.

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

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Io(_) => return None,
            Self::Target { error, .. } => match error.kind() {
                ErrorKind::PermissionDenied => "check the credentials in the environment: they are missing, wrong, \
                     expired, or may not do this on the target"
                    .to_owned(),
                ErrorKind::NotFound => "check the bucket's name, the region and the endpoint in `keyfolio.yaml`".to_owned(),
                ErrorKind::ConfigInvalid => "mend the target in `keyfolio.yaml`".to_owned(),
                ErrorKind::RateLimited => "wait a moment, or publish with a lower `--parallel`; what was uploaded is kept".to_owned(),
                _ => "publish again: it goes on where it stopped, and clients see the last whole state meanwhile".to_owned(),
            },
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

/// The first sentence of what the library says, without the request's details.
fn said(error: &opendal::Error) -> String {
    let words = match error.kind() {
        ErrorKind::PermissionDenied => "the target refuses access",
        ErrorKind::NotFound => "the target does not know the place",
        ErrorKind::RateLimited => "the target asks to slow down",
        ErrorKind::ConditionNotMatch | ErrorKind::Conflict => {
            "the target holds something else by now"
        }
        ErrorKind::Unsupported => "the target cannot do this",
        _ => return error.to_string().lines().next().unwrap_or_default().to_owned(),
    };
    words.to_owned()
}
