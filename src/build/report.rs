//! What a build says: what became of each client and of the whole, or why there was none.

use crate::access::{AccessError, Locator};
use crate::diagnostics::Diagnostic;
use crate::write::{WriteError, Written};
use std::io;

/// What became of one client.
#[derive(Debug, Clone)]
pub struct Portal {
    /// The client's id.
    pub client: String,
    /// Where its portal stands.
    pub locator: Locator,
    /// What was done.
    pub outcome: Outcome,
    /// All that is to be said about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What was done for one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: its folder and its portal are as the last build left them.
    Fresh,
    /// It was built; the portal on disk is what the content says.
    Built(Written),
    /// It has errors. `kept` when an earlier portal stands.
    Failed {
        /// Whether an earlier portal stands.
        kept: bool,
    },
}

/// What happens during a build, told while it goes on.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// An access code was stretched, which takes its time.
    Stretched,
    /// A client is done.
    Done(&'a Portal),
}

/// What became of a build.
#[derive(Debug)]
pub struct Report {
    /// The clients, in order of their ids.
    pub portals: Vec<Portal>,
    /// Portals that were removed because their client is no longer there.
    pub removed: Vec<Locator>,
    /// What stands in the output folder and is not Keyfolio's.
    pub strangers: Vec<String>,
    /// What is to be said about the agency and the workspace.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why there was no build at all.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The agency or the theme has errors.
    #[error("the agency has errors")]
    Faulty(Vec<Diagnostic>),
    /// The secret cannot be used.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The output folder cannot be used.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The workspace cannot be looked at.
    #[error(transparent)]
    Io(#[from] io::Error),
}
