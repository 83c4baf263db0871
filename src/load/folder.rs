//! One folder of the workspace, walked once: what is in it, what stays out of it, what was used.
//!
//! This is the door through which content comes in. Past it a file is a key (its path inside the
//! folder, in Unicode NFC, with `/`) that is known to be a regular, readable file of a portable
//! name inside the folder; links that lead outside, devices and hidden names never get past it.

use super::files::is_source;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::source_file::SourceFile;
use camino::{Utf8Path, Utf8PathBuf};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{FileType, Metadata};
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// One folder and all that may be shared of it.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where it is on disk.
    disk: Utf8PathBuf,
    /// Its path relative to the workspace, for messages.
    shown: Utf8PathBuf,
    files: BTreeMap<String, SourceFile>,
    folders: BTreeSet<String>,
    /// Why a name that exists is not among `files`.
    refused: BTreeMap<String, &'static str>,
    used: RefCell<BTreeSet<String>>,
}

impl Folder {
    /// Walks the folder at `disk`, called `shown` in messages.
    pub fn walk(disk: &Utf8Path, shown: &Utf8Path, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut folder = Self {
            disk: disk.to_owned(),
            shown: shown.to_owned(),
            files: BTreeMap::new(),
            folders: BTreeSet::new(),
            refused: BTreeMap::new(),
            used: RefCell::default(),
        };
        let canonical = disk.canonicalize_utf8().unwrap_or_else(|_| disk.to_owned());
        let mut walk = WalkDir::new(disk).min_depth(1).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) => {
                    let is_folder = entry.file_type().is_dir();
                    if !folder.take(&entry, &canonical, diagnostics) && is_folder {
                        walk.skip_current_dir();
                    }
                }
                Err(error) => diagnostics.push(folder.unlisted(&error)),
            }
        }
        folder.report_collisions(diagnostics);
        folder
    }

    /// Notes one entry; false when it stays out.
    fn take(
        &mut self,
        entry: &DirEntry,
        canonical: &Utf8Path,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        let Some(path) = Utf8Path::from_path(entry.path()) else {
            let lossy = entry.path().strip_prefix(&self.disk).unwrap_or(entry.path());
            let place = Place::file(self.shown.join(lossy.to_string_lossy().as_ref()));
            diagnostics.push(
                Diagnostic::error(Code::InvalidName, place, "the name of this file is not Unicode")
                    .help("rename it; no address can be made of these bytes"),
            );
            return false;
        };
        let inside = path.strip_prefix(&self.disk).unwrap_or(path);
        let key = key(inside);
        let name = inside.file_name().unwrap_or_default();
        if name.starts_with(['_', '.']) {
            let what = if entry.file_type().is_dir() { "folder" } else { "file" };
            let message = format!(
                "this {what} stays out of the portal: its name starts with `{}`",
                &name[..1]
            );
            diagnostics.push(Diagnostic::note(Code::NotShared, self.place(&key), message));
            self.refused.insert(key, "names that start with `_` or `.` stay out of the portal");
            return false;
        }
        if is_litter(name) {
            let message = "this file stays out of the portal: a program made it for itself";
            diagnostics.push(Diagnostic::note(Code::NotShared, self.place(&key), message));
            self.refused.insert(key, "a program made it for itself");
            return false;
        }
        if entry.path_is_symlink() {
            return self.take_link(path, key, canonical, diagnostics);
        }
        if entry.file_type().is_dir() {
            self.report_form(&key, diagnostics);
            self.folders.insert(key);
            return true;
        }
        match fs_err::symlink_metadata(path) {
            Ok(metadata) => self.take_file(path, key, &metadata, diagnostics),
            Err(error) => {
                diagnostics.push(unreadable(self.path(&key), &reason(&error)));
                false
            }
        }
    }

    fn take_file(
        &mut self,
        path: &Utf8Path,
        key: String,
        metadata: &Metadata,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        if let Some(file) = SourceFile::of(path, metadata) {
            self.report_form(&key, diagnostics);
            self.files.insert(key, file);
            return true;
        }
        let message = format!(
            "this is {}, not a file; it stays out of the portal",
            special(metadata.file_type())
        );
        diagnostics.push(
            Diagnostic::warning(Code::SpecialFile, self.place(&key), message)
                .help("put a regular file in its place, or move it out of the folder"),
        );
        self.refused.insert(key, "it is not a regular file");
        false
    }

    /// Two names that differ only in their Unicode form have one key.
    fn report_form(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) {
        if self.files.contains_key(key) || self.folders.contains(key) {
            let message =
                format!("two files are called `{key}`; they differ only in how it is encoded");
            diagnostics.push(
                Diagnostic::error(Code::NameCollision, self.place(key), message)
                    .help("rename one of them"),
            );
        }
    }

    /// A symbolic link counts as the file it leads to, when that is in the same folder.
    fn take_link(
        &mut self,
        path: &Utf8Path,
        key: String,
        canonical: &Utf8Path,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        let (code, message, help, why) = match path.canonicalize_utf8().ok() {
            Some(target) if target.strip_prefix(canonical).is_ok_and(stays_out) => (
                Code::NotShared,
                "this symbolic link leads to a file that stays out of the portal",
                "put a copy of the file here instead, or take `_` or `.` from its name",
                "it is a symbolic link to a file that stays out",
            ),
            // By another name it would be a file to share: one of them holds the access codes.
            Some(target) if target.starts_with(canonical) && is_read(&target) => (
                Code::NotShared,
                "this symbolic link leads to a file that Keyfolio reads, not one that it shows",
                "take the link away, or put a file here that is meant for the client",
                "it is a symbolic link to a file that Keyfolio reads",
            ),
            Some(target) if target.starts_with(canonical) => match fs_err::metadata(&target) {
                Ok(metadata) if !metadata.is_dir() => {
                    return self.take_file(&target, key, &metadata, diagnostics);
                }
                _ => (
                    Code::NotShared,
                    "this link leads to a folder; it stays out of the portal",
                    "put a copy of the folder here instead",
                    "it is a symbolic link to a folder",
                ),
            },
            Some(_) => (
                Code::LinkOutside,
                "this symbolic link leads out of the folder; it stays out of the portal",
                "put a copy of the file here instead",
                "it is a symbolic link that leads out of the folder",
            ),
            None => (
                Code::LinkOutside,
                "this symbolic link leads nowhere",
                "put a copy of the file here instead, or take the link away",
                "it is a symbolic link that leads nowhere",
            ),
        };
        diagnostics.push(Diagnostic::warning(code, self.place(&key), message).help(help));
        self.refused.insert(key, why);
        false
    }

    /// What to say of an entry that the walk could not get at.
    fn unlisted(&self, error: &walkdir::Error) -> Diagnostic {
        let path = error.path().unwrap_or(self.disk.as_std_path());
        let inside = path.strip_prefix(&self.disk).unwrap_or(path).to_string_lossy();
        let shown =
            if inside.is_empty() { self.shown.clone() } else { self.shown.join(inside.as_ref()) };
        let why = error.io_error().map_or_else(|| error.to_string(), reason);
        unreadable(shown, &why)
    }

    /// Two names that differ only in case or in Unicode form are one name on some systems.
    fn report_collisions(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for key in self.files.keys().chain(&self.folders) {
            let folded = key.to_lowercase();
            if let Some(first) = seen.insert(folded, key) {
                let message = format!("`{key}` and `{first}` differ only by case");
                diagnostics.push(
                    Diagnostic::error(Code::NameCollision, self.place(key), message)
                        .related(self.place(first), "the other one")
                        .help("rename one of them; they are one file on macOS and Windows"),
                );
            }
        }
    }

    /// The place of a file as a whole, for messages.
    pub fn place(&self, key: &str) -> Place {
        Place::file(self.path(key))
    }

    /// A path inside the folder as messages show it.
    pub fn path(&self, key: &str) -> Utf8PathBuf {
        if key.is_empty() { self.shown.clone() } else { self.shown.join(key) }
    }

    /// The file at `key`, marking it as used.
    pub fn file(&self, key: &str) -> Option<&SourceFile> {
        let found = self.files.get(key)?;
        self.used.borrow_mut().insert(key.to_owned());
        Some(found)
    }

    /// Whether there is a file at `key`.
    pub fn has_file(&self, key: &str) -> bool {
        self.files.contains_key(key)
    }

    /// Why `key` is not a file that can be shared.
    pub fn why_not(&self, key: &str) -> &'static str {
        if self.folders.contains(key) {
            return "it is a folder";
        }
        if self.files.contains_key(key) {
            return "it cannot be read";
        }
        let hidden = self.refused.iter().find(|(refused, _)| {
            key == *refused || key.strip_prefix(*refused).is_some_and(|rest| rest.starts_with('/'))
        });
        hidden.map_or("there is no such file", |(_, why)| why)
    }

    /// The keys directly in `folder`, files only, in order.
    pub fn files_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(move |key| parent(key) == folder)
    }

    /// The keys anywhere below `folder`, files only, in order.
    pub fn files_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(move |key| {
            folder.is_empty() || key.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// The keys of the folders directly in `folder`, in order.
    pub fn folders_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.folders.iter().map(String::as_str).filter(move |key| parent(key) == folder)
    }

    /// A note for each file that nothing in the model named.
    pub fn report_unused(&self, diagnostics: &mut Vec<Diagnostic>) {
        let used = self.used.borrow();
        for key in self.files.keys().filter(|key| !used.contains(*key)) {
            diagnostics.push(
                Diagnostic::note(
                    Code::NotShared,
                    self.place(key),
                    "this file stays out of the portal: nothing names it",
                )
                .help("link to it from an update, or move it to `documents/` or `deliverables/`"),
            );
        }
    }
}

