//! One portal, rendered: a map of path to page or file. `render` makes it; `write` puts it on
//! disk as it is (`plain`), and sealing takes it from here.

use crate::model::PortalPath;
use crate::source_file::SourceFile;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// One portal, rendered. The map is ordered, so that every walk over it is the same.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// What stands where.
    pub entries: BTreeMap<PortalPath, Entry>,
}

/// What stands at one path of a [`Site`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Made for this portal: a page, a style sheet.
    Bytes(Vec<u8>),
    /// The same in every portal: an asset of the theme.
    Shared(Arc<Shared>),
    /// The client's or the agency's own file, to be copied without being read into memory.
    File(SourceFile),
}

impl Entry {
    /// Its content, or the file that holds it.
    ///
    /// # Errors
    /// The file: that is no fault, only another kind of entry.
    pub fn content(&self) -> Result<&[u8], &SourceFile> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Shared(shared) => Ok(shared),
            Self::File(source) => Err(source),
        }
    }

    /// Length in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.content().map_or_else(SourceFile::size, |bytes| bytes.len() as u64)
    }
}

/// Bytes that many sites hold: one copy for all of them, which sealing compresses once.
///
/// What is kept beside the bytes is a function of nothing but the bytes, so no site can tell
/// whether another one asked for it before.
pub struct Shared {
    bytes: Vec<u8>,
    compressed: OnceLock<Vec<u8>>,
}

impl Shared {
    /// What `compress`, which must be the same function each time, makes of the bytes.
    pub(crate) fn compressed(&self, compress: fn(&[u8]) -> Vec<u8>) -> &[u8] {
        self.compressed.get_or_init(|| compress(&self.bytes))
    }
}

impl From<Vec<u8>> for Shared {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, compressed: OnceLock::new() }
    }
}

impl Deref for Shared {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Shared {}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Shared").field(&self.bytes.len()).finish()
    }
}
