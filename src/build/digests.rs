//! The SHA-256 of large files, kept from build to build: a film of 2 GB takes a second to hash, and
//! a new sentence beside it should not.
//!
//! A file is told by its [`Print`], so that no name stands in the cache, and what changed just now
//! is not remembered. A hash from here saves work and decides nothing: sealing takes it again.

use super::{Clock, Print, Printer};
use crate::seal;
use crate::source_file::SourceFile;
use crate::write::keep;
use camino::{Utf8Path, Utf8PathBuf};
use data_encoding::HEXLOWER;
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is known of the files of one workspace: digests by prints, both in hexadecimal.
#[derive(Debug)]
pub(super) struct Digests {
    path: Utf8PathBuf,
    clock: Clock,
    known: BTreeMap<String, String>,
    /// Those that this build needed, also the known ones.
    used: Mutex<BTreeMap<String, String>>,
    doubted: AtomicBool,
}

impl Digests {
    /// Reads what earlier builds kept in `folder`. A file that is missing or broken is as good as
    /// none.
    pub fn load(folder: &Utf8Path, clock: Clock) -> Self {
        let path = folder.join("digests");
        let known = fs_err::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let (known, used) = (known.unwrap_or_default(), Mutex::default());
        Self { path, clock, known, used, doubted: false.into() }
    }

    /// Believes none of them any longer, as a portal could not be written: it may be that one was
    /// wrong.
    pub fn doubt(&self) {
        self.doubted.store(true, Ordering::Relaxed);
    }

    /// Writes what is kept: all that was used, and, unless the build was a `whole` one, all that
    /// was known. Nothing is written when that is what stands there.
    ///
    /// # Errors
    /// When the operating system refuses. The next build hashes again then, that is all.
    pub fn save(&self, whole: bool) -> io::Result<()> {
        let mut kept = self.used().clone();
        if !whole {
            let known = self.known.iter().map(|(print, digest)| (print.clone(), digest.clone()));
            kept.extend(known);
        }
        if self.doubted.load(Ordering::Relaxed) {
            kept.clear();
        }
        if kept == self.known {
            return Ok(());
        }
        keep(&self.path, &serde_json::to_vec(&kept)?)
    }

    fn print(&self, file: &SourceFile) -> Print {
        Printer::new(self.clock).found(file).finish()
    }

    fn used(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl seal::Digests for Digests {
    fn of(&self, file: &SourceFile) -> Option<[u8; 32]> {
        let print = self.print(file).hex();
        let text = self.known.get(&print)?;
        let digest = HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()?;
        self.used().insert(print, text.clone());
        Some(digest)
    }

    fn keep(&self, file: &SourceFile, digest: [u8; 32]) {
        let print = self.print(file);
        if print.is_settled() {
            self.used().insert(print.hex(), HEXLOWER.encode(&digest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::Digests as _;
    use std::time::Duration;

    #[test]
    fn a_file_is_known_until_it_changes_or_is_doubted() {
        let guard = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(guard.path()).unwrap();
        let path = folder.join("film.mp4");
        fs_err::write(&path, "one").unwrap();
        let found = || SourceFile::find(&path).unwrap().unwrap();
        let load = || Digests::load(folder, Clock::of(folder));

        let digests = load();
        digests.keep(&found(), [1; 32]);
        digests.save(true).unwrap();
        assert_eq!(load().of(&found()), None, "it changed just now");

        // Longer than any file system in use needs to tell two times apart.
        std::thread::sleep(Duration::from_millis(2_200));
        let digests = load();
        digests.keep(&found(), [1; 32]);
        digests.save(true).unwrap();
        assert_eq!(load().of(&found()), Some([1; 32]));
        load().save(false).unwrap();
        assert_eq!(load().of(&found()), Some([1; 32]), "not asked for, but not a whole build");

        let doubted = load();
        assert_eq!(doubted.of(&found()), Some([1; 32]));
        doubted.doubt();
        doubted.save(false).unwrap();
        assert_eq!(load().of(&found()), None);

        load().keep(&found(), [1; 32]);
        fs_err::write(&path, "two").unwrap();
        assert_eq!(load().of(&found()), None);
    }
}