/// The part of `key` before its last segment; empty at the top.
pub(super) fn parent(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The last segment of `key`.
pub(super) fn name(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// `folder/name`, or `name` at the top.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Where `key` is on disk below `root`: the names there may be in another Unicode form.
pub(super) fn on_disk(root: &Utf8Path, key: &str) -> Utf8PathBuf {
    key.split('/').fold(root.to_owned(), |folder, name| {
        let composed = folder.join(name);
        if name.is_ascii() || composed.as_std_path().symlink_metadata().is_ok() {
            return composed;
        }
        let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
        let same = entries.filter(|entry| entry.file_name().nfc().eq(name.chars()));
        same.map(camino::Utf8DirEntry::into_path).min().unwrap_or(composed)
    })
}

/// Whether a part of the path, relative to a folder, begins with `_` or `.`.
pub(super) fn is_hidden(inside: &Utf8Path) -> bool {
    inside.components().any(|part| part.as_str().starts_with(['_', '.']))
}

/// Whether what a link leads to, relative to a folder, stays out of portals itself.
fn stays_out(inside: &Utf8Path) -> bool {
    is_hidden(inside) || inside.file_name().is_some_and(is_litter)
}

/// Whether a link leads to a file that is read for what it says. A file system that does not tell
/// `client.yaml` from `Client.yaml` may give either name.
fn is_read(target: &Utf8Path) -> bool {
    target.file_name().is_some_and(|name| is_source(&name.to_ascii_lowercase()))
}

/// A path inside a folder as key: NFC, with `/`.
fn key(inside: &Utf8Path) -> String {
    let parts: Vec<String> =
        inside.components().map(|part| part.as_str().nfc().collect()).collect();
    parts.join("/")
}

/// Whether a name is one under which Windows, an office suite or an editor keeps files of its own
/// beside those of people: thumbnails, folder settings, locks, backups. (Those of macOS begin
/// with a dot.) They tell who works on what, and are nothing for a client.
fn is_litter(name: &str) -> bool {
    let own = ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"];
    own.contains(&name.to_ascii_lowercase().as_str())
        || name.starts_with("~$")
        || name.ends_with('~')
}

fn unreadable(path: Utf8PathBuf, why: &str) -> Diagnostic {
    Diagnostic::error(Code::Unreadable, Place::file(path), format!("cannot be read: {why}"))
        .help("check its permissions")
}

/// An I/O error in words, without the path that the message already has.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::NotFound => "it is not there".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(unix)]
fn special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special(_: FileType) -> &'static str {
    "a special file"
}
