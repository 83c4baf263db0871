//! Looks from outside whether what is online is what was published, and nothing more.
//!
//! The last stage, and one that changes nothing. A [`Verifier`] compares a target with its own sealed
//! inventories and with what the workspace says of its clients; a [`Site`] is the same target as
//! clients reach it, over HTTP. [`address`] needs no secret: it looks at one portal, or at one agency's
//! front page, as a stranger could. [`opened`] opens a portal as a person does.
//!
//! All of them say what they found to [`Findings`]: what is wrong, where, and the mend. What they judge by
//! is in modules without any reading: `headers` knows what a host should say with a file, `page`
//! what a page of ours loads, `access` who should get in.

mod access;
mod address;
mod clients;
mod finding;
mod headers;
mod opened;
mod page;
mod root;
mod site;
mod target;

pub use address::address;
pub use clients::Clients;
pub use finding::{Code, Finding, Findings, Place, Severity};
pub use opened::opened;
pub use site::Site;
pub use target::Verifier;

/// Who is told how far it is.
pub trait Progress: Sync {
    /// So many files more are to be looked at.
    fn found(&self, files: usize);
    /// One was, of so many bytes.
    fn done(&self, bytes: u64);
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Portals.
    pub portals: usize,
    /// Files.
    pub files: usize,
    /// Bytes.
    pub bytes: u64,
}

impl Totals {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            portals: self.portals + other.portals,
            files: self.files + other.files,
            bytes: self.bytes + other.bytes,
        }
    }
}
