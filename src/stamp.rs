//! What a file looks like from outside: enough to tell that it changed, without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Length, times and identity of one file, as the file system tells them.
///
/// On Unix `changed` is the ctime, which no program can set: it moves with every write, rename
/// and change of mode. Elsewhere it is the creation time, which at least moves when a file is
/// replaced by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Length in bytes.
    pub len: u64,
    /// Last modification, nanoseconds since 1970.
    pub modified: i128,
    /// Last change of any kind (Unix) or creation, nanoseconds since 1970.
    pub changed: i128,
    /// Inode number (Unix), else 0.
    pub inode: u64,
}

impl Stamp {
    #[cfg(unix)]
    pub(crate) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let nanos =
            |seconds: i64, nanos: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        Self {
            len: metadata.len(),
            modified: nanos(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanos(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let time = |time: std::io::Result<SystemTime>| time.map_or(0, since_1970);
        Self {
            len: metadata.len(),
            modified: time(metadata.modified()),
            changed: time(metadata.created()),
            inode: 0,
        }
    }

    /// When the file last changed, as far as the platform tells: nothing that happens to it later
    /// can be stamped earlier.
    pub(crate) fn last_change(&self) -> i128 {
        if cfg!(unix) { self.changed } else { self.modified }
    }
}

/// `time` in nanoseconds since 1970; negative before.
pub(crate) fn since_1970(time: SystemTime) -> i128 {
    let nanos = |span: Duration| i128::try_from(span.as_nanos()).unwrap_or(i128::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => nanos(after),
        Err(before) => -nanos(before.duration()),
    }
}
