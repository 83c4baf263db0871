//! The output folder: whose it is, who may write to it, and what stands in it.

use super::copy::Abilities;
use super::item::Item;
use super::portal::{Plan, Written};
use super::swap::{self, STAGING};
use super::{WriteError, made_with, marker, root};
use crate::access::{Locator, Secret};
use crate::model::PortalPath;
use crate::seal::{DOOR_FOLDER, SHELL_FOLDER};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::TryLockError;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const LOCK: &str = ".keyfolio-lock";
/// Prefix of an old portal while two renames do what one swap cannot.
const ASIDE: &str = ".old-";
/// How long to wait for another build.
const PATIENCE: Duration = Duration::from_secs(10);

/// The output folder, open for writing by this process alone until it is dropped.
///
/// Portals can be written from many threads at once, each portal by one of them.
#[derive(Debug)]
pub struct Output<'secret> {
    dir: Utf8PathBuf,
    secret: &'secret Secret,
    abilities: Abilities,
    exchange: fn(&Utf8Path, &Utf8Path) -> io::Result<()>,
    /// Old portals, to be removed once everything is written: file systems are slow to write
    /// where they have just deleted.
    replaced: Mutex<Vec<Utf8PathBuf>>,
    count: AtomicU64,
    /// Holds the lock.
    _lock: fs_err::File,
}

impl<'secret> Output<'secret> {
    /// Opens the output folder `dir`, or makes it, and mends what a killed build left.
    ///
    /// # Errors
    /// When the folder holds something but was not made by Keyfolio, was made with another
    /// secret, another build does not end within ten seconds, or the operating system refuses.
    pub fn open(dir: &Utf8Path, secret: &'secret Secret) -> Result<Self, WriteError> {
        let output = Self::lock(dir, secret)?;
        match made_with(dir)? {
            Some(found) if found == secret.fingerprint() => {}
            Some(_) => return Err(WriteError::OtherSecret { dir: dir.to_owned() }),
            None => marker::write(dir, secret.fingerprint())?,
        }
        output.recover()?;
        Ok(output)
    }

    /// Like [`Output::open`], but takes over a folder whose portals were made with another
    /// secret. Those portals stay, and are [strangers](Self::strangers) from now on.
    ///
    /// # Errors
    /// As [`Output::open`].
    pub fn adopt(dir: &Utf8Path, secret: &'secret Secret) -> Result<Self, WriteError> {
        let output = Self::lock(dir, secret)?;
        marker::write(dir, secret.fingerprint())?;
        output.recover()?;
        Ok(output)
    }

    fn lock(dir: &Utf8Path, secret: &'secret Secret) -> Result<Self, WriteError> {
        check_folder(dir)?;
        if !fs_err::exists(dir)? {
            fs_err::create_dir_all(dir)?;
            swap::serve_folder(dir)?;
        }
        if made_with(dir)?.is_none() {
            // A lock or a half-written marker is all that a build leaves that was killed here.
            let ours = |name: &str| name == LOCK || name.starts_with(STAGING);
            if !names(dir)?.iter().all(|name| ours(name)) {
                return Err(WriteError::NotOurs { dir: dir.to_owned() });
            }
        }
        let lock = fs_err::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(dir.join(LOCK))?;
        wait_for(&lock, dir, PATIENCE)?;
        Ok(Self {
            dir: dir.to_owned(),
            secret,
            abilities: Abilities::default(),
            exchange: swap::exchange,
            replaced: Mutex::default(),
            count: AtomicU64::new(0),
            _lock: lock,
        })
    }

    /// Where the portal stands.
    #[must_use]
    pub fn portal(&self, locator: &Locator) -> Utf8PathBuf {
        self.dir.join(locator.as_str())
    }

