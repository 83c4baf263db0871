//! What stands beside the portals: the agency's own page and, where it is a front door, what that
//! needs.

use super::super::WriteError;
use super::super::item::Item;
use super::super::swap::serve_folder;
use super::{Output, STAGING, names, remove};
use crate::access::Locator;
use crate::model::PortalPath;
use crate::seal::{DOOR_FOLDER, Door, SHELL_FOLDER};
use crate::site::Entry;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::atomic::Ordering;

/// Says to a browser how codes are stretched, and to a build that [`SHELL_FOLDER`] beside it is
/// Keyfolio's: it is the first thing that a front door puts up, and the last that it takes away.
pub(in super::super) const HEADER: &str = "header.json";

impl Output<'_> {
    /// The names of the slots of the portal that stands there: those of the doors that lead to it.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn slots(&self, locator: &Locator) -> Result<Vec<String>, WriteError> {
        Ok(there(names(&self.portal(locator).join("slots")))?.unwrap_or_default())
    }

    /// Whether anybody can come in by the front door.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn has_doors(&self) -> Result<bool, WriteError> {
        let names = there(names(&self.dir.join(DOOR_FOLDER)))?.unwrap_or_default();
        Ok(names.iter().any(|name| Door::is_name(name)))
    }

    /// Where the door of this name stands.
    #[must_use]
    pub fn door_path(&self, name: &str) -> Utf8PathBuf {
        self.dir.join(DOOR_FOLDER).join(name)
    }

    /// The door of this name, sealed, if it stands.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn door(&self, name: &str) -> Result<Option<Vec<u8>>, WriteError> {
        Ok(there(fs_err::read(self.door_path(name)))?)
    }

    /// Puts up a door, in one step, unless it stands.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn put_door(&self, name: &str, sealed: &[u8]) -> Result<(), WriteError> {
        let folder = self.dir.join(DOOR_FOLDER);
        if !folder.is_dir() {
            fs_err::create_dir_all(&folder)?;
            serve_folder(&folder)?;
        }
        self.put_file(&self.door_path(name), &Entry::Bytes(sealed.to_vec()))
    }

    /// Takes a door away, if it stands.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn remove_door(&self, name: &str) -> Result<(), WriteError> {
        Ok(remove(&self.door_path(name))?)
    }

    /// Takes away all doors but those in `wanted`.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn keep_only_doors(&self, wanted: &BTreeSet<String>) -> Result<(), WriteError> {
        let folder = self.dir.join(DOOR_FOLDER);
        let Some(names) = there(names(&folder))? else { return Ok(()) };
        for name in names.iter().filter(|name| Door::is_name(name) && !wanted.contains(*name)) {
            self.remove_door(name)?;
        }
        if wanted.is_empty() {
            // What is not ours stays, and the folder with it.
            fs_err::remove_dir(&folder).ok();
        }
        Ok(())
    }

    /// Writes what stands at the root, and takes away what stood there for a front door and is not
    /// in `items`. What the page needs is there before it, and goes after it.
    ///
    /// # Errors
    /// When the operating system refuses, or something else has a name that the front door needs.
    pub fn write_root(&self, items: &BTreeMap<PortalPath, Entry>) -> Result<(), WriteError> {
        let header = self.dir.join(HEADER);
        let folder = self.dir.join(SHELL_FOLDER);
        let ours = header.is_file();
        if !ours && items.contains_key(&PortalPath::known(HEADER)) && fs_err::exists(&folder)? {
            return Err(WriteError::InTheWayOfDoor { path: folder });
        }
        let rank = |path: &str| (path != HEADER, !path.starts_with(SHELL_FOLDER));
        let mut ordered: Vec<_> = items.iter().collect();
        ordered.sort_by_key(|(path, _)| rank(path.as_str()));
        for (path, entry) in ordered {
            if path.as_str().contains('/') && !folder.is_dir() {
                fs_err::create_dir_all(&folder)?;
                serve_folder(&folder)?;
            }
            self.put_file(&self.dir.join(path.as_str()), entry)?;
        }
        if ours {
            let wanted = |name: &str| {
                items.keys().any(|path| path.as_str().strip_prefix("app/") == Some(name))
            };
            for name in there(names(&folder))?.unwrap_or_default() {
                if !wanted(&name) {
                    remove(&folder.join(name))?;
                }
            }
            if !items.contains_key(&PortalPath::known(HEADER)) {
                remove(&folder)?;
                remove(&header)?;
            }
        }
        Ok(())
    }

    /// Puts one file in place, in one step, unless it stands.
    fn put_file(&self, target: &Utf8Path, item: &impl Item) -> Result<(), WriteError> {
        if let Some(metadata) = there(fs_err::symlink_metadata(target))?
            && metadata.is_file()
            && item.stands_at(target, &metadata)?
        {
            return Ok(());
        }
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let staging = self.dir.join(format!("{STAGING}{}-{count}", std::process::id()));
        let put = item.put_at(&staging).and_then(|()| fs_err::rename(&staging, target));
        if put.is_err() {
            remove(&staging).ok();
        }
        Ok(put?)
    }
}

/// Nothing where there is no such file or folder.
fn there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
