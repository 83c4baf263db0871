//! `deliverables/`: what is handed over, with its versions found by folder or by file name.

use super::files::with_preview;
use super::folder::{Folder, join, name, parent};
use super::names::{slug, stem, title, version_number, versioned};
use super::prototype;
use super::scope::Scope;
use super::status::by_id;
use super::text::Text;
use super::values::OTHER_ID;
use crate::diagnostics::{Code, Diagnostic, Source};
use crate::model::{
    Approval, Deliverable, DeliverableKind, FileRef, Media, Named, PortalPath, Prototype, Version,
};
use crate::schema::{DeliverableFile, Spanned, VersionEntry};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The sidecar of a deliverable's folder.
const SIDECAR: &str = "deliverable.yaml";

/// A deliverable before its files are opened: where it is and which files make which version.
#[derive(Debug)]
pub(super) struct Found {
    /// The folder, or the folder in which its bare files stand.
    folder: String,
    /// Whether `folder` is its own.
    own: bool,
    /// The file's stem or the folder's name.
    name: String,
    /// Keys of its files, by short name of the version.
    versions: BTreeMap<String, Vec<String>>,
}

impl Found {
    /// The key that a link in Markdown may name to reach the deliverable's page.
    pub fn key(&self) -> Option<&str> {
        self.own.then_some(self.folder.as_str())
    }

    /// Its address below the project's pages.
    pub fn slug(&self) -> String {
        slug(&self.name)
    }

    /// Something to point at when the name is the problem.
    pub fn example(&self) -> &str {
        let first = self.versions.values().flatten().next();
        if self.own { &self.folder } else { first.map_or(self.folder.as_str(), String::as_str) }
    }
}

