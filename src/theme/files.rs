//! The files of a theme: the built-in ones, and over them those of a folder.

use super::TEMPLATES;
use super::settings::Settings;
use crate::diagnostics::{Code, Diagnostic, Place, Source};
use camino::{Utf8Path, Utf8PathBuf};
use rust_embed::Embed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use walkdir::WalkDir;

/// Name of the built-in theme.
pub(super) const BUILT_IN: &str = "default";
/// The file that names a theme and declares its settings.
const SETTINGS: &str = "theme.yaml";

#[derive(Embed)]
#[folder = "themes/default/"]
struct Embedded;

/// One file of the built-in theme.
#[derive(Debug, Clone)]
pub struct BuiltInFile {
    /// Its path inside the theme, with `/`: `templates/base.html`.
    pub name: String,
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
}

/// The files of the built-in theme in the order of their names, to be copied out.
pub fn built_in_files() -> impl Iterator<Item = BuiltInFile> {
    let files = Files::built_in().by_name.into_iter();
    files.map(|(name, file)| BuiltInFile { name, bytes: file.bytes })
}

/// Name inside the theme (`templates/base.html`) to its file.
pub(super) struct Files {
    root: Utf8PathBuf,
    by_name: BTreeMap<String, File>,
    /// Whether a folder's files lie over the built-in ones.
    overlaid: bool,
}

struct File {
    /// Relative to the workspace, or where it would be if it were copied there.
    path: Utf8PathBuf,
    bytes: Cow<'static, [u8]>,
}

impl Files {
    /// The built-in theme.
    pub(super) fn built_in() -> Self {
        let root = Utf8PathBuf::from("themes/default");
        let files = Embedded::iter()
            .filter(|name| is_shown(Utf8Path::new(name)))
            .filter_map(|name| {
                let bytes = Embedded::get(&name)?.data;
                Some((name.to_string(), File { path: root.join(&*name), bytes }))
            })
            .collect();
        Self { root, by_name: files, overlaid: false }
    }

    /// The settings of the built-in theme, when its files lie under those of another.
    pub(super) fn inherited_settings(&self) -> Settings {
        if !self.overlaid {
            return Settings::default();
        }
        let bytes = Embedded::get(SETTINGS).map(|file| file.data).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        Settings::parse(Source::new(Utf8Path::new(SETTINGS), &text), &mut Vec::new())
    }

    /// Puts the files of `folder` over those that are there. `shown` is the folder's path as
    /// diagnostics name it.
    ///
    /// # Errors
    /// Every file that cannot be read.
    pub(super) fn overlay(
        &mut self,
        folder: &Utf8Path,
        shown: &Utf8Path,
    ) -> Result<(), Vec<Diagnostic>> {
        self.root = shown.to_owned();
        self.overlaid = true;
        let mut faults = Vec::new();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            match entry.map_err(|error| error.to_string()) {
                Ok(entry) if entry.file_type().is_file() => {
                    self.add(entry.path(), folder, &mut faults);
                }
                Ok(entry) if entry.path_is_symlink() => {
                    let name = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                    let place = Place::file(shown.join(name.to_string_lossy().as_ref()));
                    faults.push(
                        Diagnostic::error(
                            Code::LinkOutside,
                            place,
                            "this symbolic link is not followed",
                        )
                        .help("put the file itself here"),
                    );
                }
                Ok(_) => {}
                Err(why) => {
                    faults.push(Diagnostic::error(Code::Unreadable, Place::file(shown), why));
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn add(&mut self, file: &std::path::Path, folder: &Utf8Path, faults: &mut Vec<Diagnostic>) {
        let relative = file.strip_prefix(folder).unwrap_or(file);
        let Some(relative) = Utf8Path::from_path(relative) else {
            let message = format!("the name `{}` is not Unicode", relative.display());
            faults.push(Diagnostic::error(Code::InvalidName, Place::file(&self.root), message));
            return;
        };
        if !is_shown(relative) {
            return;
        }
        let path = self.root.join(relative);
        match fs_err::read(file) {
            Ok(bytes) => {
                let name = relative.components().map(|part| part.as_str()).collect::<Vec<_>>();
                let name = name.join("/");
                if is_page(&name) && bytes.trim_ascii().is_empty() {
                    let message = "this template is empty, and its page would be";
                    faults.push(
                        Diagnostic::error(Code::EmptyFile, Place::file(&path), message)
                            .help("write into it, or take it away: then the built-in one counts"),
                    );
                }
                self.by_name.insert(name, File { path, bytes: bytes.into() });
            }
            Err(error) => {
                faults.push(Diagnostic::error(
                    Code::Unreadable,
                    Place::file(path),
                    error.to_string(),
                ));
            }
        }
    }

    /// Where `name` stands, for diagnostics about something that is not there.
    pub(super) fn place_of(&self, name: &str) -> Utf8PathBuf {
        self.root.join(name)
    }

    /// The files that are text, by name, with their paths.
    pub(super) fn texts(
        &self,
        faults: &mut Vec<Diagnostic>,
    ) -> BTreeMap<String, (Utf8PathBuf, String)> {
        let mut texts = BTreeMap::new();
        for (name, file) in self.by_name.iter().filter(|(name, _)| !name.starts_with("assets/")) {
            match std::str::from_utf8(&file.bytes) {
                Ok(text) => {
                    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                    texts.insert(name.clone(), (file.path.clone(), text.to_owned()));
                }
                Err(error) => faults.push(
                    Diagnostic::error(
                        Code::InvalidUtf8,
                        Place::file(&file.path),
                        format!("the file is not UTF-8: {error}"),
                    )
                    .help("save it as UTF-8"),
                ),
            }
        }
        texts
    }

    /// The files in `assets/`: name below it, path, bytes.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &Utf8Path, &[u8])> {
        self.by_name.iter().filter_map(|(name, file)| {
            Some((name.strip_prefix("assets/")?, file.path.as_path(), &*file.bytes))
        })
    }

    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let root = Utf8PathBuf::from("themes/test");
        let files = files
            .iter()
            .map(|(name, text)| {
                let bytes = text.as_bytes().to_vec().into();
                ((*name).to_owned(), File { path: root.join(name), bytes })
            })
            .collect();
        Self { root, by_name: files, overlaid: false }
    }
}

/// Whether a page is made with the template `name`: others may have nothing to add.
fn is_page(name: &str) -> bool {
    name.strip_prefix("templates/").is_some_and(|name| TEMPLATES.contains(&name))
}

/// Whether no part of the path is hidden (`.git`, `.DS_Store`, `_notes`).
fn is_shown(path: &Utf8Path) -> bool {
    path.components().all(|part| !part.as_str().starts_with(['.', '_']))
}
