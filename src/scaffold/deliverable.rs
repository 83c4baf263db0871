//! A new deliverable from files, or the next version of one.

use super::project::home;
use super::{ScaffoldError, id, put, yaml};
use crate::load;
use crate::model::segment_fault;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;

/// The sidecar of a deliverable's folder.
const SIDECAR: &str = "deliverable.yaml";
/// What to do when the name is taken.
const MEND: &str = "choose another id";

/// What a deliverable is made of.
#[derive(Debug, Clone, Copy)]
pub struct NewDeliverable<'a> {
    /// The client's id; the client is there.
    pub client: &'a str,
    /// The project it belongs to, when the client has several.
    pub project: Option<&'a str>,
    /// Name of its folder.
    pub id: &'a str,
    /// Its title; made from `id` when there is none.
    pub title: Option<&'a str>,
    /// The files of the version.
    pub files: &'a [Utf8PathBuf],
}

/// Copies the files to `deliverables/<id>/v1/` in the client's or the project's folder, or to the
/// next version's folder. Gives what was made, relative to the workspace at `root`.
///
/// # Errors
/// When the id cannot be a folder's name, there is no such project, a file is missing, empty or
/// hidden, two have the same name, the versions there are told by file names, or the operating
/// system refuses.
pub fn deliverable(
    root: &Utf8Path,
    new: &NewDeliverable<'_>,
) -> Result<Vec<Utf8PathBuf>, ScaffoldError> {
    id::check(new.id)?;
    let files = files(new.files)?;
    let top = home(root, new.client, new.project)?.join("deliverables");
    let folder = top.join(new.id);
    if root.join(&folder).is_dir() {
        return next_version(root, &folder, new.title, &files);
    }
    id::is_free(&root.join(&top), new.id, MEND)?;
    bare_files(root, &top, new.id)?;
    let title = match new.title {
        Some(title) => id::one_line("the title", title)?.to_owned(),
        None => load::title(new.id),
    };
    put::folder(&root.join(&folder), MEND, |made| {
        fs_err::write(made.join(SIDECAR), sidecar_text(&folder.join(SIDECAR), &title))?;
        fs_err::create_dir(made.join("v1"))?;
        copy(&files, &made.join("v1"))
    })?;
    let paths = files.keys().map(|name| folder.join("v1").join(name));
    Ok([folder.join(SIDECAR)].into_iter().chain(paths).collect())
}

fn next_version(
    root: &Utf8Path,
    folder: &Utf8Path,
    title: Option<&str>,
    files: &BTreeMap<String, &Utf8Path>,
) -> Result<Vec<Utf8PathBuf>, ScaffoldError> {
    if title.is_some() {
        let mend = "change the title in that file, and leave `--title` out";
        return Err(ScaffoldError::Exists { path: folder.join(SIDECAR), mend });
    }
    let version = folder.join(format!("v{}", last_version(root, folder)? + 1));
    put::folder(&root.join(&version), "try again", |made| copy(files, made))?;
    Ok(files.keys().map(|name| version.join(name)).collect())
}

/// The number of the last version of the deliverable in `folder`; 0 when it has none yet.
fn last_version(root: &Utf8Path, folder: &Utf8Path) -> Result<u32, ScaffoldError> {
    let (mut last, mut example) = (0, None);
    for entry in fs_err::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            last = last.max(load::version_number(&name).unwrap_or(0));
        } else if name != SIDECAR && !name.starts_with(['_', '.']) {
            example = Some(name);
        }
    }
    match example {
        Some(example) if last == 0 => {
            Err(ScaffoldError::VersionsByName { path: folder.to_owned(), example })
        }
        _ => Ok(last),
    }
}

/// That no bare files in `top` are a deliverable of this name already.
fn bare_files(root: &Utf8Path, top: &Utf8Path, id: &str) -> Result<(), ScaffoldError> {
    if !root.join(top).is_dir() {
        return Ok(());
    }
    for entry in fs_err::read_dir(root.join(top))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if load::slug(load::versioned(load::stem(&name)).0) == load::slug(id) {
            return Err(ScaffoldError::VersionsByName { path: top.join(id), example: name });
        }
    }
    Ok(())
}

/// The files by the names they will have, each checked to be one that a portal can show.
fn files(paths: &[Utf8PathBuf]) -> Result<BTreeMap<String, &Utf8Path>, ScaffoldError> {
    let mut files = BTreeMap::new();
    let mut lower = BTreeMap::new();
    for path in paths {
        let refuse = |why: &str| ScaffoldError::File { path: path.clone(), why: why.to_owned() };
        let metadata = match fs_err::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(refuse("there is no such file"));
            }
            Err(error) => return Err(error.into()),
        };
        let Some(name) = path.file_name().filter(|_| metadata.is_file()) else {
            return Err(refuse("it is not a file; name the files themselves"));
        };
        if metadata.len() == 0 {
            return Err(refuse("it is empty"));
        }
        if name.starts_with(['_', '.']) {
            return Err(refuse("names that start with `_` or `.` stay out of the portal"));
        }
        if let Some(why) = segment_fault(name) {
            return Err(refuse(&format!("{why}; rename it")));
        }
        if let Some(first) = lower.insert(name.to_lowercase(), path) {
            return Err(refuse(&format!("`{first}` has the same name")));
        }
        files.insert(name.to_owned(), path.as_path());
    }
    Ok(files)
}

fn copy(files: &BTreeMap<String, &Utf8Path>, folder: &Utf8Path) -> Result<(), ScaffoldError> {
    for (name, source) in files {
        fs_err::copy(source, folder.join(name))?;
    }
    Ok(())
}

fn sidecar_text(place: &Utf8Path, title: &str) -> String {
    let schema = yaml::schema_line(place, "deliverable");
    let title = yaml::scalar(title);
    format!(
        "\
{schema}#
# The versions are the folders v1/, v2/, ... Everything here is optional.
title: {title}
state: draft # draft, in_review, changes_requested, approved or final

# Markdown; one or two sentences.
# description: |
#   What it is, and what to look at.

# versions:
#   - id: v1
#     date: 2026-03-31
#     notes: What is new in it.
"
    )
}
