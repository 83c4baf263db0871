//! The first stage: reads and validates a workspace.
//!
//! All reading of content happens here. A [`Workspace`] is the door: [`Workspace::agency`] gives
//! the agency, [`Workspace::client`] one client with the collections it subscribes to, each as a
//! [`Loaded`]: the value, and everything that is wrong, at once. A client is read from its own
//! folder and the agency alone, so nothing in one client's folder can change what another is.

mod access;
mod active;
mod agency;
mod client;
mod codes;
mod collection;
mod deliverables;
mod files;
mod folder;
mod lists;
mod names;
mod project;
mod prototype;
mod scope;
mod status;
mod targets;
mod text;
mod updates;
mod values;
pub(crate) mod yaml;

pub(crate) use names::{slug, stem, title, version_number, versioned};

#[cfg(any(fuzzing, test))]
pub(crate) use updates::front_matter;

use crate::diagnostics::{self, Code, Diagnostic, Place};
use crate::model::{Agency, Client, Head};
use crate::schema::AccessFile;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeSet;
use std::io;
use unicode_normalization::UnicodeNormalization;

/// What was read, and everything that is wrong with it.
#[derive(Debug)]
pub struct Loaded<T> {
    /// The value; `None` when errors are in the way of using it.
    pub value: Option<T>,
    /// All that is wrong, in their stable order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Loaded<T> {
    fn new(value: Option<T>, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics::sort(&mut diagnostics);
        let value = value.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
        Self { value, diagnostics }
    }
}

/// A folder with a `keyfolio.yaml`.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: Utf8PathBuf,
}

/// There is no workspace where one was looked for.
#[derive(Debug, thiserror::Error)]
#[error("there is no `keyfolio.yaml` in `{0}` or in a folder above it")]
pub struct NoWorkspace(Utf8PathBuf);

impl Workspace {
    /// Finds the workspace that `start` is in: the nearest folder, going up, with a
    /// `keyfolio.yaml`.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(start: &Utf8Path) -> Result<Self, NoWorkspace> {
        let start = start.canonicalize_utf8().unwrap_or_else(|_| start.to_owned());
        let root = start.ancestors().find(|folder| folder.join(agency::FILE).is_file());
        match root {
            Some(root) => Ok(Self { root: root.to_owned() }),
            None => Err(NoWorkspace(start)),
        }
    }

    /// Its folder, absolute.
    #[must_use]
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// The ids of its clients (names of the folders in `content/`, as they are on disk), in
    /// order. A folder that cannot be a client is an error and left out; the others are there.
    #[must_use]
    pub fn client_ids(&self) -> Loaded<Vec<String>> {
        let mut diagnostics = Vec::new();
        let ids = client::ids(&self.root, &mut diagnostics);
        if ids.is_empty() {
            diagnostics.push(
                Diagnostic::warning(
                    Code::Workspace,
                    Place::file("content"),
                    "there is no client yet",
                )
                .help("make one with `keyfolio new client acme`"),
            );
        }
        diagnostics::sort(&mut diagnostics);
        Loaded { value: Some(ids), diagnostics }
    }

    /// Whether these ids are certainly all there are: `content/` is there, and was listed to its end. What belongs to
    /// none of them is somebody's who is gone only then.
    #[must_use]
    pub fn are_all(&self, ids: &Loaded<Vec<String>>) -> bool {
        let is_whole = !ids.diagnostics.iter().any(Diagnostic::is_error);
        is_whole && self.root.join("content").is_dir()
    }

    /// The agency.
    #[must_use]
    pub fn agency(&self) -> Loaded<Agency> {
        agency::load(&self.root)
    }

    /// The agency, also when something in it is wrong; nothing when its file does not fit together.
    /// With it the clients can be checked, not built.
    #[must_use]
    pub fn agency_as_written(&self) -> Option<Agency> {
        agency::as_written(&self.root)
    }

    /// The client whose folder is `content/<id>/`.
    #[must_use]
    pub fn client(&self, agency: &Agency, id: &str) -> Loaded<Client> {
        client::load(&self.root, agency, id)
    }

    /// What `client.yaml` and `access.yaml` say of the client, whatever else is wrong in its folder.
    #[must_use]
    pub fn head(&self, agency: &Agency, id: &str) -> Loaded<Head> {
        client::head(&self.root, agency, id)
    }

    /// The same, also when something in it is wrong; nothing when `client.yaml` does not fit
    /// together. Enough to take a link back by, not to give one out.
    #[must_use]
    pub fn head_as_written(&self, agency: &Agency, id: &str) -> Option<Head> {
        client::head_as_written(&self.root, agency, id, &mut Vec::new())
    }

    /// The client's `access.yaml` alone, also while its `client.yaml` cannot be understood: where
    /// its portal stands depends on this file and on nothing else. Empty when there is none.
    #[must_use]
    pub fn access_file(&self, id: &str) -> Loaded<AccessFile> {
        client::access_file(&self.root, id)
    }

    /// Whether the client takes part in one of `collections`. Reads its `client.yaml` alone; a
    /// client whose file cannot be understood might.
    #[must_use]
    pub fn subscribes(&self, id: &str, collections: &BTreeSet<String>) -> bool {
        let collections: BTreeSet<String> = collections.iter().map(|name| normal(name)).collect();
        client::subscriptions(&self.root, id)
            .is_none_or(|named| named.iter().any(|name| collections.contains(&normal(name))))
    }
}

/// The names of the folders in `disk` that are not hidden, in order. A missing `disk` has none.
fn subfolders(disk: &Utf8Path, shown: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut names = Vec::new();
    // Not through `fs_err`: the message names the path already, as the workspace knows it.
    let listed = disk.as_std_path().read_dir().and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = match listed {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return names,
        Err(error) => {
            let why = format!("this folder cannot be listed: {}", folder::reason(&error));
            let place = Place::file(shown);
            let fault = Diagnostic::error(Code::Unreadable, place, why);
            diagnostics.push(fault.help("check that it is a folder, and its permissions"));
            return names;
        }
    };
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else {
            let place = Place::file(format!("{shown}/{}", entry.file_name().to_string_lossy()));
            diagnostics.push(
                Diagnostic::error(
                    Code::InvalidName,
                    place,
                    "the name of this folder is not Unicode",
                )
                .help("rename it"),
            );
            continue;
        };
        if name.starts_with(['_', '.']) {
            continue;
        }
        if name.contains(char::is_control) {
            let place = Place::file(format!("{shown}/{name}"));
            let message = "the name of this folder has control characters in it";
            let diagnostic = Diagnostic::error(Code::InvalidName, place, message);
            diagnostics.push(diagnostic.help("rename it"));
            continue;
        }
        let place = Place::file(format!("{shown}/{name}"));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => names.push(name),
            Ok(kind) if kind.is_symlink() => diagnostics.push(
                Diagnostic::warning(Code::LinkOutside, place, "this symbolic link is not followed")
                    .help("put the folder itself here"),
            ),
            _ => diagnostics.push(Diagnostic::note(
                Code::NotShared,
                place,
                "this file stays out of every portal: it is in no client's folder",
            )),
        }
    }
    names.sort();
    names
}

/// The name in the form that is compared: Unicode NFC.
pub(crate) fn normal(name: &str) -> String {
    name.nfc().collect()
}
