//! One portal: what of the old one can stay, and the new one put together beside it.

use super::WriteError;
use super::copy::Abilities;
use super::item::Item;
use super::swap::serve_folder;
use crate::model::PortalPath;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::io;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

/// What writing a portal came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or differ from before.
    pub changed: usize,
    /// Files that are as before.
    pub unchanged: usize,
    /// Files that are no longer there.
    pub removed: usize,
    /// Length of the changed files together, in bytes.
    pub bytes: u64,
}

impl Written {
    /// Whether anything in the portal is other than before.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.changed + self.removed > 0
    }
}

/// What has to be done to turn the old portal into the new one.
pub(super) struct Plan<'site, I> {
    /// Each path of the site, and what to write there; `None` when the old file can stay.
    steps: Vec<(&'site PortalPath, Option<&'site I>)>,
    written: Written,
    /// The old portal has no file too many, but a folder.
    stray_folders: bool,
}

impl<'site, I: Item> Plan<'site, I> {
    /// Compares `items` with the portal at `old`, if there is one.
    pub(super) fn new(
        old: Option<&Utf8Path>,
        items: &'site BTreeMap<PortalPath, I>,
    ) -> io::Result<Self> {
        let mut before = old.map_or_else(|| Ok(Tree::default()), Tree::read)?;
        let mut written = Written::default();
        let mut steps = Vec::with_capacity(items.len());
        for (path, item) in items {
            let kept = match before.files.remove(path.as_str()) {
                Some((file, metadata)) => item.stands_at(&file, &metadata)?,
                None => false,
            };
            if kept {
                written.unchanged += 1;
            } else {
                written.changed += 1;
                written.bytes += item.size();
            }
            steps.push((path, (!kept).then_some(item)));
            folders_of(path, |folder| {
                before.folders.remove(folder);
            });
        }
        written.removed = before.files.len() + before.others;
        Ok(Self { steps, written, stray_folders: !before.folders.is_empty() })
    }

    /// What it will come to.
    pub(super) fn written(&self) -> Written {
        self.written
    }

    /// Whether the old portal is already what the new one would be.
    pub(super) fn is_done(&self) -> bool {
        !self.written.is_new() && !self.stray_folders
    }

    /// Puts the new portal together in `staging`, which must not exist, with files of `old`.
    pub(super) fn assemble(
        &self,
        old: &Utf8Path,
        staging: &Utf8Path,
        abilities: &Abilities,
    ) -> Result<(), WriteError> {
        make_folder(staging)?;
        let mut made = BTreeSet::new();
        for (path, item) in &self.steps {
            let mut fresh = Ok(());
            folders_of(path, |folder| {
                if fresh.is_ok() && made.insert(folder) {
                    fresh = make_folder(&staging.join(folder));
                }
            });
            fresh?;
            let target = staging.join(path.as_str());
            match item {
                None => abilities.keep(&old.join(path.as_str()), &target)?,
                Some(item) => item.put_at(&target)?,
            }
        }
        Ok(())
    }
}

fn make_folder(path: &Utf8Path) -> io::Result<()> {
    fs_err::create_dir(path)?;
    serve_folder(path)
}

/// Calls `visit` with each folder that `path` is in, the outermost first.
fn folders_of<'path>(path: &'path PortalPath, mut visit: impl FnMut(&'path str)) {
    let path = path.as_str();
    for (at, _) in path.match_indices('/') {
        visit(&path[..at]);
    }
}

/// What stands in a portal's folder now.
#[derive(Default)]
struct Tree {
    /// Regular files, by their path in the portal.
    files: BTreeMap<String, (Utf8PathBuf, Metadata)>,
    folders: BTreeSet<String>,
    /// Symbolic links, devices, names that are not Unicode: nothing that Keyfolio wrote.
    others: usize,
}

impl Tree {
    fn read(root: &Utf8Path) -> io::Result<Self> {
        let mut tree = Self::default();
        for entry in WalkDir::new(root).min_depth(1) {
            let entry = entry?;
            let Some(file) = Utf8Path::from_path(entry.path()) else {
                tree.others += 1;
                continue;
            };
            let path = portal_path(file.strip_prefix(root).unwrap_or(file));
            if entry.file_type().is_file() {
                tree.files.insert(path, (file.to_owned(), entry.metadata()?));
            } else if entry.file_type().is_dir() {
                tree.folders.insert(path);
            } else {
                tree.others += 1;
            }
        }
        Ok(tree)
    }
}

/// A path on disk as a [`PortalPath`] spells it: `/` between segments, and NFC where the file
/// system (HFS+) gives names back in NFD.
fn portal_path(path: &Utf8Path) -> String {
    let segments: Vec<&str> = path.components().map(|segment| segment.as_str()).collect();
    let path = segments.join("/");
    if cfg!(target_vendor = "apple") { path.nfc().collect() } else { path }
}
