//! A regular file of the workspace, as it was when it was found.

use crate::stamp::Stamp;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::Metadata;
use std::io;

/// A file that was found inside its folder, and what it looked like then.
///
/// What is read of it, at any later stage, is that very file: whatever took its place since (a
/// link, another file, the same name below a folder that became a link) is refused. So no swap
/// between looking and reading brings another client's file into a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    path: Utf8PathBuf,
    stamp: Stamp,
}

impl SourceFile {
    /// The regular file at `path`; nothing when it is something else, also a link.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn find(path: &Utf8Path) -> io::Result<Option<Self>> {
        Ok(Self::of(path, &fs_err::symlink_metadata(path)?))
    }

    /// The file at `path` that has `metadata`; nothing when that is not a regular file's. The
    /// metadata must come from the path itself: what a folder's listing says of a file may be out
    /// of date on Windows.
    pub fn of(path: &Utf8Path, metadata: &Metadata) -> Option<Self> {
        let found = || Self { path: path.to_owned(), stamp: Stamp::of(metadata) };
        metadata.is_file().then(found)
    }

    /// Where it is.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// Length in bytes.
    pub fn size(&self) -> u64 {
        self.stamp.len
    }

    /// Opens it for reading. A link at its name is not followed, and nothing is waited for, as it
    /// would be at a pipe.
    ///
    /// # Errors
    /// When the operating system refuses, or it is no longer what was found; see
    /// [`changed`].
    pub fn open(&self) -> io::Result<fs_err::File> {
        let file = options().open(&self.path).map_err(|error| {
            // A link is refused by the system; what matters is that it is no file any more.
            let metadata = fs_err::symlink_metadata(&self.path);
            let other = metadata.is_ok_and(|metadata| !metadata.is_file());
            if other { self.changed() } else { error }
        })?;
        self.check(&file.metadata()?)?;
        Ok(file)
    }

    /// Whether `metadata`, of what [`SourceFile::open`] gave, is still that of the file found. To
    /// be asked again after reading: a file that was written to meanwhile was read in two states.
    ///
    /// # Errors
    /// When it is not; see [`changed`].
    pub fn check(&self, metadata: &Metadata) -> io::Result<()> {
        if metadata.is_file() && Stamp::of(metadata) == self.stamp {
            return Ok(());
        }
        Err(self.changed())
    }

    fn changed(&self) -> io::Error {
        changed_at(&self.path)
    }

    /// One that is nowhere, for tests that read nothing.
    #[cfg(test)]
    pub(crate) fn imagined(path: &str, size: u64) -> Self {
        let stamp = Stamp { len: size, modified: 0, changed: 0, inode: 0 };
        Self { path: path.into(), stamp }
    }

    pub(crate) fn stamp(&self) -> &Stamp {
        &self.stamp
    }
}

/// The file that `error` is about, when it says that a file is no longer what was found.
#[must_use]
pub fn changed(error: &io::Error) -> Option<&Utf8Path> {
    let changed: &Changed = error.get_ref()?.downcast_ref()?;
    Some(&changed.0)
}

/// The error that says so of the file at `path`.
pub(crate) fn changed_at(path: &Utf8Path) -> io::Error {
    io::Error::other(Changed(path.to_owned()))
}

#[derive(Debug, thiserror::Error)]
#[error("it changed while it was being read")]
struct Changed(Utf8PathBuf);

#[cfg(unix)]
fn options() -> fs_err::OpenOptions {
    use fs_err::os::unix::fs::OpenOptionsExt;
    use rustix::fs::OFlags;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut options = fs_err::OpenOptions::new();
    options.read(true).custom_flags(flags.bits().cast_signed());
    options
}

/// Elsewhere links need a privilege to be made, and there are no pipes in folders.
#[cfg(not(unix))]
fn options() -> fs_err::OpenOptions {
    let mut options = fs_err::OpenOptions::new();
    options.read(true);
    options
}

#[cfg(all(test, unix))]
mod tests {
    use super::{SourceFile, changed};
    use camino::Utf8Path;
    use std::os::unix::fs::symlink;

    #[test]
    fn only_regular_files_are_found() {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(guard.path()).unwrap();
        fs_err::write(root.join("a"), "a").unwrap();
        assert!(SourceFile::find(&root.join("a")).unwrap().is_some());
        symlink("a", root.join("link")).unwrap();
        assert!(SourceFile::find(&root.join("link")).unwrap().is_none());
        assert!(SourceFile::find(root).unwrap().is_none());
        let pipe = root.join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(SourceFile::find(&pipe).unwrap().is_none());
    }

    #[test]
    fn what_took_the_place_of_a_file_is_not_opened() {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(guard.path()).unwrap();
        for folder in ["acme", "other"] {
            fs_err::create_dir(root.join(folder)).unwrap();
            fs_err::write(root.join(folder).join("plan.pdf"), folder).unwrap();
        }
        let found = SourceFile::find(&root.join("acme/plan.pdf")).unwrap().unwrap();
        assert!(found.open().is_ok());

        // The folder becomes a link to the other client's.
        fs_err::rename(root.join("acme"), root.join("away")).unwrap();
        symlink("other", root.join("acme")).unwrap();
        assert_eq!(changed(&found.open().unwrap_err()), Some(found.path()));
        fs_err::remove_file(root.join("acme")).unwrap();
        fs_err::rename(root.join("away"), root.join("acme")).unwrap();
        assert!(found.open().is_ok());

        // The file becomes a link.
        fs_err::remove_file(root.join("acme/plan.pdf")).unwrap();
        symlink("../other/plan.pdf", root.join("acme/plan.pdf")).unwrap();
        assert_eq!(changed(&found.open().unwrap_err()), Some(found.path()));
    }

    #[test]
    fn a_file_written_over_while_it_is_read_is_noticed() {
        let guard = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(guard.path()).unwrap().join("film.mp4");
        fs_err::write(&path, "one").unwrap();
        let found = SourceFile::find(&path).unwrap().unwrap();
        let file = found.open().unwrap();
        found.check(&file.metadata().unwrap()).unwrap();
        fs_err::write(&path, "longer").unwrap();
        assert!(changed(&found.check(&file.metadata().unwrap()).unwrap_err()).is_some());
    }
}
