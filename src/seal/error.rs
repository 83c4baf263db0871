//! What can be wrong with a sealed portal, and what can stop one from being made.

use super::code::CodeFault;
use crate::source_file::{changed, changed_at};
use camino::Utf8PathBuf;
use std::fmt;
use std::io;

/// What is wrong with one file of a portal.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It is not there.
    #[error("it is not there")]
    Missing,
    /// It is of a later version of the format.
    #[error(
        "it is of version {0} of the format, and this program reads version 1 only: get a newer one"
    )]
    Version(u64),
    /// It is shorter or longer than anything that was sealed, or than it may be.
    #[error("its length is not that of anything that was sealed")]
    Length,
    /// It was sealed under another key, for another place, or its head was altered.
    #[error("it was not sealed with this key for this place, or its beginning was altered")]
    Commitment,
    /// A chunk is not what was sealed.
    #[error("a part of it was altered, cut off, or moved")]
    Tag,
    /// The padding is not zeros up to the length that it must have.
    #[error("its padding is not what it must be")]
    Padding,
    /// What it holds is not of the length that the manifest says.
    #[error("what it holds is not of the length that the manifest says")]
    Size,
    /// What it holds is compressed, but badly, or comes to more than it may.
    #[error("what it holds does not inflate, or comes to more than it may")]
    Inflate,
    /// It is not the JSON that it must be.
    #[error("it is not the JSON that it must be: {0}")]
    Json(#[from] serde_json::Error),
    /// A value breaks a rule of `docs/format.md`.
    #[error("{0}")]
    Rule(&'static str),
    /// It cannot be read or written.
    #[error(transparent)]
    Io(io::Error),
}

impl Fault {
    /// What kind of fault it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Missing => Kind::Missing,
            Self::Version(_) => Kind::Outdated,
            Self::Io(_) => Kind::Io,
            _ => Kind::Damaged,
        }
    }
}

/// The kinds of faults that a person can do something different about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// There is no portal.
    NoPortal,
    /// The link or code is not, or no longer, one of this portal.
    NotAdmitted,
    /// A file of the portal is not there.
    Missing,
    /// The portal is of a later version than this program.
    Outdated,
    /// A file of the portal is not what was sealed.
    Damaged,
    /// A file could not be read or written: the portal is not to blame.
    Io,
}

/// A fault that came through a `Read` as it was, and any other error of it.
impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(fault) => fault,
            Err(error) => Self::Io(error),
        }
    }
}

/// So that a fault can go through a `Read`; [`Fault::from`] gets it out again.
impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Io(error) => error,
            fault => Self::new(io::ErrorKind::InvalidData, fault),
        }
    }
}

/// Which file of a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// `header.json`.
    Header,
    /// The slot that the link or code leads to.
    Slot,
    /// `manifest`.
    Manifest,
    /// The object of the entry with this path.
    Object(String),
    /// The door that the code leads to.
    Door,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("the portal's `header.json`"),
            Self::Slot => f.write_str("the slot of this link or code"),
            Self::Manifest => f.write_str("the portal's `manifest`"),
            Self::Object(path) => write!(f, "the object of `{path}`"),
            Self::Door => f.write_str("the door of this code"),
        }
    }
}

/// Why a portal, or one entry of it, cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no portal.
    #[error("there is no portal here: no `header.json`")]
    NoPortal,
    /// No slot, or no door, has the name that the link or code leads to.
    #[error("this link or code does not open this portal: it is wrong, or it was taken back")]
    NotAdmitted,
    /// The portal asks for a link secret, and none was given.
    #[error("this portal opens with a private link: give the whole link, with what follows `#`")]
    LinkNeeded,
    /// The portal asks for a code, and none was given.
    #[error("this portal opens with an access code: give the code")]
    CodeNeeded,
    /// The code cannot be one.
    #[error(transparent)]
    Code(#[from] CodeFault),
    /// The entry is not in the portal.
    #[error("there is no `{0}` in this portal")]
    NoEntry(String),
    /// A file of the portal was refused.
    #[error("{part} was refused: {fault}")]
    Refused {
        /// Which.
        part: Part,
        /// What is wrong with it.
        #[source]
        fault: Fault,
    },
    /// A file of the portal cannot be had, or its content cannot be kept.
    #[error("{part}: {error}")]
    Io {
        /// Which.
        part: Part,
        /// Why.
        #[source]
        error: io::Error,
    },
}

impl OpenError {
    /// What kind of fault it is; `None` where nothing is wrong with the portal.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::NoPortal => Some(Kind::NoPortal),
            Self::NotAdmitted => Some(Kind::NotAdmitted),
            Self::Refused { fault, .. } => Some(fault.kind()),
            Self::Io { .. } => Some(Kind::Io),
            _ => None,
        }
    }
}

/// Puts the part to a fault.
pub(super) fn refused(part: Part) -> impl FnOnce(Fault) -> OpenError {
    move |fault| match (part, fault) {
        (Part::Header, Fault::Missing) => OpenError::NoPortal,
        (Part::Slot | Part::Door, Fault::Missing) => OpenError::NotAdmitted,
        (part, Fault::Io(error)) => OpenError::Io { part, error },
        (part, fault) => OpenError::Refused { part, fault },
    }
}

impl From<io::Error> for SealError {
    fn from(error: io::Error) -> Self {
        match changed(&error) {
            Some(path) => Self::Changed { path: path.to_owned() },
            None => Self::Io(error),
        }
    }
}

/// So that an object can be written like any other file.
impl From<SealError> for io::Error {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Io(error) => error,
            SealError::Changed { path } => changed_at(&path),
            error => Self::other(error),
        }
    }
}

/// Why a portal cannot be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The operating system refused; its words name the path.
    #[error(transparent)]
    Io(io::Error),
    /// A file changed between being looked at and being sealed.
    #[error("`{path}` changed while its portal was being sealed: build again")]
    Changed {
        /// The file.
        path: Utf8PathBuf,
    },
    /// The entry to show first is not in the site.
    #[error("the portal has no `{0}` to begin with")]
    NoStart(String),
    /// Something is longer than the format allows.
    #[error("{what} comes to {size} bytes, and the sealed format allows {limit}")]
    TooLong {
        /// What, in words.
        what: &'static str,
        /// Its length.
        size: u64,
        /// The limit.
        limit: u64,
    },
}
