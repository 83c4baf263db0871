//! One portal, rendered: a map of path to page or file. `render` makes it; `write` puts it on
//! disk as it is (`plain`), and sealing takes it from here.

use crate::model::PortalPath;
use crate::source_file::SourceFile;
use std::collections::BTreeMap;

/// One portal, rendered. The map is ordered, so that every walk over it is the same.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// What stands where.
    pub entries: BTreeMap<PortalPath, Entry>,
}

/// What stands at one path of a [`Site`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Made here: a page, a style sheet, a script.
    Bytes(Vec<u8>),
    /// The client's or the agency's own file, to be copied without being read into memory.
    File(SourceFile),
}
