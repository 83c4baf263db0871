//! What the parts of one client (or of one collection) are read in.

use super::files::{Files, SOURCE, is_source, nearest_file, resolve};
use super::folder::{Folder, name, parent};
use super::text::Text;
use super::values::Checks;
use super::yaml;
use crate::diagnostics::{Code, Diagnostic, Source};
use crate::markdown::{self, Options, Resolve, Target};
use crate::model::{FileRef, Html, Named, PortalPath};
use crate::schema::Spanned;
use icu::locale::Locale;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;

/// What the parts of one client (or of one collection) are read in.
pub(super) struct Scope<'a> {
    /// The folder they stand in.
    pub folder: &'a Folder,
    /// Where its files stand in the portal.
    pub root: String,
    /// Pages of the portal, by the key of the file or folder that they are made from.
    pub pages: BTreeMap<String, PortalPath>,
    /// The files of the portal.
    pub files: &'a mut Files,
    /// People who may be named: of the team, then of the client. `None` when it is not known who
    /// they are, so that none can be said to be missing.
    pub people: Option<&'a [Named]>,
    /// Language of the texts.
    pub locale: Locale,
    /// Hosts whose images and frames may be embedded.
    pub allow_hosts: &'a [String],
    /// Where to put what is wrong.
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Scope<'_> {
    /// Reads the YAML file at `key` and hands it to `then` together with its text; nothing when
    /// there is no such file or it cannot be read.
    pub fn yaml<T: DeserializeOwned>(&mut self, key: &str) -> Option<(Text, T)> {
        yaml_file(self.folder, key, self.diagnostics)
    }

    /// Checks for the values of one file.
    pub fn checks<'b>(&'b mut self, source: Source<'b>) -> Checks<'b> {
        Checks { source, diagnostics: self.diagnostics }
    }

    /// Somebody by short name.
    pub fn person(&mut self, source: Source<'_>, id: Option<&Spanned<String>>) -> Option<Named> {
        let people = self.people?;
        let known = people.iter().map(|person| (person.id.as_str(), person));
        self.checks(source).reference("person", id?, known).cloned()
    }

    /// The file that `reference` names, relative to the folder `base`.
    pub fn named_file(
        &mut self,
        source: Source<'_>,
        base: &str,
        reference: &Spanned<String>,
    ) -> Option<FileRef> {
        let mut checks = Checks { source, diagnostics: self.diagnostics };
        if let Ok(key) = resolve(base, &reference.value)
            && self.folder.has_file(&key)
            && self.pages.contains_key(&key)
        {
            let message = format!("`{}` is an update, with a page of its own", reference.value);
            let help = "link to it in a text instead, as `[…](…)`".to_owned();
            checks.error(Code::MissingFile, &reference.span, message, help);
            return None;
        }
        self.files.named(self.folder, base, &self.root, reference, &mut checks)
    }

    /// Markdown in a YAML value; links in it are relative to the folder `base`.
    pub fn prose(
        &mut self,
        source: Source<'_>,
        text: Option<&Spanned<String>>,
        base: &str,
    ) -> Option<Html> {
        let text = text?;
        let (mut links, options) = self.links(base);
        let span = text.span.clone();
        let rendered = markdown::render_scalar(source, span, &text.value, &mut links, &options);
        self.diagnostics.extend(rendered.diagnostics);
        (!rendered.html.is_empty()).then_some(rendered.html)
    }

    /// The Markdown in `range` of a file, a page of its own; links in it are relative to the
    /// folder `base`. `take_title` moves a first heading of level 1 out of the text.
    pub fn article(
        &mut self,
        source: Source<'_>,
        range: Range<usize>,
        base: &str,
        take_title: bool,
    ) -> markdown::Rendered {
        let (mut links, options) = self.links(base);
        let options = Options { heading_base: 2, anchors: true, take_title, ..options };
        let mut rendered = markdown::render(source, range, &mut links, &options);
        self.diagnostics.append(&mut rendered.diagnostics);
        rendered
    }

    fn links<'b>(&'b mut self, base: &'b str) -> (Links<'b>, Options<'b>) {
        let links = Links {
            folder: self.folder,
            base,
            root: &self.root,
            pages: &self.pages,
            files: self.files,
            diagnostics: self.diagnostics,
        };
        let options = Options {
            locale: &self.locale,
            allow_hosts: self.allow_hosts,
            heading_base: 3,
            anchors: false,
            take_title: false,
        };
        (links, options)
    }
}

/// Reads the YAML file at `key` of `folder`, when there is one, and gives it with its text; nothing
/// when it cannot be read.
pub(super) fn yaml_file<T: DeserializeOwned>(
    folder: &Folder,
    key: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Text, T)> {
    let Some(text) = Text::read(folder, key, diagnostics) else {
        report_misnamed(folder, key, diagnostics);
        return None;
    };
    if text.text().trim().is_empty() {
        diagnostics.push(
            Diagnostic::warning(Code::EmptyFile, folder.place(key), "this file is empty")
                .help("write into it, or take it away"),
        );
    }
    let value = yaml::read(text.source(), 0..text.text().len(), diagnostics)?;
    Some((text, value))
}

/// A file that is meant to be `key` but is spelled otherwise would be shared as it is, or
/// would be left out with all that it says: `deliverable.yml`, `Status.yaml`.
fn report_misnamed(folder: &Folder, key: &str, diagnostics: &mut Vec<Diagnostic>) {
    let right = name(key);
    let stem = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.strip_suffix(".yaml").or(name.strip_suffix(".yml")).map(str::to_owned)
    };
    let misnamed = |file: &&str| *file != key && stem(name(file)) == stem(right);
    for file in folder.files_in(parent(key)).filter(misnamed) {
        let message = format!("this file is not read: its name is not `{right}`");
        diagnostics.push(
            Diagnostic::error(Code::InvalidName, folder.place(file), message)
                .help(format!("rename it to `{right}`")),
        );
    }
}

/// Where the links of a text lead: to other pages, or to files beside it.
struct Links<'a> {
    folder: &'a Folder,
    base: &'a str,
    root: &'a str,
    pages: &'a BTreeMap<String, PortalPath>,
    files: &'a mut Files,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Resolve for Links<'_> {
    fn resolve(&mut self, reference: &str) -> Target {
        let broken = |why: &str, help| Target::Broken { why: why.to_owned(), help: Some(help) };
        let key = match resolve(self.base, reference) {
            Ok(key) => key,
            Err(why) => return broken(why, "name a file of this folder".to_owned()),
        };
        if let Some(page) = self.pages.get(&key) {
            return Target::Page(page.clone());
        }
        if is_source(&key) {
            return broken(SOURCE, "name a file that is meant for the client".to_owned());
        }
        if let Some(file) = self.files.take(self.folder, &key, self.root, self.diagnostics) {
            return Target::File { path: file.path, size: file.width.zip(file.height) };
        }
        if self.folder.has_file(&key) {
            return broken(self.folder.why_not(&key), "mend what is said of that file".to_owned());
        }
        let help = match nearest_file(self.folder, &key) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("put the file at `{}`, or take the link out", self.folder.path(&key)),
        };
        broken(self.folder.why_not(&key), help)
    }
}
