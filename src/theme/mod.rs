//! What a portal looks like: templates, style sheet, assets, settings and words.
//!
//! A theme is a folder `themes/<name>/` of the workspace, read file by file over the built-in
//! one, so that a designer keeps only what she changes. It is read once ([`Theme::load`]) and
//! then shared by every portal and thread; nothing in it can reach a client, a file or the clock.
//! `docs/theme.md` is the designer's reference.

mod assets;
mod fault;
mod files;
mod functions;
mod links;
mod settings;
mod sheet;

pub use assets::Asset;
pub(crate) use assets::hashed_name;
pub use files::{BuiltInFile, built_in_files};

use crate::diagnostics::{Code, Diagnostic, Place, Source};
use crate::i18n::{Catalogue, Languages};
use crate::model::{PortalPath, ThemeSetting, ThemeSettings, segment_fault};
use camino::{Utf8Path, Utf8PathBuf};
use files::Files;
use settings::Settings;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::Tera;

/// The templates that every theme must have.
pub const TEMPLATES: [&str; 13] = [
    "overview.html",
    "project.html",
    "updates.html",
    "update.html",
    "deliverables.html",
    "deliverable.html",
    "prototype.html",
    "documents.html",
    "requests.html",
    "money.html",
    "team.html",
    "collection.html",
    "404.html",
];

/// A theme, read and checked.
pub struct Theme {
    name: String,
    tera: Tera,
    /// Template name to its file and text, for diagnostics.
    sources: BTreeMap<String, (Utf8PathBuf, String)>,
    settings: Settings,
    languages: Arc<Languages>,
    assets: Vec<Asset>,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Theme {
    /// Reads the theme that the agency of the workspace has chosen: the built-in one, and over it
    /// the files of `themes/<name>/`.
    ///
    /// # Errors
    /// Everything that keeps it from being used: no such folder, templates that cannot be parsed
    /// or name something unknown, message files and settings with faults.
    pub fn load(workspace: &Utf8Path, choice: &ThemeSettings) -> Result<Self, Vec<Diagnostic>> {
        let name = choice.name.as_str();
        let mut files = Files::built_in();
        let folder = workspace.join("themes").join(name);
        // Links inside are not followed either; and what is behind one is not watched or
        // remembered, so that a change of it would not show.
        if segment_fault(name).is_none() && folder.is_symlink() {
            let place = Place::file(format!("themes/{name}"));
            let message = "this symbolic link is not followed";
            return Err(vec![
                Diagnostic::error(Code::LinkOutside, place, message)
                    .help("put the folder itself here"),
            ]);
        }
        if segment_fault(name).is_none() && folder.is_dir() {
            files.overlay(&folder, &Utf8PathBuf::from(format!("themes/{name}")))?;
        } else if name != files::BUILT_IN {
            let message = format!("there is no theme `{name}`: `themes/{name}/` is not a folder");
            return Err(vec![
                Diagnostic::error(Code::ThemeInvalid, choice.place.clone(), message)
                    .help("make it with `keyfolio theme copy`, or leave `theme` out"),
            ]);
        }
        Self::build(name, &files)
    }

    /// The built-in theme.
    ///
    /// # Errors
    /// As [`Theme::load`]; only when the program itself was built from a broken theme.
    pub fn built_in() -> Result<Self, Vec<Diagnostic>> {
        Self::build(files::BUILT_IN, &Files::built_in())
    }

    /// A theme made of these files alone.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Result<Self, Vec<Diagnostic>> {
        Self::build("test", &Files::of(files))
    }

    fn build(name: &str, files: &Files) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut texts = files.texts(&mut faults);
        let settings = match texts.remove("theme.yaml") {
            Some((path, text)) => Settings::parse(Source::new(&path, &text), &mut faults),
            None => Settings::default(),
        };
        let settings = settings.over(&files.inherited_settings());
        let languages = Arc::new(Languages::new(catalogues(&texts, &mut faults)));
        let sources: BTreeMap<_, _> = texts
            .iter()
            .filter_map(|(name, text)| {
                Some((name.strip_prefix("templates/")?.to_owned(), text.clone()))
            })
            .collect();
        let root = files.place_of("templates");
        for template in TEMPLATES.iter().filter(|name| !sources.contains_key(**name)) {
            let message = format!("the theme has no template `{template}`");
            faults.push(Diagnostic::error(Code::ThemeInvalid, Place::file(&root), message));
        }
        let tera = parse(&sources, &languages, &mut faults);
        let assets = assets::hashed(files, &mut faults);
        if faults.is_empty() {
            Ok(Self { name: name.to_owned(), tera, sources, settings, languages, assets })
        } else {
            crate::diagnostics::sort(&mut faults);
            Err(faults)
        }
    }

    /// Its name: that of its folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The languages it speaks.
    #[must_use]
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// The files that every portal carries, their names already hashed.
    #[must_use]
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// Where its style sheet stands in a portal.
    #[must_use]
    pub fn style(&self) -> Option<&PortalPath> {
        self.assets.iter().find(|asset| asset.name == assets::STYLE).map(|asset| &asset.path)
    }

    /// The settings: its defaults, and over them what the agency set.
    ///
    /// # Errors
    /// Settings that the theme does not declare, and values that it does not take.
    pub fn settings(
        &self,
        given: &BTreeMap<String, ThemeSetting>,
    ) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
        self.settings.resolve(given)
    }

    /// Writes one page.
    ///
    /// # Errors
    /// A fault of the template, with the place in it.
    pub fn page(&self, template: &str, context: &tera::Context) -> Result<String, Box<Diagnostic>> {
        self.tera
            .render(template, context)
            .map_err(|error| Box::new(fault::of_render(&error, template, &self.sources)))
    }
}

fn parse(
    sources: &BTreeMap<String, (Utf8PathBuf, String)>,
    languages: &Arc<Languages>,
    faults: &mut Vec<Diagnostic>,
) -> Tera {
    let mut tera = Tera::default();
    functions::register(&mut tera, languages);
    let before = faults.len();
    for (name, (_, text)) in sources {
        // Alone, a template may lack its parent; only its own syntax counts here.
        if let Err(error) = tera.clone().add_raw_template(name, text) {
            faults.extend(fault::of_syntax(&error, sources));
        }
    }
    if faults.len() == before {
        let all = sources.iter().map(|(name, (_, text))| (name.as_str(), text.as_str()));
        if let Err(error) = tera.add_raw_templates(all) {
            faults.extend(fault::of_templates(&error, sources));
        }
    }
    tera
}

fn catalogues(
    texts: &BTreeMap<String, (Utf8PathBuf, String)>,
    faults: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Catalogue> {
    let mut catalogues = BTreeMap::new();
    for (name, (path, text)) in texts {
        let Some(language) = name.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".ftl"))
        else {
            continue;
        };
        match Catalogue::parse(text) {
            Ok(catalogue) => drop(catalogues.insert(language.to_owned(), catalogue)),
            Err(errors) => faults.extend(errors.into_iter().map(|error| {
                let place = Source::new(path, text).place(error.span);
                Diagnostic::error(
                    Code::ThemeInvalid,
                    place,
                    format!("this is not a Fluent message: {}", error.message),
                )
                .help("the syntax is at https://projectfluent.org/fluent/guide/")
            })),
        }
    }
    catalogues
}

#[cfg(test)]
mod tests;
