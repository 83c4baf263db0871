//! What this machine keeps for itself from one build to the next.

use camino::Utf8Path;
use std::io::{self, Write};

/// Puts a file of a cache in place, whole, readable by its owner only. Its folder is made where it
/// is missing, and keeps itself out of git.
///
/// # Errors
/// When the operating system refuses.
pub(crate) fn keep(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    fs_err::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if !fs_err::exists(&ignore)? {
        fs_err::write(&ignore, "*\n")?;
    }
    let mut whole = tempfile::NamedTempFile::new_in(folder)?;
    whole.write_all(bytes)?;
    whole.persist(path).map_err(|refused| refused.error)?;
    Ok(())
}
