//! Puts something new in its place: whole, or not at all, and never over something else.

use super::ScaffoldError;
use camino::{Utf8Path, Utf8PathBuf};
use std::io::{self, Write};
use tempfile::TempDir;

/// Prefix of what is still being made. It starts with a dot, so no portal ever shows it.
const UNFINISHED: &str = ".new-";

/// Makes the folder `place`: `fill` puts its content into the empty folder that it is given.
/// The folders above are made as needed.
///
/// # Errors
/// When `place` is there already (`mend` says what to do then), `fill` fails, or the operating
/// system refuses.
pub(super) fn folder(
    place: &Utf8Path,
    mend: &'static str,
    fill: impl FnOnce(&Utf8Path) -> Result<(), ScaffoldError>,
) -> Result<(), ScaffoldError> {
    put(place, mend, |unfinished| {
        fs_err::create_dir(unfinished)?;
        fill(unfinished)
    })
}

/// Makes the file `place` with `text` in it.
///
/// # Errors
/// As [`folder`].
pub(super) fn file(place: &Utf8Path, mend: &'static str, text: &str) -> Result<(), ScaffoldError> {
    put(place, mend, |unfinished| Ok(fs_err::write(unfinished, text)?))
}

/// Makes the file `place` with `bytes` in it, which nobody but its owner may read (Unix).
///
/// # Errors
/// As [`folder`].
pub(super) fn private(
    place: &Utf8Path,
    mend: &'static str,
    bytes: &[u8],
) -> Result<(), ScaffoldError> {
    absent(place, mend)?;
    let parent = place.parent().filter(|parent| !parent.as_str().is_empty());
    let folder = parent.unwrap_or(Utf8Path::new("."));
    // A temporary file is its owner's alone, and what it is renamed to is the same file.
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(bytes)?;
    match file.persist_noclobber(place) {
        Ok(_) => Ok(()),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ScaffoldError::Exists { path: place.to_owned(), mend })
        }
        Err(refused) => Err(refused.error.into()),
    }
}

fn put(
    place: &Utf8Path,
    mend: &'static str,
    make: impl FnOnce(&Utf8Path) -> Result<(), ScaffoldError>,
) -> Result<(), ScaffoldError> {
    absent(place, mend)?;
    let parent = place.parent().filter(|parent| !parent.as_str().is_empty());
    let parent = parent.unwrap_or(Utf8Path::new("."));
    fs_err::create_dir_all(parent)?;
    let (_guard, staging) = staging(parent)?;
    // One level down: the temporary folder is its owner's alone, what is made in it is not.
    let unfinished = staging.join("new");
    make(&unfinished)?;
    absent(place, mend)?;
    fs_err::rename(&unfinished, place)?;
    Ok(())
}

/// A hidden folder in `parent` that is gone when the guard is.
pub(super) fn staging(parent: &Utf8Path) -> Result<(TempDir, Utf8PathBuf), ScaffoldError> {
    let guard = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(parent)?;
    let path = Utf8PathBuf::try_from(guard.path().to_owned()).map_err(io::Error::other)?;
    Ok((guard, path))
}

/// That nothing stands at `place`, not even a link that leads nowhere.
fn absent(place: &Utf8Path, mend: &'static str) -> Result<(), ScaffoldError> {
    match fs_err::symlink_metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => Err(ScaffoldError::Exists { path: place.to_owned(), mend }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk() -> (TempDir, Utf8PathBuf) {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(guard.path().to_owned()).unwrap();
        (guard, root)
    }

    fn names(folder: &Utf8Path) -> Vec<String> {
        let entries = folder.read_dir_utf8().unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_owned()).collect()
    }

    #[test]
    fn what_fails_leaves_nothing() {
        let (_guard, root) = disk();
        let refused = folder(&root.join("a"), "", |unfinished| {
            fs_err::write(unfinished.join("half"), "")?;
            Err(ScaffoldError::NotALine { what: "the name" })
        });
        assert!(refused.is_err());
        assert!(names(&root).is_empty());
    }

    #[test]
    fn what_is_there_stays_as_it_is() {
        let (_guard, root) = disk();
        fs_err::write(root.join("a"), "old").unwrap();
        let refused = file(&root.join("a"), "", "new");
        assert!(matches!(refused, Err(ScaffoldError::Exists { .. })));
        assert_eq!(fs_err::read_to_string(root.join("a")).unwrap(), "old");
        assert_eq!(names(&root), ["a"]);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_what_was_made() {
        use std::os::unix::fs::PermissionsExt;
        let (_guard, root) = disk();
        let plain = root.join("plain");
        fs_err::create_dir(&plain).unwrap();
        folder(&root.join("made"), "", |_| Ok(())).unwrap();
        let mode = |name: &str| fs_err::metadata(root.join(name)).unwrap().permissions().mode();
        assert_eq!(mode("made"), mode("plain"));
    }
}