    /// What stands at `name` of a portal, if anything does: for what is continued from one build
    /// to the next.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn standing(&self, locator: &Locator, name: &str) -> Result<Option<Vec<u8>>, WriteError> {
        match fs_err::read(self.portal(locator).join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            // What is in the way of a portal is told when it is written.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Writes one portal: swapped in whole, or not touched at all when nothing changed.
    ///
    /// # Errors
    /// When the operating system refuses, the disk is full, or a file is no longer what was
    /// loaded. Then the old portal stands as it was.
    pub fn write_portal(
        &self,
        locator: &Locator,
        items: &BTreeMap<PortalPath, impl Item>,
    ) -> Result<Written, WriteError> {
        let portal = self.portal(locator);
        let old = match fs_err::symlink_metadata(&portal) {
            Ok(metadata) if metadata.is_dir() => Some(portal.as_path()),
            Ok(_) => return Err(WriteError::InTheWay { path: portal }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let plan = Plan::new(old, items)?;
        if old.is_some() && plan.is_done() {
            return Ok(plan.written());
        }
        let staging = self.staging(locator);
        let put = plan
            .assemble(&portal, &staging, &self.abilities)
            .and_then(|()| self.put(locator, &staging, old.is_some()));
        if let Err(error) = put {
            // At once: on a full disk the others need the room.
            remove(&staging).ok();
            return Err(error);
        }
        Ok(plan.written())
    }

    /// Moves a finished portal from `staging` to its place.
    fn put(&self, locator: &Locator, staging: &Utf8Path, old: bool) -> Result<(), WriteError> {
        let portal = self.portal(locator);
        if !old {
            fs_err::rename(staging, &portal)?;
            return Ok(());
        }
        match (self.exchange)(staging, &portal) {
            Ok(()) => self.discard(staging.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                // Between the two renames there is no portal; if we are killed just there, the
                // next build puts the old one back (`recover`).
                let aside = self.dir.join(format!("{ASIDE}{locator}"));
                fs_err::rename(&portal, &aside)?;
                if let Err(error) = fs_err::rename(staging, &portal) {
                    fs_err::rename(&aside, &portal)?;
                    return Err(error.into());
                }
                let discarded = self.staging(locator);
                fs_err::rename(&aside, &discarded)?;
                self.discard(discarded);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// The portals that are Keyfolio's own, in order.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn portals(&self) -> Result<Vec<Locator>, WriteError> {
        Ok(names(&self.dir)?.iter().filter_map(|name| self.secret.recognises(name)).collect())
    }

    /// Removes the portals that are Keyfolio's own and not in `wanted`: those of clients that
    /// are gone, or that have moved to another locator. Gives what was removed.
    ///
    /// `wanted` must name every client that is in the content, also those with errors.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn keep_only(&self, wanted: &BTreeSet<Locator>) -> Result<Vec<Locator>, WriteError> {
        let mut removed = Vec::new();
        for locator in self.portals()? {
            if wanted.contains(&locator) {
                continue;
            }
            if self.remove_portal(&locator)? {
                removed.push(locator);
            }
        }
        Ok(removed)
    }

    /// Removes one portal, if it stands.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn remove_portal(&self, locator: &Locator) -> Result<bool, WriteError> {
        // One rename, so that the portal is gone at once and not file by file.
        let staging = self.staging(locator);
        match fs_err::rename(self.portal(locator), &staging) {
            Ok(()) => self.discard(staging),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        Ok(true)
    }

    /// What stands in the output folder and is not Keyfolio's: never touched, worth a notice.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn strangers(&self) -> Result<Vec<String>, WriteError> {
        let mut names = names(&self.dir)?;
        let door = names.iter().any(|name| name == front::HEADER);
        let door: &[&str] =
            if door { &[front::HEADER, SHELL_FOLDER, DOOR_FOLDER] } else { &[DOOR_FOLDER] };
        names.retain(|name| {
            ![marker::NAME, LOCK].contains(&name.as_str())
                && !root::NAMES.contains(&name.as_str())
                && !door.contains(&name.as_str())
                && ![STAGING, ASIDE].iter().any(|prefix| name.starts_with(prefix))
                && self.secret.recognises(name).is_none()
        });
        Ok(names)
    }

    /// Removes the portals that were replaced. Happens by itself when the output is dropped; do
    /// it before when the files' stamps are to be taken, which this still moves (link counts).
    ///
    /// # Errors
    /// When the operating system refuses. The portals are complete all the same.
    pub fn sweep(&self) -> Result<(), WriteError> {
        let replaced = std::mem::take(&mut *self.replaced());
        replaced.par_iter().try_for_each(|path| remove(path))?;
        Ok(())
    }

    /// Mends what a killed build left: an old portal that was just being replaced goes back,
    /// everything half-made goes.
    fn recover(&self) -> Result<(), WriteError> {
        for name in names(&self.dir)? {
            let path = self.dir.join(&name);
            let aside = name.strip_prefix(ASIDE).and_then(|name| self.secret.recognises(name));
            match aside.map(|locator| self.portal(&locator)) {
                Some(portal) if fs_err::exists(&portal)? => remove(&path)?,
                Some(portal) => fs_err::rename(&path, &portal)?,
                None if name.starts_with(STAGING) => remove(&path)?,
                None => {}
            }
        }
        Ok(())
    }

    /// A name in the output folder that is nobody else's.
    fn staging(&self, locator: &Locator) -> Utf8PathBuf {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        self.dir.join(format!("{STAGING}{locator}-{}-{count}", std::process::id()))
    }

    fn discard(&self, path: Utf8PathBuf) {
        self.replaced().push(path);
    }

    fn replaced(&self) -> MutexGuard<'_, Vec<Utf8PathBuf>> {
        self.replaced.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Output<'_> {
    /// What cannot be removed now is removed when the folder is opened next.
    fn drop(&mut self) {
        self.sweep().ok();
    }
}

/// That `dir` is a folder, or can become one: of what stands on the way to it, the last is one.
fn check_folder(dir: &Utf8Path) -> Result<(), WriteError> {
    let standing = dir.ancestors().find_map(|path| Some((path, fs_err::metadata(path).ok()?)));
    match standing {
        Some((path, metadata)) if !metadata.is_dir() => {
            Err(WriteError::NotAFolder { path: path.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Takes the lock, within `patience`.
fn wait_for(lock: &fs_err::File, dir: &Utf8Path, patience: Duration) -> Result<(), WriteError> {
    let start = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            // A file system without locks (some network shares) is no reason not to build.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(());
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(WriteError::Busy { dir: dir.to_owned() }),
        }
    }
}

/// The names in a folder, in order; one that is not Unicode is shown as well as it can be.
fn names(dir: &Utf8Path) -> io::Result<Vec<String>> {
    let mut names = fs_err::read_dir(dir)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Removes a folder, or a file, and follows no link.
fn remove(path: &Utf8Path) -> io::Result<()> {
    match fs_err::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs_err::remove_dir_all(path),
        Ok(_) => fs_err::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

mod front;
#[cfg(test)]
mod tests;
