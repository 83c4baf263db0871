//! A sealed portal, back as ordinary files in a new folder: whole, or not at all.

use crate::model::{PathError, PortalPath};
use crate::seal::{Fetch, Kind, OpenError, Portal};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use std::io;

/// Files that are opened at a time: enough to hide the way to a host and back.
const AT_ONCE: usize = 4;

/// What unsealing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsealed {
    /// How many files.
    pub files: usize,
    /// Their length together, in bytes.
    pub bytes: u64,
}

/// Why nothing was unsealed. There is no folder, or the one that was there is untouched.
#[derive(Debug, thiserror::Error)]
pub enum UnsealError {
    /// The operating system refused; its words name the path.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// An entry of the portal was refused.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Something is there already.
    #[error("`{0}` is there already and is never overwritten: name a folder that is not there")]
    Exists(Utf8PathBuf),
    /// A path in the portal that not every system can have.
    #[error("the portal holds a file that cannot be written: {0}")]
    Path(#[from] PathError),
}

/// Writes every entry of `portal` into the new folder `place`; the folders above are made as
/// needed. All paths are looked at before the first file is written. Where an object is missing
/// and the portal has changed meanwhile, it begins again with what is there now, once.
///
/// # Errors
/// When `place` is there already, the portal has a path that leads elsewhere or that some system
/// refuses, an entry cannot be opened, or the operating system refuses.
pub fn unsealed<F>(portal: &mut Portal<F>, place: &Utf8Path) -> Result<Unsealed, UnsealError>
where
    F: Fetch + Sync,
{
    match written(portal, place) {
        Err(UnsealError::Open(error)) if error.kind() == Some(Kind::Missing) => {
            if portal.refresh()? { written(portal, place) } else { Err(error.into()) }
        }
        done => done,
    }
}

fn written<F: Fetch + Sync>(portal: &Portal<F>, place: &Utf8Path) -> Result<Unsealed, UnsealError> {
    absent(place)?;
    let paths = portal.entries().keys().map(PortalPath::new);
    let paths = paths.collect::<Result<Vec<_>, _>>()?;
    let parent = place.parent().filter(|parent| !parent.as_str().is_empty());
    let parent = parent.unwrap_or(Utf8Path::new("."));
    fs_err::create_dir_all(parent)?;
    let guard = tempfile::Builder::new().prefix(".unsealing-").tempdir_in(parent)?;
    let staging = Utf8PathBuf::try_from(guard.path().to_owned()).map_err(io::Error::other)?;
    // One level down: the temporary folder is its owner's alone, what is made in it is not.
    let staging = staging.join("portal");
    fs_err::create_dir(&staging)?;
    let write = |path: &PortalPath| -> Result<(), UnsealError> {
        let target = staging.join(path.as_str());
        fs_err::create_dir_all(target.parent().unwrap_or(&staging))?;
        // New: two paths that are one on this file system are refused, not merged.
        let mut file = fs_err::File::create_new(&target)?;
        Ok(portal.read(path.as_str(), &mut file)?)
    };
    let threads =
        ThreadPoolBuilder::new().num_threads(AT_ONCE).build().map_err(io::Error::other)?;
    threads.install(|| paths.par_iter().with_max_len(1).try_for_each(write))?;
    absent(place)?;
    fs_err::rename(&staging, place)?;
    let bytes = portal.entries().values().map(|entry| entry.size).sum();
    Ok(Unsealed { files: paths.len(), bytes })
}

/// That nothing stands at `place`, not even a link that leads nowhere.
fn absent(place: &Utf8Path) -> Result<(), UnsealError> {
    match fs_err::symlink_metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => Err(UnsealError::Exists(place.to_owned())),
    }
}
