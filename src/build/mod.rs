//! The way through for a whole workspace: each client loaded, rendered and written, those that
//! did not change left out.
//!
//! [`Builder`] puts the stages in their order. What a build can leave out are the clients whose
//! input and output are as they were.
//!
//! A [`Print`] tells whether a tree of files changed without reading one of them, and the
//! [`Cache`] remembers the prints of the last build beside its diagnostics. Neither can change a
//! byte of any portal: at worst a client is built again that need not have been.

mod cache;
mod content;
mod digests;
mod doors;
mod gone;
mod ledger;
mod memory;
mod online;
mod portals;
mod print;
mod report;
mod sealing;
mod stages;

pub use cache::{Built, Cache, Cached, Prints};
pub use content::{Content, client_faults};
pub use doors::same_codes;
pub(crate) use ledger::LOOK_AHEAD;
pub(crate) use online::{MANIFEST_FILE, folder as online_folder};
pub use portals::{Builder, Options};
pub use print::{Clock, Print, Printer};
pub use report::{Event, Outcome, Portal, Report, Stop};
