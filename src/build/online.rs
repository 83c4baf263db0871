//! What is online, as far as this machine was told: a target's copies of each portal's manifest and
//! ledger, in `.keyfolio/online/<target>/<locator>/`.
//!
//! A machine that has not built what is online, as a CI job's, would begin to count anew, and would not
//! notice that somebody who had access is let in no more. `build --continue` asks the target first
//! (`publish::fetch_standing`); every later build on this machine remembers.

use crate::access::Locator;
use camino::{Utf8Path, Utf8PathBuf};
use std::io;

/// A sealed portal's manifest.
pub(crate) const MANIFEST_FILE: &str = crate::seal::Manifest::PATH;

/// The copies that there are.
#[derive(Debug)]
pub(super) struct Online {
    targets: Vec<Utf8PathBuf>,
}

impl Online {
    /// Those of the workspace at `root`.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn of(root: &Utf8Path) -> io::Result<Self> {
        let folder = folder(root);
        let mut targets = Vec::new();
        if fs_err::exists(&folder)? {
            for entry in fs_err::read_dir(&folder)? {
                targets.extend(Utf8PathBuf::from_path_buf(entry?.path()).ok());
            }
        }
        targets.sort();
        Ok(Self { targets })
    }

    /// Where copies of what the portal at `locator` has may stand.
    pub fn portals(&self, locator: &Locator) -> Vec<Utf8PathBuf> {
        self.targets.iter().map(|target| target.join(locator.as_str())).collect()
    }

    /// Whether some target has a portal there.
    pub fn has(&self, locator: &Locator) -> bool {
        self.portals(locator).iter().any(|portal| portal.is_dir())
    }

    /// What each target has of this name, where it has it.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn standing(&self, locator: &Locator, name: &str) -> io::Result<Vec<Vec<u8>>> {
        let mut found = Vec::new();
        for portal in self.portals(locator) {
            match fs_err::read(portal.join(name)) {
                Ok(bytes) => found.push(bytes),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}

/// Where the copies of a workspace's targets stand, a folder each.
pub(crate) fn folder(root: &Utf8Path) -> Utf8PathBuf {
    root.join(".keyfolio/online")
}
