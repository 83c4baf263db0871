//! Gets one file into a staging folder: linked, cloned, copied or written.

use super::WriteError;
use super::compare::LARGE;
use super::swap::serve_file;
use crate::stamp::Stamp;
use camino::Utf8Path;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// What the file system under the output has turned out not to be able to do, so that it is not
/// asked again for each of many thousand files.
#[derive(Debug)]
pub(super) struct Abilities {
    link: AtomicBool,
    clone: AtomicBool,
}

impl Default for Abilities {
    fn default() -> Self {
        Self { link: true.into(), clone: true.into() }
    }
}

impl Abilities {
    /// Takes a file over from the old portal: a hard link, or a copy where there are none.
    pub(super) fn keep(&self, old: &Utf8Path, new: &Utf8Path) -> io::Result<()> {
        if self.link.load(Ordering::Relaxed) {
            match fs_err::hard_link(old, new) {
                Ok(()) => return Ok(()),
                Err(_) => self.link.store(false, Ordering::Relaxed),
            }
        }
        let modified = fs_err::metadata(old)?.modified();
        self.duplicate(old, new)?;
        if let Ok(modified) = modified {
            // A large file is told by its time; see `compare`.
            fs_err::OpenOptions::new().write(true).open(new)?.set_modified(modified)?;
        }
        Ok(())
    }

    /// Copies the client's or the agency's own file, which must be `size` long and stay as it is
    /// meanwhile. Never a link: who edits a file in place must not edit the portal.
    pub(super) fn copy(
        &self,
        source: &Utf8Path,
        size: u64,
        target: &Utf8Path,
    ) -> Result<(), WriteError> {
        let changed = || WriteError::Changed { path: source.to_owned() };
        // What was loaded was no link. One that took its place since may lead to another client's
        // file; one that comes and goes meanwhile moves the file's ctime.
        let before = fs_err::symlink_metadata(source)?;
        if !before.is_file() {
            return Err(changed());
        }
        self.duplicate(source, target)?;
        let (after, copied) = (fs_err::symlink_metadata(source)?, fs_err::metadata(target)?);
        if Stamp::of(&before) != Stamp::of(&after) || copied.len() != size {
            return Err(changed());
        }
        serve_file(target, &copied)?;
        if size >= LARGE
            && let Ok(modified) = before.modified()
        {
            fs_err::OpenOptions::new().write(true).open(target)?.set_modified(modified)?;
        }
        Ok(())
    }

    /// Clones (Btrfs, XFS, APFS: shares the blocks until one side changes), or else copies
    /// inside the kernel where it can.
    fn duplicate(&self, source: &Utf8Path, target: &Utf8Path) -> io::Result<()> {
        if self.clone.load(Ordering::Relaxed) {
            match reflink_copy::reflink(source, target) {
                Ok(()) => return Ok(()),
                Err(_) => self.clone.store(false, Ordering::Relaxed),
            }
        }
        fs_err::copy(source, target)?;
        Ok(())
    }
}

/// Writes a page into a staging folder, where nothing has its name yet.
pub(super) fn write_new(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs_err::File::create_new(path)?;
    file.write_all(bytes)?;
    serve_file(path, &file.metadata()?)
}