/// Finds the deliverables in the folder `base`, in order of their names.
pub(super) fn find(folder: &Folder, base: &str) -> Vec<Found> {
    let top = join(base, "deliverables");
    let mut bare: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for key in folder.files_in(&top).filter(|key| name(key) != SIDECAR) {
        let (name, number) = versioned(stem(name(key)));
        let version = format!("v{}", number.unwrap_or(1));
        bare.entry(name.to_owned()).or_default().entry(version).or_default().push(key.to_owned());
    }
    let bare = bare.into_iter().map(|(name, versions)| Found {
        folder: top.clone(),
        own: false,
        name,
        versions,
    });
    let own = folder.folders_in(&top).map(|key| Found {
        folder: key.to_owned(),
        own: true,
        name: name(key).to_owned(),
        versions: versions_in(folder, key),
    });
    let mut found: Vec<Found> = bare.chain(own).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Versions of a deliverable with a folder of its own: `v1/`, `v2/`, or `name-v1.pdf`, or both;
/// without any number all files are one version. A prototype that stands in the folder itself is
/// one version with all that is below it, whatever its files are called.
fn versions_in(folder: &Folder, key: &str) -> BTreeMap<String, Vec<String>> {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for version in folder.folders_in(key).filter(|key| version_number(name(key)).is_some()) {
        let files = folder.files_below(version).map(str::to_owned).collect();
        versions.insert(name(version).to_owned(), files);
    }
    if versions.is_empty() && folder.has_file(&join(key, prototype::START)) {
        let sidecar = join(key, SIDECAR);
        let files = folder.files_below(key).filter(|file| *file != sidecar);
        return BTreeMap::from([("v1".to_owned(), files.map(str::to_owned).collect())]);
    }
    // Beside folders of versions a file without a number belongs to none of them.
    let default = versions.is_empty().then_some(1);
    for file in folder.files_in(key).filter(|file| name(file) != SIDECAR) {
        let Some(number) = versioned(stem(name(file))).1.or(default) else { continue };
        let known = versions.keys().find(|id| version_number(id) == Some(number)).cloned();
        let id = known.unwrap_or_else(|| format!("v{number}"));
        versions.entry(id).or_default().push(file.to_owned());
    }
    versions
}

/// Reads one deliverable; `milestones` are those of its project, when they are known.
pub(super) fn load(
    scope: &mut Scope<'_>,
    found: &Found,
    path: PortalPath,
    milestones: Option<&[Named]>,
) -> Option<(i64, Deliverable)> {
    let sidecar = join(&found.folder, SIDECAR);
    let read = if found.own { scope.yaml::<DeliverableFile>(&sidecar) } else { None };
    let (text, file) = match read {
        Some((text, file)) => (Some(text), file),
        None => (None, DeliverableFile::default()),
    };
    let source =
        text.as_ref().map_or_else(|| Source::new(camino::Utf8Path::new(""), ""), Text::source);
    check(scope, source, &file);
    let description = scope.prose(source, file.description.as_ref(), &found.folder);
    let milestone = file.milestone.as_ref().zip(milestones);
    let milestone = milestone.and_then(|(id, known)| by_id(scope, source, id, known));
    let versions = versions(scope, source, found, &file, &path);
    let Some(newest) = versions.first() else {
        if file.versions.is_empty() {
            let message = "this deliverable has no files";
            scope.diagnostics.push(
                Diagnostic::error(Code::MissingFile, scope.folder.place(&found.folder), message)
                    .help("put its files into `v1/` in this folder"),
            );
        }
        return None;
    };
    let approvals = approvals(scope, source, &file.approvals, &versions);
    let current = match &file.current {
        Some(id) => {
            let known = versions.iter().map(|version| (version.id.as_str(), version));
            scope.checks(source).reference("version", id, known)?
        }
        None => newest,
    };
    let deliverable = Deliverable {
        title: file.title.unwrap_or_else(|| title(&found.name)),
        path,
        kind: file.kind.unwrap_or_else(|| kind(current)),
        description,
        milestone,
        state: file.state,
        current: current.clone(),
        versions,
        approvals,
    };
    Some((file.order, deliverable))
}

fn check(scope: &mut Scope<'_>, source: Source<'_>, file: &DeliverableFile) {
    let mut checks = scope.checks(source);
    let ids = file.versions.iter().map(|entry| (entry.id.as_str(), entry.id.span.clone()));
    checks.distinct("version", ids, OTHER_ID);
    for version in &file.versions {
        checks.id(&version.id);
    }
    for pair in file.versions.windows(2) {
        let (Some(older), Some(newer)) = (&pair[0].date, &pair[1].date) else { continue };
        if version_number(&pair[0].id) < version_number(&pair[1].id) {
            let (from, to) = (pair[0].id.as_str(), pair[1].id.as_str());
            checks.order((from, Some(older)), (to, Some(newer)));
        }
    }
}

/// All versions, the newest first; `page` is the deliverable's.
fn versions(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    found: &Found,
    file: &DeliverableFile,
    page: &PortalPath,
) -> Vec<Version> {
    let mut versions: Vec<((u32, usize), Version)> = Vec::new();
    for (place, entry) in file.versions.iter().enumerate() {
        let (files, prototype) = entry_files(scope, source, found, entry, page);
        if files.is_empty() && entry.files.is_empty() {
            let message = format!("version `{}` has no files", entry.id.value);
            let help = format!(
                "put them into `{}`, or list them under `files`",
                join(&found.folder, &entry.id)
            );
            scope.checks(source).error(Code::MissingFile, &entry.id.span, message, help);
        }
        if files.is_empty() {
            continue;
        }
        let number = version_number(&entry.id).unwrap_or(0);
        let version = Version {
            id: entry.id.value.clone(),
            date: entry.date.as_ref().map(|date| date.value),
            notes: scope.prose(source, entry.notes.as_ref(), &found.folder),
            files,
            prototype,
        };
        versions.push(((number, place + 1), version));
    }
    let listed = |id: &str| file.versions.iter().any(|entry| entry.id.value == id);
    // Files that a version lists by hand do not make a version of their own.
    let by_hand = file.versions.iter().any(|entry| !entry.files.is_empty());
    for (id, keys) in found
        .versions
        .iter()
        .filter(|(id, _)| !(listed(id) || by_hand && found.own && id.as_str() == "v1"))
    {
        let (files, prototype) = found_files(scope, found, id, keys, page);
        if !files.is_empty() {
            let number = version_number(id).unwrap_or(0);
            let version = Version { id: id.clone(), date: None, notes: None, files, prototype };
            versions.push(((number, 0), version));
        }
    }
    versions.sort_by_key(|(place, _)| Reverse(*place));
    versions.into_iter().map(|(_, version)| version).collect()
}

fn entry_files(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    found: &Found,
    entry: &VersionEntry,
    page: &PortalPath,
) -> (Vec<FileRef>, Option<Prototype>) {
    if entry.files.is_empty() {
        let below = join(&found.folder, &entry.id);
        let named: Vec<String> = match found.versions.get(&entry.id.value) {
            Some(keys) => keys.clone(),
            None => scope.folder.files_below(&below).map(str::to_owned).collect(),
        };
        return found_files(scope, found, &entry.id, &named, page);
    }
    let named = entry.files.iter().filter_map(|file| named(scope, source, &found.folder, file));
    (named.collect(), None)
}

/// The files of version `id`, which were found at `keys`; of a prototype its first page in front.
fn found_files(
    scope: &mut Scope<'_>,
    found: &Found,
    id: &str,
    keys: &[String],
    page: &PortalPath,
) -> (Vec<FileRef>, Option<Prototype>) {
    let Some(start) = prototype::start(&found.folder, id, keys).filter(|_| found.own) else {
        return (keys.iter().filter_map(|key| open(scope, key)).collect(), None);
    };
    let mut files = Vec::from_iter(take(scope, start));
    let begins = !files.is_empty();
    for key in keys.iter().filter(|key| *key != start) {
        // What a prototype is made of is not looked at by itself.
        let own = prototype::holds(start, key);
        files.extend(if own { take(scope, key) } else { open(scope, key) });
    }
    let prototype = if begins { prototype::of(&files, id, page) } else { None };
    (files, prototype)
}

fn named(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    base: &str,
    file: &Spanned<String>,
) -> Option<FileRef> {
    let taken = scope.named_file(source, base, file)?;
    with_preview(taken, || source.place(file.span.clone()), scope.diagnostics)
}

fn open(scope: &mut Scope<'_>, key: &str) -> Option<FileRef> {
    let taken = take(scope, key)?;
    with_preview(taken, || scope.folder.place(key), scope.diagnostics)
}

fn take(scope: &mut Scope<'_>, key: &str) -> Option<FileRef> {
    scope.files.take(scope.folder, key, &scope.root, scope.diagnostics)
}

fn kind(version: &Version) -> DeliverableKind {
    let file = &version.files[0];
    match file.media {
        _ if version.prototype.is_some() => DeliverableKind::Prototype,
        Media::Image => DeliverableKind::Design,
        Media::Pdf | Media::Text => DeliverableKind::Document,
        Media::Video => DeliverableKind::Video,
        Media::Audio => DeliverableKind::Audio,
        Media::Other if file.mime == "text/html" => DeliverableKind::Prototype,
        Media::Other if matches!(parent(&file.mime), "font") => DeliverableKind::Design,
        Media::Other => DeliverableKind::Other,
    }
}

/// Approvals already given, the newest first.
fn approvals(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    entries: &[crate::schema::ApprovalEntry],
    versions: &[Version],
) -> Vec<Approval> {
    let mut approvals: Vec<Approval> = Vec::new();
    for entry in entries {
        let known = versions.iter().map(|version| (version.id.as_str(), version));
        let version = scope.checks(source).reference("version", &entry.version, known);
        let version = version.map(|version| version.id.clone());
        let by = scope.person(source, Some(&entry.by));
        if let (Some(by), Some(version)) = (by, version) {
            approvals.push(Approval {
                by,
                date: entry.date.value,
                version,
                note: entry.note.clone(),
            });
        }
    }
    approvals.sort_by_key(|approval| Reverse(approval.date));
    approvals
}
