//! New content: a whole agency (`keyfolio init`), and a client, a project, an update or a
//! deliverable in one that is there (`keyfolio new`).
//!
//! Everything is made under a hidden name beside its place and then renamed, so a thing is there
//! whole or not at all. Nothing that a person wrote is ever overwritten; `access.yaml`, which
//! `keyfolio revoke` and `keyfolio rotate` write, is replaced. Only `cli` calls this; the stages of a
//! build neither read nor need it.

mod access;
mod agency;
mod client;
mod deliverable;
mod error;
mod id;
mod project;
mod put;
mod schemas;
mod theme;
mod update;
mod yaml;

pub use access::AccessFiles;
pub use agency::{Agency, init};
pub use client::{NewClient, client};
pub use deliverable::{NewDeliverable, deliverable};
pub use error::ScaffoldError;
pub use project::{NewProject, project};
pub use schemas::write_schemas;
pub use theme::copy_theme;
pub use update::{NewUpdate, update};

/// Makes a file that holds a secret, whole and for its owner's eyes only (on Unix).
///
/// # Errors
/// When there is one already, or the operating system refuses.
pub fn private_file(path: &camino::Utf8Path, bytes: &[u8]) -> Result<(), ScaffoldError> {
    put::private(path, "choose another name, or delete it first", bytes)
}
