//! The marker: the file that says that a folder is Keyfolio's output.

use super::WriteError;
use super::swap::write_whole;
use crate::access::Fingerprint;
use camino::{Utf8Path, Utf8PathBuf};
use std::io;

pub(super) const NAME: &str = ".keyfolio-output";

const TEXT: &str = "This folder was made by Keyfolio, which removes what it no longer needs here.\n\
                    Put nothing of your own into it.\n";
const SECRET: &str = "secret: ";

fn path(dir: &Utf8Path) -> Utf8PathBuf {
    dir.join(NAME)
}

/// The fingerprint of the secret that the portals in `dir` were made with; `None` when `dir` is
/// no output folder.
///
/// # Errors
/// When the marker is there but cannot be read.
pub fn made_with(dir: &Utf8Path) -> Result<Option<Fingerprint>, WriteError> {
    let path = path(dir);
    let bytes = match fs_err::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    String::from_utf8_lossy(&bytes)
        .lines()
        .find_map(|line| Fingerprint::parse(line.strip_prefix(SECRET)?))
        .map(Some)
        .ok_or(WriteError::Marker { path })
}

/// Marks `dir`. The marker names no client and no locator.
pub(super) fn write(dir: &Utf8Path, fingerprint: Fingerprint) -> Result<(), WriteError> {
    write_whole(&path(dir), format!("{TEXT}{SECRET}{fingerprint}\n").as_bytes())?;
    Ok(())
}
