//! What the file system under the output folder can do, for `keyfolio doctor`.

use super::swap::STAGING;
use camino::{Utf8Path, Utf8PathBuf};
use std::io;

/// What the file system under a folder can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// Bytes that may still be written.
    pub free: u64,
    /// A file can have two names: what did not change is linked and not copied.
    pub hard_links: bool,
    /// `a` and `A` are two names.
    pub case_sensitive: bool,
}

/// Tries what can be done in `dir`, or in the nearest folder above it that is there, with files
/// that are gone again afterwards.
///
/// # Errors
/// When nothing can be written there.
pub fn probe(dir: &Utf8Path) -> io::Result<Abilities> {
    let there = dir.ancestors().find(|folder| folder.is_dir()).unwrap_or(Utf8Path::new("."));
    let guard = tempfile::Builder::new().prefix(STAGING).tempdir_in(there)?;
    let folder = Utf8PathBuf::try_from(guard.path().to_owned()).map_err(io::Error::other)?;
    let file = folder.join("a");
    fs_err::write(&file, "a")?;
    let abilities = Abilities {
        free: fs4::available_space(&folder)?,
        hard_links: fs_err::hard_link(&file, folder.join("b")).is_ok(),
        case_sensitive: !folder.join("A").exists(),
    };
    guard.close()?;
    Ok(abilities)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_nothing_and_finds_the_nearest_folder() {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(guard.path().to_owned()).unwrap();
        let abilities = probe(&root.join("not/there")).unwrap();
        assert!(abilities.free > 0);
        assert_eq!(root.read_dir_utf8().unwrap().count(), 0);
        fs_err::write(root.join("x"), "").unwrap();
        assert_eq!(abilities.case_sensitive, !root.join("X").exists());
    }
}
