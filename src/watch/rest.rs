//! Files that are still being written. Copying a film takes seconds, and it is reported all the
//! while: each report would have a part of it built into the portal.

use super::DEBOUNCE;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

/// Paths that were reported, kept until they are at rest.
#[derive(Debug, Default)]
pub(super) struct Restless(BTreeSet<Utf8PathBuf>);

impl Restless {
    pub fn extend(&mut self, paths: impl IntoIterator<Item = Utf8PathBuf>) {
        self.0.extend(paths);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// After what time it is worth looking whether more has come to rest.
    pub fn look_again(&self) -> Option<Duration> {
        (!self.is_empty()).then_some(DEBOUNCE / 2)
    }

    /// Takes out what is at rest at the moment `now`.
    pub fn settled(&mut self, now: SystemTime) -> BTreeSet<Utf8PathBuf> {
        let all = std::mem::take(&mut self.0).into_iter();
        let (busy, settled) = all.partition(|path| is_written(path, now));
        self.0 = busy;
        settled
    }
}

/// Whether the file was written to within the last moments before `now`. A folder is not asked:
/// what happens in it is reported for itself.
fn is_written(path: &Utf8Path, now: SystemTime) -> bool {
    let Ok(metadata) = fs_err::symlink_metadata(path) else { return false };
    // What was written in the future comes from another machine's clock, which tells nothing.
    let age = metadata.modified().ok().and_then(|modified| now.duration_since(modified).ok());
    metadata.is_file() && age.is_some_and(|age| age < DEBOUNCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_held_back_until_it_is_at_rest() {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(guard.path().to_owned()).unwrap();
        let path = |name: &str| root.join(name);
        let write = |name: &str, modified: SystemTime| {
            let file = fs_err::File::create(path(name)).unwrap();
            file.set_modified(modified).unwrap();
        };
        let now = SystemTime::now();
        write("calm", now - DEBOUNCE);
        write("busy", now - DEBOUNCE / 2);
        write("elsewhere", now + Duration::from_secs(3600));
        let mut restless = Restless::default();
        assert_eq!(restless.look_again(), None);
        restless.extend(["busy", "calm", "elsewhere", "gone", ""].map(path));
        assert_eq!(restless.settled(now), ["", "calm", "elsewhere", "gone"].map(path).into());
        assert!(restless.look_again().is_some());
        assert_eq!(restless.settled(now + DEBOUNCE), [path("busy")].into());
        assert!(restless.is_empty());
    }
}
