//! What the last build found of each client: who need not be built again, and what the next build
//! is told.

use super::stages::{Done, Places, Stages};
use super::{Built, Cache, Cached, Clock, Outcome, Portal, Print, Printer, Prints};
use crate::access::Locator;
use crate::write::Output;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io;
use walkdir::WalkDir;

/// The cache of the last build, and what the prints of this one's clients have in common.
pub(super) struct Memory {
    root: Utf8PathBuf,
    clock: Clock,
    shared: Print,
    cache: Cache,
}

impl Memory {
    /// Reads what a build of this `name` left, where it still holds under `key`.
    ///
    /// # Errors
    /// When the workspace cannot be looked at.
    pub fn load(root: &Utf8Path, name: &str, key: Print) -> io::Result<Self> {
        let clock = clock(root);
        let shared = Printer::new(clock).folder(&root.join("shared"))?.finish();
        let cache = Cache::load(&root.join(".keyfolio/cache").join(name), key);
        Ok(Self { root: root.to_owned(), clock, shared, cache })
    }

    /// One client to which nothing happened; else the print of what it is made of now.
    pub fn fresh(
        &self,
        Stages { places, sealing, .. }: &Stages<'_>,
        id: &str,
        locator: Locator,
    ) -> Result<Done, Option<Print>> {
        let input = self.input(id, places, &locator).ok();
        let now = |cached: &Cached| {
            self.output(&places.output, &locator, &cached.folders, &cached.doors).ok()
        };
        let fresh = |input: Print| {
            let cached = self.cache.fresh(id, &input, sealing.today, now);
            cached.filter(|_| places.has_preview(&locator))
        };
        let cached = input.and_then(fresh).ok_or(input)?;
        let (diagnostics, doors) = (cached.diagnostics.clone(), cached.doors.clone());
        let portal =
            Portal { client: id.to_owned(), locator, outcome: Outcome::Fresh, diagnostics };
        Ok(Done { portal, doors, input: None, day: None })
    }

    /// Remembers what was built. The stamps of the output are taken only now: sweeping away the
    /// old portals moved them.
    pub fn keep(&mut self, output: &Output<'_>, built: &[Done]) {
        let outputs: Vec<Option<(Prints, Vec<String>)>> = built
            .par_iter()
            .map(|done| {
                let (input, locator) = (done.input?, &done.portal.locator);
                let folders = folders(&output.portal(locator))?;
                let output = self.output(output, locator, &folders, &done.doors).ok()?;
                Some((Prints { input, output }, folders))
            })
            .collect();
        for (done, prints) in built.iter().zip(outputs) {
            let Portal { client, diagnostics, .. } = &done.portal;
            if let Some((prints, folders)) = prints {
                let (doors, diagnostics) = (done.doors.clone(), diagnostics.clone());
                let built = Built { folders, doors, day: done.day, diagnostics };
                self.cache.record(client, &prints, built);
            }
        }
    }

    /// Forgets every client but these.
    pub fn keep_only(&mut self, ids: &[String]) {
        let known: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        self.cache.retain(|client| known.contains(client));
    }

    /// Writes it for the next build.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn save(&self) -> io::Result<()> {
        self.cache.save()
    }

    fn input(&self, id: &str, places: &Places<'_>, locator: &Locator) -> io::Result<Print> {
        let folder = self.root.join("content").join(id);
        // A print of nothing would never change.
        fs_err::metadata(&folder)?;
        let printer = Printer::new(self.clock).print(&self.shared).folder(&folder)?;
        let online = places.online.portals(locator);
        let printer = online.into_iter().try_fold(printer, |printer, at| printer.folder(&at))?;
        Ok(printer.finish())
    }

    /// Of a portal that was written, only the folders are looked at: everything that replaces a
    /// file shows there, and looking at each file would double the time of a build without change.
    fn output(
        &self,
        output: &Output<'_>,
        locator: &Locator,
        folders: &[String],
        doors: &[String],
    ) -> io::Result<Print> {
        let printer = Printer::new(self.clock).folders(&output.portal(locator), folders)?;
        let doors = doors.iter().map(|name| output.door_path(name));
        Ok(doors.into_iter().try_fold(printer, |printer, door| printer.file(&door))?.finish())
    }
}

/// The clock of the file system that the workspace is on.
pub(super) fn clock(root: &Utf8Path) -> Clock {
    Clock::of(&root.join(".keyfolio"))
}

/// The folders below `top`, by path inside it, in order; nothing when it cannot be listed.
fn folders(top: &Utf8Path) -> Option<Vec<String>> {
    let entries = WalkDir::new(top).min_depth(1).sort_by_file_name().into_iter();
    let mut folders = Vec::new();
    for entry in entries {
        let entry = entry.ok()?;
        if entry.file_type().is_dir() {
            let path = Utf8Path::from_path(entry.path())?.strip_prefix(top).ok()?;
            folders.push(path.to_string());
        }
    }
    Some(folders)
}
