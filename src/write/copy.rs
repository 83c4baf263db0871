//! Gets one file into a staging folder: linked, copied or written.

use super::compare::LARGE;
use super::swap::serve_file;
use crate::source_file::SourceFile;
use camino::Utf8Path;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// What the file system under the output has turned out not to be able to do, so that it is not
/// asked again for each of many thousand files.
#[derive(Debug)]
pub(super) struct Abilities {
    link: AtomicBool,
}

impl Default for Abilities {
    fn default() -> Self {
        Self { link: true.into() }
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
        let old = fs_err::File::open(old)?;
        // A large file is told by its time; see `compare`.
        let modified = old.metadata()?.modified();
        let new = pour(old, new)?;
        modified.map_or(Ok(()), |modified| new.set_modified(modified))
    }
}

/// Copies the client's or the agency's own file, which must be what was loaded and stay so
/// meanwhile. Never a link: who edits a file in place must not edit the portal.
pub(super) fn copy(source: &SourceFile, target: &Utf8Path) -> io::Result<()> {
    let file = source.open()?;
    let read = file.try_clone()?;
    let copy = pour(file, target)?;
    let metadata = read.metadata()?;
    source.check(&metadata)?;
    serve_file(target, &copy.metadata()?)?;
    match metadata.modified() {
        Ok(modified) if source.size() >= LARGE => copy.set_modified(modified),
        _ => Ok(()),
    }
}

/// Copies what `source` holds into the new file `target`, inside the kernel where it can; Btrfs
/// and XFS then share the blocks until one side changes.
fn pour(source: fs_err::File, target: &Utf8Path) -> io::Result<fs_err::File> {
    let target = fs_err::File::create_new(target)?;
    // The plain files: only of them does the standard library know that the kernel can do it.
    io::copy(&mut source.into_parts().0, &mut target.file())?;
    Ok(target)
}

/// Writes a page into a staging folder, where nothing has its name yet.
pub(super) fn write_new(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs_err::File::create_new(path)?;
    file.write_all(bytes)?;
    serve_file(path, &file.metadata()?)
}
