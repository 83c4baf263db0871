//! Portals in the browser while they are being made: the agency's own dashboard, and every portal
//! as it stands on disk, with a script that follows the content.
//!
//! [`Preview`] holds what is to be seen and takes each [`Step`](crate::watch::Step); [`listen`]
//! and [`serve`] show it on this machine alone. Nothing here is ever written to the output.

mod dashboard;
mod page;
mod server;
mod summary;
mod view;

pub use server::{listen, serve};
pub use view::{Preview, View};

use crate::load::Workspace;
use camino::Utf8PathBuf;

/// Where the preview of `workspace` keeps sealed portals as they were before.
#[must_use]
pub fn folder(workspace: &Workspace) -> Utf8PathBuf {
    workspace.root().join(".keyfolio/preview")
}
