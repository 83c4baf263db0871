//! Opens a file that was found, if it is still what it was: a regular file, and not a link that
//! took its place since.

use camino::Utf8Path;
use std::io;

/// Opens the regular file at `disk` for reading. A link at its name is not followed, and nothing
/// is waited for, as it would be at a pipe.
pub(super) fn open(disk: &Utf8Path) -> io::Result<fs_err::File> {
    let file = options().open(disk)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(io::Error::other("it is not a regular file"))
}

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
    use super::open;
    use camino::Utf8Path;

    #[test]
    fn what_took_the_place_of_a_file_is_not_opened() {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(guard.path()).unwrap();
        fs_err::write(root.join("a"), "a").unwrap();
        assert!(open(&root.join("a")).is_ok());
        std::os::unix::fs::symlink("a", root.join("link")).unwrap();
        assert!(open(&root.join("link")).is_err());
        assert!(open(root).is_err());
        let pipe = root.join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(open(&pipe).is_err());
    }
}
